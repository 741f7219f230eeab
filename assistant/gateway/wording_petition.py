"""Words of petitions, Chinese and English, under the keys of wording.py, which joins them."""

PETITION_WORDS: dict[str, tuple[str, str]] = {
    # Petitions
    "petition_title": ("信访事项", "Petition"),
    "petition_receipt": (
        "已经登记好了。\n\n编号：**{number}**\n查询码：**{code}**\n\n请把这两样记下来，查进度要用。"
        "最晚{accept_by}告诉您受理不受理；受理后，预计最晚{finish_by}办结。登记后10分钟内，说“修改”或“撤回”就行。",
        "It is registered.\n\nNumber: **{number}**\nQuery code: **{code}**\n\nPlease keep both; you need them to check "
        "progress. You will be told by {accept_by} whether it is accepted; if so, it should be finished by {finish_by}. "
        "Within 10 minutes you can still say “change my petition” or “withdraw my petition”.",
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
    "petition_do_edit": ("修改", "Change"),
    "petition_editing": ("还来得及改。现在登记的是这样：", "There is still time. This is what is registered now:"),
    "petition_edited": (
        "{number}改好了，按现在的内容办。原来怎么写的，也留了记录。",
        "{number} is changed and will be handled as it reads now. What it said before stays on record.",
    ),
    "petition_edit_left": ("好，不改了，{number}还是原来的样子。", "All right, {number} stays as it was."),
    "petition_edit_elsewhere": (
        "{number}不是在这次对话里登记的，原来的内容我这里看不到，改不了。可以先“撤回”，再重新登记；或者说“补充”，把话加进去。",
        "{number} was not registered in this conversation, so I cannot see what it says. You can withdraw it and report it "
        "again, or add to it.",
    ),
    "petition_no_edit": (
        "{number}现在不能改了。有新情况，可以补充，或者另外登记一件。",
        "{number} cannot be changed now. You can add to it, or register new facts as a new petition.",
    ),
    "petition_why_edit_too_late": (
        "{number}登记超过10分钟了，原来写的不能再改，免得办的人看到的前后不一样。有要更正的、有新情况，说“补充”，会加进去。",
        "{number} was registered more than 10 minutes ago; what it says cannot be changed any more, so that everybody who "
        "handles it reads the same. To correct or add something, say “add to my petition”.",
    ),
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
    "petition_say_supplement": (
        "您想补充什么？有照片或PDF，就用下面的表一起传。",
        "What would you like to add? With photos or a PDF, use the form below.",
    ),
    "petition_supplemented_with_files": (
        "补充的内容和{count}个文件，已经加到{number}里了。",
        "What you said and {count} file(s) were added to {number}.",
    ),
    "form_supplement_title": ("补充情况", "Add to the petition"),
    "form_supplement_intro": ("写一两句，再传照片或PDF。", "A sentence or two, then photos or a PDF."),
    "form_supplement_submit": ("加进去", "Add"),
    "form_supplement_sent": ("（已填好补充的内容）", "(added by the form)"),
    "field_track_text": ("补充什么", "What to add"),
    "hint_track_text": ("只有照片，就写照片上是什么。", "With photos only: say what they show."),
    "field_track_files": ("照片或PDF", "Photos or PDF"),
    "form_petition_files_title": ("有照片或PDF吗", "Any photos or PDF?"),
    "form_petition_files_intro": (
        "有就在这里传，会和这件事放在一起。没有也没关系，不用管它。",
        "Send them here and they go with your report. If there are none, just go on.",
    ),
    "form_petition_files_submit": ("放进去", "Add them"),
    "form_petition_files_sent": ("（传了照片或文件）", "(sent photos or files)"),
    # Other doors that are open beside a petition: facts departments_022, 024, 037, 050, hotlines_004, 005, 021
    "petition_door_city_management": (
        "顺便说一声：油烟、占道、垃圾这类事，江门是城管、生态环境、公安等几个部门一起管。您不用自己去找，登记后会转给管的单位；"
        "想先打电话，打12345。",
        "By the way: for smoke, street stalls or rubbish several bodies of Jiangmen work together. You need not look for the "
        "right one, it is passed on; if you would rather call first, call 12345.",
    ),
    "petition_door_environment": (
        "顺便说一声：污染的事，打12345也收。在这里登记的，会转给管的单位，不用您两头跑。",
        "By the way: 12345 takes reports of pollution too. What is registered here is passed on to the body in charge.",
    ),
    "petition_door_consumer": (
        "顺便说一声：买东西、消费吃了亏，还有一扇门，就是直接投诉给管的部门，收到那天起7个工作日内要处理并告诉您。"
        "不知道归谁管，打12345。想在这里登记也行，我们接着说。",
        "By the way: a complaint about a purchase can also go straight to the authority in charge, which must deal with it and "
        "tell you within 7 working days; 12345 tells you which one. You can register it here too; let us go on.",
    ),
    "petition_door_wages": (
        "顺便说一声：拖欠工资，可以直接向人社部门举报，最先接到的要负责。想在这里登记也行，我们接着说。",
        "By the way: unpaid wages can be reported straight to the human resources department; whoever takes the report is "
        "responsible for it. You can register it here too; let us go on.",
    ),
    "petition_door_labour": (
        "先说一声：辞退、赔偿、合同这类劳动争议，要走劳动仲裁，归劳动争议仲裁委员会管；那边有期限，别只等信访。"
        "拿不准，打12348问。您反映的是别的，我们接着说。",
        "First: disputes about dismissal, compensation or a contract go to labour arbitration, which has a time limit, so do "
        "not only wait for a petition. If unsure, call 12348. If your concern is another one, let us go on.",
    ),
    "petition_door_hotline": (
        "您提到12345。登记成信访件以后，有编号、有期限，可以查，到日子可以催；同一件事12345就不再收了，走一边就行。",
        "You mention 12345. A registered petition has a number and legal dates; you can follow it and urge it when due. 12345 "
        "does not take the same matter any more, so one of the two is enough.",
    ),
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
    "petition_summary_edit": (
        "要改哪一项就直接说，比如“地址改成江海区外海”。改好了，回“提交”；不改了，说“不改了”。",
        "Tell me what to change, for example “change my phone number”. Say “submit” when it is right, or “leave it”.",
    ),
    "petition_sms_ask": (
        "有进展，要不要发短信到这个电话？要就按“要短信”，不按就不发。短信由办理单位发，没开通的收不到；进度随时可以回来查。",
        "Shall progress be told to this phone by SMS? If so, choose “Text me”; otherwise nothing is sent. Messages come "
        "from the body in charge, where it sends any; you can always look here.",
    ),
    "petition_sms_yes": ("要短信", "Text me"),
    "petition_sms_no": ("不要短信", "No SMS"),
    "told_sms": ("短信通知", "SMS"),
    "told_sms_yes": ("要", "Yes"),
    "told_sms_no": ("不要", "No"),
    "field_petition_sms": ("有进展发短信告诉您吗", "Be told of progress by SMS"),
    "hint_petition_sms": (
        "不选就不发。短信由办理单位发到上面的电话，没开通的收不到。",
        "Nothing is sent unless you choose it. Messages come from the body in charge, where it sends any.",
    ),
    "option_sms_no": ("不用发", "No"),
    "option_sms_yes": ("要发", "Yes"),
    "petition_leave_edit": ("不改了", "Leave it as it was"),
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
    "told_files_count": ("{count}个", "{count}"),
    "told_files_named": ("{count}：{names}", "{count}: {names}"),
    "told_anonymous": ("匿名", "Anonymous"),
    "told_reach": ("联系方式", "How to reach you"),
    "told_reach_visit": ("希望上门", "a visit, please"),
    "told_reach_call": ("希望打电话", "a call, please"),
}
