"""What citizens say of their own accord, or when asked, that decides eligibility beside the five great questions."""

import re

from actions.forms import Slots
from actions.turn import Turn, chosen

_TAISHAN = "台山市"
_IN_JIANGMEN = re.compile(
    r"江门|五邑|蓬江|江海|新会|开平|鹤山|恩平|jiangmen|kongmoon|wuyi|sunwui|xinhui|kaiping|hoiping|heshan|enping|yanping|"
    r"pengjiang|jianghai",
    re.IGNORECASE,
)
_IN_TAISHAN = re.compile(r"台山|taishan|toisan|hoisan|广海|台城|赤溪", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"不在江门|唔喺江门|不是江门|唔系江门|不在那|外地|别的(?:地方|城市|省|市)|其他(?:地方|城市|省|市)|第二度"
    r"|\bnot in jiangmen\b|\bsomewhere else\b|\banother (?:city|province|place)\b|\boutside (?:of )?jiangmen\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"都没有?|都冇|全没有|没有(?:这些|以上)?(?:情况)?$|冇(?:呢啲)?(?:情况)?$|没这些|没问题|冇问题|以上都不|都不是|都唔系|没有?$"
    r"|\bnone\b|\bneither\b|\bnothing\b|\bno[, ]*(?:none|nope)?[.!]?$|\bnot? (?:any|at all)\b|\bnope\b",
    re.IGNORECASE,
)
_SAID: dict[str, re.Pattern[str]] = {
    "attends": re.compile(
        r"(?:去|到|来)(?:不了|唔到)(?:使馆|领馆|领事馆|使领馆|大使馆|现场)|(?:本人|我)(?:没办法|不能|唔可以|冇办法)(?:去|到)(?:使|领|现)"
        r"|(?:不想|唔想|不愿意?)(?:去|到)(?:使馆|领馆|领事馆|使领馆)|在家(?:里)?(?:连线|视频)办"
        r"|\b(?:can'?t|cannot|unable to|won'?t)\s+(?:\w+\s)?(?:come|go|get|travel|appear|attend)\b"
        r".*\b(?:consulate|embassy|mission|person)\b",
        re.IGNORECASE,
    ),
    "capable": re.compile(
        r"失智|痴呆|脑退化|认知障碍|精神(?:病|分裂|障碍)|植物人|昏迷|未成年|做不了主|话唔到事|没有完全?(?:民事)?行为能力"
        r"|\b(?:dementia|alzheimer'?s?|coma|underage|a minor|lacks? capacity|mentally)\b",
        re.IGNORECASE,
    ),
    "dispute": re.compile(
        r"意见不一致|有争议|有纠纷|谈不拢|闹翻|(?:兄弟|姐妹|家里|家人|屋企人|亲戚).{0,6}(?:不同意|唔同意|反对)|争家产|打官司"
        r"|\b(?:dispute|disagree|disagreement|contested|lawsuit|quarrel)",
        re.IGNORECASE,
    ),
    "helper": re.compile(
        r"(?:要|需要|得)(?:有)?人(?:帮忙|协助|陪着|扶)|要人帮|看不见|睇唔到|失明|听不见|听唔到|耳聋|不识字|唔识字|不会(?:写字|签字)|写不了字"
        r"|\b(?:blind|deaf|illiterate|can'?t (?:read|write|see|hear)|need (?:somebody|someone|help|an interpreter))",
        re.IGNORECASE,
    ),
    "related": re.compile(
        r"跟我(?:没|无)(?:有)?(?:利害)?关系|同我冇关系|不关我的事|唔关我事|帮(?:朋友|别人|同事)(?:办|做|搞)"
        r"|\b(?:does(?:n'?t| not) concern me|nothing to do with me|for a (?:friend|colleague))",
        re.IGNORECASE,
    ),
    "papers": re.compile(
        r"材料(?:补不齐|不齐|不够|凑不齐|交不齐|唔齐)|(?:证明|证件|文件)(?:补不齐|不齐|找不到|揾唔到|唔齐|丢了|冇晒)"
        r"|\b(?:papers|documents) (?:are )?(?:missing|incomplete|lost|not complete)",
        re.IGNORECASE,
    ),
    "fee": re.compile(r"不(?:想|肯|愿意?)(?:交|付|给)(?:公证)?(?:费|钱)|唔(?:想|肯)(?:交|俾|畀)(?:费|钱)"),
}


def home(turn: Turn) -> Slots | None:
    """Where in China the matter belongs: taishan, jiangmen or elsewhere."""
    value = chosen(turn, "booking_home")
    if value is None and not turn.pressed:
        value = _home_said(turn)
    return {"booking_home": value} if value in ("taishan", "jiangmen", "elsewhere") else None


def _home_said(turn: Turn) -> str | None:
    asked = turn.requested == "booking_home"
    if asked and _ELSEWHERE.search(turn.text):
        return "elsewhere"
    places = [str(each) for each in turn.entities_of("district") + turn.entities_of("town")]
    if _IN_TAISHAN.search(turn.text) or any(each.startswith(_TAISHAN) for each in places):
        return "taishan"
    if _IN_JIANGMEN.search(turn.text) or places:
        return "jiangmen"
    if not asked:
        return None
    if turn.has("city") or turn.has("home_city"):
        return "elsewhere"
    return {"affirm": "jiangmen", "deny": "elsewhere"}.get(turn.act)


def others(turn: Turn) -> Slots | None:
    """The circumstances that apply, as a list that may be empty; None when neither is said."""
    value = chosen(turn, "booking_others")
    if value is not None:
        return {"booking_others": [value] if value in _SAID else []}
    if turn.requested != "booking_others" or turn.pressed:
        return None
    found = applying(turn)
    if found:
        return {"booking_others": found}
    if _NOTHING.search(turn.text.strip()) or (turn.has("none") and turn.is_short) or turn.act == "deny":
        return {"booking_others": []}
    return None


def applying(turn: Turn) -> list[str]:
    """The circumstances that a sentence names, whatever was asked; a question names none."""
    if turn.pressed or turn.is_question:
        return []
    return [name for name, pattern in _SAID.items() if pattern.search(turn.text)]


def yes_or_no(turn: Turn, slot: str) -> Slots | None:
    """A yes or a no to the question of `slot`, pressed or said."""
    value = chosen(turn, slot)
    if value is None and turn.requested == slot and not turn.pressed:
        value = {"affirm": "yes", "deny": "no"}.get(turn.act)
    return {slot: value} if value in ("yes", "no", "unsure") else None
