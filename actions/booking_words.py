"""Words by which a booking goes on beside its questions: keep it longer, another time, wait in line, take the offer."""

import re

from actions.turn import Turn
from assistant.shared.text.choice_words import ANY

_SHORT = 40
LONGER = re.compile(
    r"(?:再|多)(?:给|畀|俾|等|留|保留|帮我留|替我留)|延长|续(?:一下|时|多)|留(?:久|长|耐)一?(?:点|啲|些)|等(?:我|等我)?(?:一下|一会|一阵|阵)"
    r"|稍等|等等|(?:多|再).{0,3}(?:分钟|几分)|来不及|唔够时间|时间不够|仲未得"
    r"|\b(?:more time|longer|extend|extension|wait|hang on|one moment|few (?:more )?minutes|hold (?:it|on))\b",
    re.IGNORECASE,
)
ANOTHER_TIME = re.compile(
    r"(?:换|改|揀|拣|选|另|重选|重新选).{0,4}(?:时间|时段|日子|钟数|一天|第二日|一个$)|不要这个(?:时间|时段)?|唔要呢个"
    r"|\b(?:another|different|other) (?:time|slot|day)\b|\bchange the (?:time|slot|day)\b|\bpick (?:again|another)\b",
    re.IGNORECASE,
)
_WAIT = re.compile(
    r"排队|排緊隊|排紧队|轮候|候补|等空位|等位|有(?:空)?位(?:就|再|了)?(?:通知|话|告诉|叫)|有人(?:退|取消).{0,4}(?:通知|告诉|话|留)"
    r"|\b(?:waiting list|wait ?list|wait(?: in line)? for|join the (?:line|list|queue)|queue)\b",
    re.IGNORECASE,
)
_MY_TURN = re.compile(
    r"轮到我|到我(?:了|未|没)|(?:空|有)(?:空)?位(?:了|出来|未)|\bmy turn\b|\b(?:opened|freed) up\b", re.IGNORECASE
)
_STAY = re.compile(r"接着等|继续等|再等|等下去|等住先|仲等|\b(?:keep waiting|stay|still wait)", re.IGNORECASE)
_TIMES = re.compile(r"别的时间|其他时间|第二个时间|看看?时间|睇时间|\b(?:other|see) times\b", re.IGNORECASE)
_LEAVE = re.compile(r"不等|唔等|算了|退出|\b(?:stop waiting|leave|give up|don'?t wait)", re.IGNORECASE)
_TAKES = re.compile(
    r"^(?:好[的啊呀嘞]?[，, ]*)?(?:我)?(?:要|就要|就这个|就呢个|要呢个|要这个|接受|可以|行|冇问题|没问题)"
    r"[了吧啦嘅呀！。!.]*$"
    r"|\b(?:take it|i'?ll take|yes|accept|works for me|sure)\b",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"不要|唔要|让给|让畀|不合适|唔啱|去不了|去唔到|\b(?:no|decline|pass|can'?t make)\b", re.IGNORECASE
)
_GIVES_UP = re.compile(
    r"(?:那|我|还是|就|都|算了?[，, ]*|先|暂时|唉)*(?:不|唔)(?:想|要)?(?:再)?(?:订|定|约|预约|预订|办|留|去|要)"
    r"(?:了|喇|啦|咯|住|先|吧|啊|呀)*|(?:我要|帮我|请)?取消(?:这个|呢个|这次|今次)?(?:预约|时段|时间)?(?:吧|了|喇|啦)*"
    r"|(?:no thanks[, ]*)?i (?:don'?t|do not) want (?:it|this|that|the (?:slot|time|booking))(?: any ?more)?",
    re.IGNORECASE,
)
_AVAILABLE = re.compile(
    r"有没有|有.{1,8}(?:吗|么|未)|可以.{0,8}吗|能不能.{0,3}(?:早|晚|迟)|有冇|有无|有吗|有位|有空|仲有|还有|得唔得|得吗|可以吗|可唔可以|可不可以|行不行|行吗|好吗|好唔好|得闲|呢[？?]?$"
    r"|(?:能|可以)(?:约|办|选|订)|\b(?:available|free|open|possible|any|anything|do you have"
    r"|how about|what about|is there|are there|can i)\b",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"带|帶|材料|证件|资料|费|钱|使馆|领馆|公证处|地址|电话|开门|下班|签字|翻译|停车|几耐|多久"
    r"|\b(?:bring|papers?|documents?|cost|fees?|pay|address|phone|embassy|consulate|office hours?|park|translat\w+)\b",
    re.IGNORECASE,
)


def wants_longer(turn: Turn) -> bool:
    """Whether the citizen asks to have a time kept longer."""
    return not turn.pressed and bool(LONGER.search(turn.text)) and len(turn.text) <= _SHORT


def wants_another_time(turn: Turn) -> bool:
    """Whether the citizen would rather have another time."""
    return not turn.pressed and bool(ANOTHER_TIME.search(turn.text))


def gives_up(turn: Turn) -> bool:
    """Whether the citizen says, and says nothing else, that they want no time after all."""
    return not turn.pressed and _GIVES_UP.fullmatch(turn.text.strip(" 。.!！")) is not None


def wants_to_wait(turn: Turn) -> bool:
    """Whether the citizen would wait in line."""
    return not turn.pressed and bool(_WAIT.search(turn.text))


def asks_whether_free(turn: Turn) -> bool:
    """Whether a question asks for times, and nothing else about the matter."""
    asks = _AVAILABLE.search(turn.text) or (ANY.search(turn.text) and turn.is_short)
    return bool(asks) and not _OTHER_MATTER.search(turn.text)


def asks_of_line(turn: Turn) -> bool:
    """Whether somebody asks how their place in the waiting list stands."""
    return bool(_WAIT.search(turn.text) or _MY_TURN.search(turn.text))


def line_choice(turn: Turn) -> str | None:
    """stay, times or leave, for somebody in line; None when neither is said."""
    for value, pattern in (("leave", _LEAVE), ("times", _TIMES), ("stay", _STAY)):
        if pattern.search(turn.text):
            return value
    return None


def takes(turn: Turn) -> bool:
    """Whether an offered time is taken."""
    return bool(_TAKES.search(turn.text.strip())) and not declines(turn)


def declines(turn: Turn) -> bool:
    """Whether an offered time is declined."""
    return bool(_DECLINES.search(turn.text))
