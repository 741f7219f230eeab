"""What a long story tells beside place and time: what is asked for, who suffers, for whom and with whom one speaks.

Pure. The text is Simplified and has placeholders for personal data. Values are the citizen's own words.
"""

import re
from typing import Any

from assistant.shared.text.relations import find_relations

Details = dict[str, Any]
ASKED_MOST = 160
_SENTENCE = re.compile(r"[^。！!？?；;\n]+")
# A wish starts where somebody says so of themselves: what others demanded ("开发商要求我们") is part of the story.
_WISH = re.compile(
    r"(?:希望|盼望?|求求|恳请|恳求|请求|强烈要求|唔该|麻烦(?=你|您|帮|派|政府|有关|处理))"
    r"|(?<![邀申聘宴])请(?=政府|有关|相关|领导|上级|你们|您|各|帮|派|给|尽快|考虑|立即|马上|依法"
    r"|[\u4e00-\u9fff]{1,8}(?:部门|局|委|办|所|镇|街道|公司)(?!不|没|说))"
    r"|(?:(?<=^)|(?<=[,，、\s我们哋]))(?:要求|想(?:让|要|请|叫)|只想要?|建议|想请)"
    r"|\b(?:please|(?:i|we) (?:want|ask|hope|demand|would like)(?! to (?:complain|report|file|make)))\b",
    re.IGNORECASE,
)
_NO_WISH = re.compile(r"(?:没有?|冇|毫无)希望|希望[小中]学|希望工程")
_ONLY_REPORTING = re.compile(r"^我?(?:想要?|要求|请求|请(?:给|帮)我)?(?:投诉|举报|反映|信访|登记)")
_AND_COMPLAINS = re.compile(r"[,，、\s]*(?:所以)?我?(?:要|想)?(?:投诉|举报|信访|反映)[。.!！]*$")
_CROWD = (
    r"全村(?:人|村民)?|整(?:栋楼|个小区)|[\d一二三四五六七八九十百千两几]+多?(?:户(?:人家|拆迁户)?"
    r"|(?:名|位|个)(?:居民|业主|村民|职工|学生|工人|老人|孩子))|居民|业主们|村民|街坊|住户|工友"
)
_WEAK = r"老人家?|小孩子?|孩子|细路|孕妇|病人|残疾人|婴儿|老伴|宝宝|elderly|children|kids|residents|villagers"
_AFFECTED = re.compile(rf"{_CROWD}|{_WEAK}", re.IGNORECASE)
_FOR = re.compile(
    r"(?:帮|替|代|代表|代替)(?:我|我的|我家|我嘅|咱|自己|自己的)?$|\b(?:on behalf of|for) (?:my|our) $", re.IGNORECASE
)
_FOR_THEM = re.compile(r"(?:帮|替|代)(?:佢哋?|他们?|她们?)(?=来?(?:问|投诉|反映|登记|办|写|讲|说|提|申请|信访))")
_FOR_OTHERS = re.compile(
    r"(?:帮|替|代)(?P<who>别人|人家|他人|老人家?|邻居|朋友|家人)(?:来)?(?:投诉|反映|信访|登记|办|写|问|提)"
)
_OWN = "我"
SOMEBODY = ("别人", "人家", "他人")  # says of nobody who it is
_TOGETHER = re.compile(
    r"联名|联署|集体(?:信访|投诉|反映|上访)|大家一[起齐同](?:投诉|反映|信访|签名)|我们.{0,12}?[\d一二三四五六七八九十百两几]+多?(?:户|名|位)"
    r"|我哋.{0,12}?[\d一二三四五六七八九十百两几]+多?(?:户|个人|名|位)|\bjoint (?:petition|complaint)"
    r"|\bwe are \w+ (?:households|residents|families|owners)",
    re.IGNORECASE,
)
_VISIT = re.compile(
    r"(?:请|派人|能不能|可以|希望).{0,6}上门|行动不便|走不动|行唔郁|行唔到|出不了门|下不了床"
    r"|home visit|cannot (?:come|walk)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:请|麻烦|希望|最好|能不能).{0,6}(?:打电话|回电|来电)(?:给我)?|不会打字|唔识打字|不识字|唔识字"
    r"|call me back|cannot type",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    r"(?:不是|唔系|唔是|不对).{0,16}?(?:而是|应该是|应该系|应当是|是|系)\s*(?P<new>[^是系].*)$"
    r"|(?:应该是|应该系|改成|改为|换成|更正为)\s*(?P<then>.+)$"
    r"|\bnot .{1,30}?[,\s]\s*(?:but|it'?s|it is)\s+(?P<but>.+)$"
    r"|\b(?:should be|change (?:it|that|(?:the|my) \w+(?: number)?) to)\s+(?P<should>.+)$",
    re.IGNORECASE,
)


def read_story(text: str) -> Details:
    """Each thing that the story tells: asked, affected, on_behalf, joint, reach; what it does not tell is left out."""
    found = {
        "asked": asked_for(text), "affected": affected(text), "on_behalf": on_behalf(text),
        "joint": _TOGETHER.search(text) is not None or None, "reach": reach(text),
    }
    return {name: value for name, value in found.items() if value}


def asked_for(text: str) -> str | None:
    """The last wish, to the end of its sentence; None when none is told."""
    for sentence in reversed(_SENTENCE.findall(text)):
        starts = [match.start() for match in _WISH.finditer(sentence)]
        said = sentence[starts[0] :].strip(" ,，、") if starts and not _NO_WISH.search(sentence) else ""
        if len(said) >= 5 and not _ONLY_REPORTING.match(said):
            return _whole(_AND_COMPLAINS.sub("", said))
    return None


def affected(text: str) -> str | None:
    """Up to three of those who suffer, as said."""
    said = list(dict.fromkeys(match.group() for match in _AFFECTED.finditer(text)))
    return "、".join(said[:3]) or None


def on_behalf(text: str) -> str | None:
    """Who the citizen speaks for, as said: 妈妈, father; None when for nobody else."""
    for person in find_relations(text):
        if _FOR.search(text[: person.start]):
            own = person.end - person.start == 1 and text[person.start - 1] == _OWN
            return text[person.start - own : person.end]
    them = _FOR_THEM.search(text)
    before = [person for person in find_relations(text) if them and person.end <= them.start()]
    if before:
        return text[before[0].start : before[0].end]
    other = _FOR_OTHERS.search(text)
    after = [person for person in find_relations(text) if other and person.start >= other.end()]
    if other and after and other["who"] in SOMEBODY:
        return text[after[0].start : after[0].end]
    return other["who"] if other else None


def reach(text: str) -> str | None:
    """visit or call when the citizen cannot come or type and asks to be visited or called."""
    return "visit" if _VISIT.search(text) else "call" if _CALL.search(text) else None


def put_right(text: str) -> int | None:
    """Where the right value begins in "not A but B" or "should be B"; None in any other sentence."""
    match = _NOT_BUT.search(text)
    return None if match is None else next(match.start(name) for name in match.groupdict() if match[name] is not None)


def _whole(said: str) -> str:
    """At most ASKED_MOST characters, no placeholder cut in two."""
    cut = said[:ASKED_MOST]
    return cut[: cut.rindex("⟦")] if cut.count("⟦") > cut.count("⟧") else cut
