"""The words of the pages behind citations: the frame, the notices, privacy. Part of `wording.WORDS`, which says them.

Simplified Chinese and English, as there; the same rules for writing.
"""

PAGE_WORDS: dict[str, tuple[str, str]] = {
    "page_languages": ("语言", "Language"),
    "page_dates": ("负责单位：{department}。核对日期：{as_of}。", "Body in charge: {department}. Checked on {as_of}."),
    "page_valid_until": ("有效期到{day}。", "Valid until {day}."),
    "page_chinese_below": ("下面是中文原文。", "The full approved text below is in Chinese."),
    "page_sources": ("出处", "Sources"),
    "page_open_source": ("打开原文", "open the original"),
    "page_checked": ("（{day}核对）", "(checked {day})"),
    "page_review": ("下次核对：{day}。", "Next review: {day}."),
    "page_valid_from": ("从{day}起有效。", "Valid from {day}."),
    "page_not_yet": (
        "请注意：这一页从{day}起才有效，现在还不能照着办。",
        "Please note: this page is valid from {day} only; it does not apply yet.",
    ),
    "page_expired": (
        "请注意：这一页到{day}就不再有效了，别照着办。请回到对话里再问一次，或打12345。",
        "Please note: this page was valid until {day} and does not apply any more. Ask again in the chat, or call 12345.",
    ),
    "page_replaced": (
        "您打开的是旧地址。旧的一页已经换成下面这一页。",
        "You opened an old address. Its page was replaced by this one.",
    ),
    "page_ended_title": ("这一页停用了", "This page has ended"),
    "page_ended": (
        "这一页的内容已经不再有效，请别照着办。\n回到对话里再问一次，或打12345。",
        "What this page said does not apply any more.\nPlease ask again in the chat, or call 12345.",
    ),
    "page_contents": ("这一页有什么", "On this page"),
    "page_card": ("办事要点", "At a glance"),
    "page_optional": ("用得上才带", "only if it applies"),
    "page_size": ("字号", "Text size"),
    "page_size_normal": ("标准字", "Standard"),
    "page_size_large": ("大字", "Large"),
    "page_top": ("回到页首", "Back to the top"),
    "page_about": ("关于这一页", "About this page"),
    "product": ("侨都通", "Qiaodu Assistant"),
    "page_missing_title": ("没有这一页", "No such page"),
    "page_missing": (
        "这一页可能已经换成新的，或者不再有效。\n回到对话里再问一次，或打12345。",
        "This page may have been replaced or is no longer valid.\nPlease ask again in the chat, or call 12345.",
    ),
    "verify_title": ("核对信访回执", "Check a petition receipt"),
    "verify_intro": (
        "填上回执上的编号和校验码，就能核对：我们存着的，是不是您交来的那一份。",
        "Enter the number and the check value of your receipt to see whether we hold what you handed in.",
    ),
    "verify_number": ("编号", "Number"),
    "verify_hash": ("校验码", "Check value"),
    "verify_go": ("核对", "Check"),
    "verify_good": (
        "对得上。{number} 在{at}收到，内容到现在没有改动。",
        "It matches. {number} was received on {at} and has not been changed since.",
    ),
    "verify_edited": (
        "对得上。{number} 在{at}收到过这一份，后来您自己改过，现在以新的一份为准。",
        "It matches. {number} was received in this form on {at}; you edited it later, and the newer form counts.",
    ),
    "verify_changed": (
        "编号和校验码对得上，但现在存着的内容和当时收到的不一样。请打12345反映。",
        "Number and check value match, but what is stored now differs from what was received. Please call 12345.",
    ),
    "verify_bad": (
        "对不上。请照着回执再核对一次编号和校验码。超过保存期限、已经删除的信访件也查不到。",
        "No match. Please compare number and check value with your receipt. "
        "Petitions deleted after their storage time are not found either.",
    ),
    "verify_down": (
        "现在核对不了，请过一会儿再试。",
        "Checking is not possible right now. Please try again in a while.",
    ),
    "petition_step_register": ("已登记", "Registered"),
    "petition_step_edit": ("您改了内容", "You changed the text"),
    "petition_step_transfer": ("已转给负责的单位", "Passed on to the body in charge"),
    "petition_step_object": (
        "收件单位说不归它管，退回重新转送",
        "The body said it is not competent; it will be passed on again",
    ),
    "petition_step_accept": ("已受理", "Accepted"),
    "petition_step_refuse": ("不予受理，应走别的渠道", "Not accepted; another way is the right one"),
    "petition_step_start": ("开始办理", "Handling has begun"),
    "petition_step_extend": ("办理期限延长", "The time for handling was extended"),
    "petition_step_answer": ("已答复", "Answered"),
    "petition_step_supplement": ("您补充了内容", "You added to it"),
    "petition_step_urge": ("您催办了", "You sent a reminder"),
    "petition_step_withdraw": ("您撤回了", "You withdrew it"),
    "petition_step_end": ("按您的要求结束办理", "Ended at your request"),
    "petition_step_merge": ("并入同一件事一起办", "Joined with another petition about the same matter"),
    "petition_step_rate": ("您作了评价", "You rated the answer"),
    "petition_step_review": ("您申请了复查（复核）", "You asked for a review"),
    "petition_step_pause": ("举行听证，期限暂停", "A hearing is held; the clock stands still"),
    "petition_step_resume": ("听证结束，期限继续", "The hearing is over; the clock runs again"),
    "petition_step_conclude": ("复查（复核）意见已作出", "The review is decided"),
    "petition_step_supervise": ("已列入督办", "Put under supervision"),
    "petition_step_attend": ("您的评价已有人跟进", "Your rating was followed up"),
    "petition_step_close": ("已办结", "Closed"),
    "checklist_title": ("海外远程视频公证：要准备什么", "Overseas remote video notarisation: what to prepare"),
    "checklist_matter": ("事项：{matter}", "Matter: {matter}"),
    "checklist_mission": ("地点：{mission}", "Place: {mission}"),
    "checklist_no_drafts": (
        "这张单子只提醒您准备什么。声明书、委托书的内容，我们不代写，请跟公证机构商定。",
        "This list only reminds you what to prepare. We do not draft declarations or powers of attorney; settle the "
        "text with the notary office.",
    ),
    "checklist_situation": ("您的情况（点一下选上或去掉）", "Your situation (tap to choose or undo)"),
    "checklist_property": ("涉及房产、股权或继承", "About real estate, shares or an inheritance"),
    "checklist_guardian": ("替孩子或不能自己做主的人办", "For a child or somebody who cannot decide alone"),
    "checklist_other_matter": ("换一个事项", "Another matter"),
    "checklist_first": ("先做这几件", "First"),
    "checklist_bring": ("要带、要准备的", "Bring and prepare"),
    "checklist_day": ("当天", "On the day"),
    "checklist_mistake": ("容易弄错的地方", "Common mistakes"),
    "checklist_more": ("看详细说明", "read more"),
    "checklist_whole": ("整张清单（可打印）", "The whole list (for printing)"),
    "checklist_office_decides": (
        "最后要哪些材料、受理不受理，由公证机构决定；各国略有不同，以当地使领馆的公告为准。",
        "The notary office decides which papers it needs and whether it accepts; countries differ slightly and the "
        "mission's own notice prevails.",
    ),
    "demo_title": ("嵌入演示页", "Embedding demo"),
    "demo_intro": (
        "这是给开发人员看的页面：样式故意写得很乱，安全策略很严。右下角的对话窗口不应受影响。",
        "A page for developers: its styles are rude on purpose and its policy is strict. The chat must not be affected.",
    ),
    "demo_modes": ("怎么嵌入（data-mode）：", "How it is embedded (data-mode):"),
    "demo_topics": ("这个页面讲的事（data-topic）：", "What this page is about (data-topic):"),
    "demo_question": ("身份证丢了怎么办", "I lost my ID card"),
    "plain_title": ("网页版问答", "Ask without a script"),
    "plain_intro": (
        "用平常话写下您要办的事或要反映的问题，点“发送”，回答就在下一页。",
        "Write what you need in your own words and press Send; the answer is on the next page.",
    ),
    "plain_label": ("您的问题", "Your question"),
    "plain_send": ("发送", "Send"),
    "plain_you": ("您", "You"),
    "plain_new": ("新的回答", "The new answer"),
    "plain_all": ("前面说过的", "Said before"),
    "plain_waiting": (
        "还在处理，请过几秒点“刷新”。",
        "This is still being worked on. Please press Refresh in a few seconds.",
    ),
    "plain_refresh": ("刷新", "Refresh"),
    "plain_end": ("结束并删除本次对话", "End and delete this conversation"),
    "plain_ended": ("已经结束，说过的话都删除了。", "The conversation has ended and is deleted."),
    "plain_foreign": (
        "这一页不是从本站打开的，没有发送。请再发一次。",
        "That was not sent from this page, so nothing was done. Please send it again.",
    ),
    "plain_failed": (
        "没有发出去，请再试一次，或打12345。",
        "It was not sent. Please try again, or call 12345.",
    ),
    "plain_files": (
        "照片或 PDF，最多{most}个，每个不超过10MB，可以一次选几个。",
        "Photos or PDF, at most {most}, each up to 10 MB. You may choose several at once.",
    ),
    "plain_files_kept": ("已经收到{n}个，不用再选。", "{n} received already; no need to choose them again."),
    "plain_full": ("已满", "full"),
    "plain_may": ("（选填）", "(optional)"),
    "plain_source": ("来源", "Source"),
    "plain_label_ai": ("AI 生成，仅供参考", "AI-generated, for reference only"),
    "back_to_chat": ("回到对话", "Back to the chat"),
    "privacy_title": ("您的个人信息", "Your personal data"),
    "privacy": (
        "您打的手机号、证件号、姓名、住址，会马上加密保存，聊天记录里只留一个记号。\n"
        "只有您提交反映或预约时，才会交给办理单位。\n存放{days}天后自动删除；对话结束{talk_days}天后，聊天记录也删除；"
        "您传的照片和文件，办理时要用，最长留{file_years}年。\n您也可以随时点“结束对话”，这里的马上删除。\n"
        "回答由程序根据核对过的资料给出，不是人工在答。",
        "Phone numbers, document numbers, names and addresses that you type are encrypted at once; the transcript holds only a mark.\n"
        "They are passed on only when you submit a report or a booking.\nThey are deleted after {days} days, the "
        "transcript {talk_days} days after the conversation; photos and files, which may be needed for your case, within "
        "{file_years} years.\nWhat is here is deleted at once when you end the conversation.\nAnswers are given by a program from checked material, not by a person.",
    ),
}
