"""Words of petitions, Chinese and English, under the keys of wording.py, which joins them."""

PETITION_WORDS: dict[str, tuple[str, str]] = {
    # Petitions
    "petition_title": ("信访事项", "Petition"),
    "petition_receipt": (
        "已经登记好了。\n\n编号：**{number}**\n查询码：**{code}**\n\n请把这两样记下来，查进度要用。"
        "最晚{accept_by}告诉您受理不受理；受理后，预计最晚{finish_by}办结。登记后10分钟内可以自己撤回。",
        "It is registered.\n\nNumber: **{number}**\nQuery code: **{code}**\n\nPlease keep both; you need them to check "
        "progress. You will be told by {accept_by} whether it is accepted; if so, it should be finished by {finish_by}. "
        "Within 10 minutes you can withdraw it yourself.",
    ),
    "petition_stands": (
        "{number} 现在的状态：**{state}**。最晚办结日期：{finish_by}。",
        "{number} now stands at: **{state}**. To be finished by {finish_by}.",
    ),
    "petition_registered": ("已登记", "Registered"),
    "petition_accepted": ("已受理", "Accepted"),
    "petition_not_accepted": ("不予受理", "Not accepted"),
    "petition_transferred": ("已转送", "Passed on to the competent body"),
    "petition_handling": ("办理中", "Being handled"),
    "petition_extended": ("延期办理", "Extended"),
    "petition_answered": ("已答复", "Answered"),
    "petition_rated": ("已评价", "Rated"),
    "petition_review": ("复查中", "Under review"),
    "petition_re_review": ("复核中", "Under second review"),
    "petition_closed": ("已办结", "Closed"),
    "petition_withdrawn": ("已撤回", "Withdrawn"),
    "petition_do_withdraw": ("撤回", "Withdraw"),
    "petition_confirm_withdraw": (
        "确定要撤回这件信访吗？撤回后不再办理。",
        "Withdraw this petition? It will not be handled any further.",
    ),
    "petition_do_urge": ("催办", "Urge"),
    "petition_confirm_urge": ("确定要催办吗？", "Send a reminder to the body in charge?"),
    "petition_withdrawn_done": (
        "已经撤回了，编号 {number}。要重新反映，随时告诉我。",
        "Withdrawn: {number}. You can report it again at any time.",
    ),
    "petition_urged": ("已经替您催办了，编号 {number}。", "A reminder was sent for {number}."),
    "petition_no_supplement": (
        "{number}现在不能再补充了。有新情况，可以另外登记一件。",
        "{number} cannot be added to any more. New facts can be registered as a new petition.",
    ),
    "petition_no_rate": (
        "{number}现在不能评价：要先有答复。",
        "{number} cannot be rated now: there must be an answer first.",
    ),
    "petition_no_review": (
        "{number}现在不能申请复查：要先有答复，而且在期限内。",
        "A review of {number} cannot be asked for now: there must be an answer first, and the time limit must be open.",
    ),
    "petition_not_now": (
        "这一步现在还不能办。可以先查进度，或打12345问。",
        "This cannot be done right now. Check the progress first, or call 12345.",
    ),
    "petition_merged": ("已并入另一件", "Joined with another petition"),
    "petition_do_supplement": ("补充情况", "Add something"),
    "petition_do_rate": ("评价", "Rate the answer"),
    "petition_do_review": ("申请复查", "Ask for a review"),
    "petition_no_urge": ("{number}现在不能催办。", "{number} cannot be urged now."),
    "petition_no_withdraw": ("{number}现在不能撤回了。", "{number} cannot be withdrawn now."),
    "petition_say_supplement": ("您想补充什么？", "What would you like to add?"),
    "petition_say_review": (
        "可以申请复查，由上一级来看这个答复。您不同意哪里、想要什么结果？",
        "You can ask for a review; the level above looks at the answer. What do you not agree with, and what would be right?",
    ),
    "petition_supplemented": ("补充的内容已经加到{number}里了。", "What you said was added to {number}."),
    "petition_rated_done": (
        "谢谢，{number}的评价记下了：{score}颗星。",
        "Thank you. {number} is rated: {score} of 5 stars.",
    ),
    "petition_review_open": (
        "不同意这个答复，{until_day}前可以申请复查，回“申请复查”就行。",
        "If you do not agree with the answer, you can ask for a review until {until_day}: say “ask for a review”.",
    ),
    "petition_review_asked": (
        "{number}的复查申请已经提交，最晚{answer_day}答复您。",
        "The review of {number} was asked for; you will have an answer by {answer_day}.",
    ),
    "petition_why_urge_not_due": (
        "{number}还在法定期限里，现在不能催。{opens_day}起可以催办，到时候回“催办”就行。有新情况，现在可以先补充。",
        "{number} is still within its legal time and cannot be urged yet. From {opens_day} on, say “urge”. "
        "If there is something new, you can add it now.",
    ),
    "petition_why_urged_recently": (
        "{number}不久前已经催过了，{opens_day}起可以再催。",
        "{number} was urged a short while ago; it can be urged again from {opens_day}.",
    ),
    "petition_why_paused": (
        "{number}正在听证，期限暂停计算，现在不能催。",
        "{number} is in a hearing; its clock stands still, so it cannot be urged.",
    ),
    "petition_why_withdraw_too_late": (
        "{number}登记已经超过10分钟，不能自己撤回了。想结束这件事，请打12345，告诉他们编号。",
        "{number} was registered more than 10 minutes ago and cannot be withdrawn here. To end it, call 12345 with the number.",
    ),
    "petition_why_already_rated": (
        "{number}已经评价过了，不能再改。不同意答复，可以看看能不能申请复查。",
        "{number} has been rated already. If you do not agree with the answer, see whether a review is open.",
    ),
    "petition_why_review_too_late": (
        "{number}申请复查的30天期限已经过了。",
        "The 30 days in which a review of {number} could be asked for are over.",
    ),
    "petition_why_review_final": (
        "{number}已经复查、复核过了，同一件事不再受理。有新的事实，可以另外登记一件。",
        "{number} has been reviewed twice; the same matter is not taken up again. New facts can be a new petition.",
    ),
    "label_told": ("答复", "Answer"),
    "field_petition_for_name": ("替谁反映", "On behalf of"),
    "hint_petition_for_name": (
        "替父母、家人反映的，写当事人的姓名；自己的事不用填。",
        "The name of the person you speak for; leave empty for your own matter.",
    ),
    "field_petition_files": ("照片或PDF", "Photos or PDF"),
    "hint_petition_files": (
        "能说明情况的都可以。照片里的拍摄位置会去掉，文件加密保存。",
        "Anything that shows it. The place stored in a photo is removed; files are kept encrypted.",
    ),
    # A petition before it is sent
    "petition_summary": ("请您核对一下：", "Please check:"),
    "petition_line": ("- **{label}**：{value}", "- **{label}**: {value}"),
    "petition_summary_end": (
        "对的话，回“提交”。要改哪一项就直接说，比如“地址改成江海区外海”。",
        "Say “submit” if it is right, or tell me what to change, for example “change my phone number”.",
    ),
    "petition_summary_no_wish": (
        "您希望怎么解决，还没听您说。可以直接补一句，比如“希望他们装油烟机”；也可以就这样回“提交”。要改哪一项，直接说。",
        "You have not said what you would like to be done. Just add it, for example “please make them stop at night”; "
        "or say “submit” as it is. Tell me if anything is to be changed.",
    ),
    "petition_send": ("提交", "Submit"),
    "petition_leave": ("不提交了", "Do not submit"),
    "petition_change": ("改{label}", "Change: {label}"),
    "told_text": ("事情", "What"),
    "told_asked": ("希望", "You ask"),
    "told_affected": ("影响到", "Affected"),
    "told_district": ("地点", "Where"),
    "told_address": ("详细地址", "Exact place"),
    "told_when": ("时间", "When"),
    "told_for_name": ("替谁反映", "On behalf of"),
    "told_with_relation": ("{name}（{relation}）", "{name} ({relation})"),
    "told_joint_name": ("一起反映的代表", "Representatives"),
    "told_name": ("称呼", "Name"),
    "told_phone": ("电话", "Phone"),
    "told_files": ("附件", "Files"),
    "told_reach": ("联系方式", "How to reach you"),
    "told_reach_visit": ("希望上门", "a visit, please"),
    "told_reach_call": ("希望打电话", "a call, please"),
}
