"""Every word that the gateway says to a citizen, in Simplified Chinese and English, under a key.

Traditional Chinese is made from the Simplified by phrase-level conversion. Fields in braces are filled by name.
Rules for writing: short sentences, no officialese, say the next step, never blame.
"""

from functools import cache
from typing import NamedTuple

import yaml

from assistant.gateway.wording_booking import BOOKING_WORDS
from assistant.gateway.wording_guards import GUARD_WORDS
from assistant.gateway.wording_pages import PAGE_WORDS
from assistant.gateway.wording_petition import PETITION_WORDS
from assistant.gateway.wording_public import PUBLIC_WORDS
from assistant.settings import Settings
from assistant.shared.text.traditional import Traditional


class Words(NamedTuple):
    """The same thing said twice."""

    zh: str
    en: str


def say(key: str, script: str, /, **fields: object) -> str:
    """The words under `key` in `script` (hans, hant, yue, en), its braces filled. KeyError for an unknown key."""
    words = WORDS[key]
    if script == "en":
        return words.en.format(**fields)
    return in_script(words.zh.format(**fields), script)


def in_script(simplified: str, script: str) -> str:
    """Simplified Chinese as the reader of `script` reads it; English readers get it unchanged."""
    return _traditional().convert(simplified) if script in ("hant", "yue") else simplified


@cache
def _traditional() -> Traditional:
    """Conversion with the curators' reviewed list, read once a process."""
    listed = Settings().knowledge_dir / "vocabulary" / "traditional.yml"
    return Traditional(yaml.safe_load(listed.read_text("utf-8"))["phrases"] if listed.is_file() else {})


def language_tag(script: str) -> str:
    """The BCP 47 tag of what is written for `script`."""
    return {"hans": "zh-Hans", "hant": "zh-Hant", "yue": "zh-Hant", "en": "en"}[script]


WORDS: dict[str, Words] = {
    # First screen
    "welcome": Words(
        "您好，我是江门的政务智能助手侨都通。打字问我，或点下面的按钮。我只说有出处的话；没把握的，告诉您问谁。",
        "Hello, I am Qiaodu, the assistant for public services in Jiangmen. Type a question or tap a button. "
        "I only say what has a source; where I am not sure, I tell you whom to ask.",
    ),
    "chip_services": Words("我要办事", "Get something done"),
    "chip_services_ask": Words("我想办事，可以问你什么", "What can I ask you about?"),
    "chip_services_hint": Words("办证、社保、公积金、户口", "Documents, insurance, housing fund"),
    "chip_petition_hint": Words("投诉、举报、建议、求助", "Complaints, reports, suggestions"),
    "chip_overseas_hint": Words("人在国外，视频办公证", "Notarise by video from abroad"),
    "chip_track_hint": Words("投诉、预约办到哪一步", "Where a case or booking stands"),
    "asked_now": Words("这阵子大家常问", "Asked most these weeks"),
    "asked_month": Words("这个月常用到的", "Often needed this month"),
    "asked_topic_now": Words("这类事大家常问", "Asked most about this"),
    "asked_topic": Words("这类事常用到的", "Often needed for this"),
    "chip_petition": Words("我要投诉反映", "Complain or report"),
    "chip_petition_ask": Words("我要投诉", "I want to file a complaint"),
    "chip_overseas": Words("海外侨胞", "Overseas Chinese"),
    "chip_overseas_ask": Words(
        "海外远程视频公证可以办哪些事项", "Which matters can be notarised by video from abroad?"
    ),
    "chip_track": Words("查进度", "Check progress"),
    "chip_track_ask": Words("我要查进度", "I want to check the progress of my case"),
    "chip_person": Words("转人工", "Talk to a person"),
    "chip_person_ask": Words("转人工", "I want to talk to a person"),
    "call_12345": Words("拨打12345", "Call 12345"),
    # Answers
    "source_line": Words("出处：{sources}。核对日期：{as_of}。", "Source: {sources}. Checked on {as_of}."),
    "read_whole": Words("[看全文]({url})", "[Read the whole page]({url})"),
    "other_place_note": Words(
        "请注意：这是{place}的做法，不是江门的规定。", "Please note: this is the practice of {place}, not of Jiangmen."
    ),
    "no_english": Words("{text}", "The approved text exists in Chinese only:\n\n{text}"),
    "more": Words("接着看：", "Read on:"),
    "also": Words("您是不是还想问：", "Perhaps you also want to know:"),
    "materials": Words("要带的材料", "What to bring"),
    "fee": Words("费用", "Fee"),
    "time_limit": Words("要多久", "How long it takes"),
    "channels": Words("去哪里办", "Where"),
    "choose": Words("您想问的是哪一个？", "Which of these do you mean?"),
    "which_act": Words("您是想办哪一样？", "Which of these would you like?"),
    "act_ask": Words("问问怎么办", "Just ask about it"),
    "act_file_petition": Words("登记投诉、建议", "Register a complaint or suggestion"),
    "act_book_notary": Words("预约视频公证", "Book a video notarisation"),
    "act_track": Words("查进度", "Check progress"),
    "act_withdraw": Words("撤回信访件", "Withdraw a petition"),
    "act_urge": Words("催办", "Send a reminder"),
    "act_supplement": Words("补充材料", "Add to a petition"),
    "act_rate": Words("评价办理结果", "Rate the result"),
    "act_review": Words("申请复查", "Ask for a review"),
    "act_cancel_booking": Words("取消预约", "Cancel a booking"),
    "act_reschedule": Words("改预约时间", "Change a booking"),
    "act_handover": Words("转人工", "Talk to a person"),
    "choose_consulate": Words("您会去哪一个使领馆？", "Which embassy or consulate will you go to?"),
    "offer_booking": Words(
        "要不要现在就看看您能不能办海外远程视频公证？", "Shall we check now whether you can do it by video from abroad?"
    ),
    # No confirmed answer
    "no_source": Words(
        "这个问题，我手上没有经过核实的答案，不敢乱说。您可以打12345政务服务便民热线问；法律和公证方面的，可以打12348。",
        "I have no confirmed answer to this, and I do not want to guess. You can call 12345, the government service "
        "hotline; for legal and notarial questions, 12348.",
    ),
    "unsaid_phone": Words(
        "您问的电话，我手上没有经过核实的，不敢乱报，可以打12345问。下面是我知道的：",
        "I have no confirmed phone number for this and do not want to guess; please ask 12345. This is what I know:",
    ),
    "unsaid_address": Words(
        "您问的地址，我手上没有经过核实的，不敢乱报，可以打12345问。下面是我知道的：",
        "I have no confirmed address for this and do not want to guess; please ask 12345. This is what I know:",
    ),
    "unsaid_price": Words(
        "您问的多少钱，我手上没有经过核实的数，不敢乱说，可以打12345问。下面是我知道的：",
        "I have no confirmed amount for this and do not want to guess; please ask 12345. This is what I know:",
    ),
    "other_place": Words(
        "您问的是{place}的事。我只管江门的政务服务，{place}的规定可能不一样。请打{place}的12345，人在外地要先拨{place}的区号。",
        "You are asking about {place}. I only know the services of Jiangmen, and rules there may differ. "
        "Please call 12345 in {place}; from elsewhere, dial its area code first.",
    ),
    "other_place_unnamed": Words(
        "这像是别的地方的事。我只管江门的政务服务，别处的规定可能不一样。请打当地的12345，人在外地要先拨当地的区号。",
        "This seems to be about another place. I only know the services of Jiangmen, and rules elsewhere may differ. "
        "Please call 12345 there; from elsewhere, dial its area code first.",
    ),
    "out_of_scope": Words(
        "这个我帮不上忙。我懂的是江门的政务服务：办证、社保、公积金、公证、投诉反映这些。您想办哪一样？",
        "I cannot help with that. I know the government services of Jiangmen: documents, social security, housing fund, "
        "notarisation, complaints. Which of these do you need?",
    ),
    "only_details": Words(
        "我收到的只有名字或号码，还不知道您想办什么。请说一句，比如“我要查投诉进度”或“身份证丢了怎么办”。",
        "I received only a name or a number and do not yet know what you need. Tell me in a sentence, for example "
        "“where is my complaint” or “I lost my ID card”.",
    ),
    "nothing_to_read": Words(
        "我没看到文字。您可以打几个字告诉我想办什么，比如“身份证丢了”。",
        "I did not see any words. Tell me in a few words what you need, for example “lost ID card”.",
    ),
    # Handover
    "handover_closed": Words(
        "现在这里还没有人工坐席在线。要找人说，请打12345。",
        "There is no person on line here at the moment. To talk to someone, please call 12345.",
    ),
    # Errors
    "error_dialogue_unavailable": Words(
        "助手的一部分正在恢复，投诉和预约暂时办不了，您说的话没有丢。急的话请打12345。",
        "Part of the assistant is recovering; complaints and bookings have to wait a moment. What you said is not lost. "
        "If it is urgent, call 12345.",
    ),
    "dialogue_slow": Words(
        "现在问的人多，我没赶上。请稍等一会儿，把刚才那句再发一次；急的话请打12345。",
        "Many people are asking right now and I was not fast enough. Please wait a moment and send it once more; "
        "if it is urgent, call 12345.",
    ),
    "backend_unavailable": Words(
        "办理系统暂时连不上，刚才填的都还在。过几分钟再说一次“提交”就行；急的话请打12345。",
        "The system behind this cannot be reached right now. What you filled in is kept. Try again in a few minutes, or call 12345.",
    ),
    "search_unavailable": Words(
        "资料暂时查不了，请过几分钟再问一次；急的话请打12345。",
        "The knowledge cannot be searched right now. Please ask again in a few minutes; if it is urgent, call 12345.",
    ),
    "error_rate_limited": Words(
        "您发得有点快，请等{seconds}秒再发。急事请打12345。",
        "That was a little fast. Please wait {seconds} seconds. If it is urgent, call 12345.",
    ),
    "error_internal": Words(
        "刚才这一步出错了，是我们的问题。请再说一次；还不行，请打12345。",
        "Something went wrong on our side. Please say it again; if it still fails, call 12345.",
    ),
    # Times
    "beijing_time": Words("北京时间", "Beijing time"),
    "time_beijing": Words("北京时间{beijing}", "{beijing} Beijing time"),
    "time_both": Words("您当地{here} = 北京时间{beijing}{day}", "{here} your time = {beijing} Beijing time{day}"),
    "time_mission": Words("{words}；使领馆当地{there}{day}", "{words}; {there} at the mission{day}"),
    "time_offset": Words("（{offset}）", " ({offset})"),
    "day_beijing_1": Words("（北京已是第二天）", " (the next day there)"),
    "day_beijing_-1": Words("（北京还是前一天）", " (the day before there)"),
    "day_mission_1": Words("（那边已是第二天）", " (the next day there)"),
    "day_mission_-1": Words("（那边还是前一天）", " (the day before there)"),
    "day_mission_2": Words("（那边已过了两天）", " (two days later there)"),
    "day_mission_-2": Words("（那边还早两天）", " (two days earlier there)"),
    "track_wrong": Words(
        "编号或查询码对不上。请照着回执再看一遍，重新发给我。",
        "The number and the query code do not match. Please check your receipt and send them again.",
    ),
    "track_too_many": Words(
        "试的次数太多了，请过一会儿再查，或打12345。", "Too many tries. Please wait a while, or call 12345."
    ),
    # Bookings
    "eligible_yes": Words(
        "看起来您可以办海外远程视频公证。", "It looks as if you can use overseas remote video notarisation."
    ),
    "eligible_no": Words(
        "按现在的规定，您这种情况办不了海外远程视频公证。",
        "Under the present rules this cannot be done by video from abroad.",
    ),
    "eligible_depends": Words("能不能办，还要看下面这些情况。", "Whether it can be done depends on the following."),
    "needs": Words("请先准备：", "Please prepare:"),
    "needs_no": Words("您可以这样做：", "What you can do instead:"),
    "needs_depends": Words("您可以先这样做：", "What you can do first:"),
    "what_instead": Words("那我可以怎么办", "What can I do instead?"),
    "slots_title": Words("选一个时间", "Choose a time"),
    "slots_intro": Words(
        "{office}，在{mission}办。下面这些时间还空着，点一个，或者回数字：\n\n{listed}",
        "{office}, at {mission}. These times are free; tap one or reply with its number:\n\n{listed}",
    ),
    "no_slots": Words(
        "{mission}最近没有空的时间。过几天再来看看，或者换一个使领馆。",
        "There is no free time at {mission} soon. Try again in a few days, or choose another mission.",
    ),
    "booking_title": Words("海外远程视频公证预约", "Overseas remote video notarisation"),
    "booking_made": Words(
        "约好了。\n\n预约号：**{number}**\n查询码：**{code}**\n时间：{time}\n地点：{mission}\n\n请记下预约号和查询码。改期、取消都要用。",
        "Booked.\n\nNumber: **{number}**\nQuery code: **{code}**\nTime: {time}\nPlace: {mission}\n\n"
        "Please keep the number and the code; you need them to move or cancel it.",
    ),
    "booking_stands": Words("预约 {number}：{time}，地点：{mission}。", "Booking {number}: {time}, at {mission}."),
    "booking_cancelled": Words(
        "预约 {number} 已经取消（原定{time}）。", "Booking {number} is cancelled (it was for {time})."
    ),
    "booking_state_booked": Words("已预约", "Booked"),
    "booking_state_cancelled": Words("已取消", "Cancelled"),
    "booking_do_cancel": Words("取消预约", "Cancel booking"),
    "booking_confirm_cancel": Words("确定要取消这个预约吗？", "Cancel this booking?"),
    "booking_not_now": Words(
        "这个预约现在不能改了，请打12345问。", "This booking cannot be changed any more; please call 12345."
    ),
    "add_calendar": Words("加到日历", "Add to calendar"),
    "call_number": Words("拨打{number}", "Call {number}"),
    # Labels
    "label_number": Words("编号", "Number"),
    "label_code": Words("查询码", "Query code"),
    "label_department": Words("办理单位", "Handled by"),
    "label_accept_by": Words("最晚告知是否受理", "Told whether accepted by"),
    "label_finish_by": Words("最晚办结", "Finished by"),
    "label_urge_from": Words("可以催办的日期", "A reminder can be sent from"),
    "label_time": Words("时间", "Time"),
    "label_mission": Words("地点", "Place"),
    "label_office": Words("公证处", "Notary office"),
    # Forms
    "as_is": Words("{text}", "{text}"),
    "form_petition_title": Words("反映一件事", "Report a matter"),
    "form_petition_intro": Words(
        "一次填完也行，一样一样打字说也行。", "Fill in everything at once, or just tell me step by step."
    ),
    "form_petition_submit": Words("下一步", "Next"),
    "form_petition_sent": Words("（已填好反映的表单）", "(form filled in)"),
    "form_booking_title": Words("您的联系方式", "How to reach you"),
    "form_booking_intro": Words(
        "预约要用真实姓名和能打通的电话。", "A booking needs your real name and a phone that reaches you."
    ),
    "form_booking_submit": Words("下一步", "Next"),
    "form_booking_sent": Words("（已填好联系方式）", "(contact details filled in)"),
    "field_petition_text": Words("发生了什么，想怎么解决", "What happened, and what you ask for"),
    "hint_petition_text": Words("用自己的话写就好。", "In your own words."),
    "field_petition_district": Words("在哪个区（市）", "Which district"),
    "field_petition_address": Words("详细地址", "Exact place"),
    "hint_petition_address": Words("比如哪条路、哪个小区。会加密保存。", "Street or estate. Kept encrypted."),
    "field_petition_when": Words("什么时候发生的", "When it happened"),
    "hint_petition_when": Words("记不清可以写大概。", "Roughly is fine."),
    "field_petition_name": Words("您的姓名", "Your name"),
    "hint_petition_name": Words(
        "建议写真名，方便回复您。不想写就填“匿名”。", "Your real name makes it easier to reply. Or write “anonymous”."
    ),
    "field_petition_phone": Words("联系电话", "Phone"),
    "fault_petition_phone": Words(
        "请写数字，比如13900000000或+1 604 000 0000。", "Digits only, such as +1 604 000 0000."
    ),
    "field_booking_name": Words("您的姓名（和护照一致）", "Your name as in your passport"),
    "field_booking_phone": Words("联系电话", "Phone"),
    "fault_booking_phone": Words("请写数字，国外号码前面加国家代码。", "Digits only, with the country code."),
    "field_consent": Words("同意把这些信息交给办理单位", "I agree that this is passed to the body in charge"),
    "fault_consent": Words("请先勾选同意。", "Please tick this first."),
    # Requests that could not be taken
    "problem_text_empty": Words("还没写字呢。打几个字再发。", "There is nothing to send yet. Please type something."),
    "problem_text_too_long": Words(
        "太长了，请分成几段发，每段不超过4000字。",
        "That is too long. Please send it in parts of up to 4,000 characters.",
    ),
    "problem_session_expired": Words(
        "离开太久，连接断了。刷新一下页面就好。", "You were away for a while. Please reload the page."
    ),
    "problem_form_invalid": Words("有几项要改一下，请看红色的提示。", "Some fields need attention."),
    "problem_rate_limited": Words(
        "请求太多了，请稍等一会儿。急事请打12345。",
        "Too many requests. Please wait a little. If it is urgent, call 12345.",
    ),
    "problem_storage_unavailable": Words(
        "暂时存不下，您写的没有丢，请稍后再发一次。急事请打12345。",
        "It could not be saved just now. Please send it again in a moment, or call 12345.",
    ),
    "problem_upload_refused": Words(
        "这个文件收不了。请传照片（JPG、PNG）或PDF，每个不超过10MB，最多5个。",
        "This file cannot be taken. Send photos (JPG, PNG) or PDF, up to 10 MB each, five at most.",
    ),
    "problem_other": Words(
        "这一步没办成。请再试一次，或打12345。", "That did not work. Please try again, or call 12345."
    ),
    **{
        key: Words(*pair)
        for key, pair in (PAGE_WORDS | GUARD_WORDS | BOOKING_WORDS | PETITION_WORDS | PUBLIC_WORDS).items()
    },
}
