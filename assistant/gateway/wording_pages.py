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
    "back_to_chat": ("回到对话", "Back to the chat"),
    "privacy_title": ("您的个人信息", "Your personal data"),
    "privacy": (
        "您打的手机号、证件号、姓名、住址，会马上加密保存，聊天记录里只留一个记号。\n"
        "只有您提交反映或预约时，才会交给办理单位。\n存放30天后自动删除。您也可以随时点“结束对话”，马上删除。\n"
        "回答由程序根据核对过的资料给出，不是人工在答。",
        "Phone numbers, document numbers, names and addresses that you type are encrypted at once; the transcript holds only a mark.\n"
        "They are passed on only when you submit a report or a booking.\nThey are deleted after 30 days, or at once when you "
        "end the conversation.\nAnswers are given by a program from checked material, not by a person.",
    ),
}
