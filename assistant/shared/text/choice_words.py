"""Words by which people choose among times offered, folded: ordinals, earliest and latest, none, more, yes."""

import re

from assistant.shared.text.numbers.values import whole

_HAN = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "last": -1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
_NO_TIME = (
    r"(?![\d点:：.月日号周时分天]|啲|些|时间|个?(?:月|星期|礼拜|周|钟|小时|工作日)"
    r"|\s?(?:am|pm|o'?clock|days?|weeks?|months?|hours?)\b)"
)
ORDINALS = re.compile(
    rf"第\s*(?P<nth>{_HAN}){_NO_TIME}"
    rf"|(?:选|要|拣|就|揀|option|number|no\.?|slot|choice|#)\s*(?P<pick>{_HAN}){_NO_TIME}"
    r"|^\s*(?P<alone>[一二三四五六七八九十]|[①②③④⑤⑥⑦⑧⑨])(?:个)?\s*$"
    r"|倒数第(?P<back>[一二三四五])个?|尾(?P<ending>[二三])(?:嗰|那)?个?"
    r"|(?P<head>头[一嗰那]?个|第一个)|(?P<tail>最后(?:面)?(?:那|嗰|一)?个|尾(?:嗰|那)?个|排最后)"
    rf"|\b(?:the\s+)?(?P<word>first|second|third|fourth|fifth|sixth|last)\b(?!\s+(?:available|week|month|working|business|\w+day))"
    rf"|\b(?:the\s+)?(?P<digits>\d{{1,2}})(?:st|nd|rd|th)\b(?=\s*(?:one|slot|option|time|$|[,.!]|please))"
)


def ordinal(said: str, listed: int) -> tuple[list[int], str]:
    """Every place in the list that is named, from 1, -1 being the last; and what else was said.

    "the 30th" is a day, and "the 2nd" a place in the list.
    """
    found: list[int] = []
    rest = said
    for match in ORDINALS.finditer(said):
        groups = {name: value for name, value in match.groupdict().items() if value}
        name, value = next(iter(groups.items()))
        if name in ("nth", "pick"):
            number = whole(value)
        elif name == "alone":
            number = "①②③④⑤⑥⑦⑧⑨".find(value) + 1 or whole(value)
        elif name in ("back", "ending"):
            number = -(whole(value) or 0)
        elif name in ("head", "tail"):
            number = 1 if name == "head" else -1
        else:
            number = _WORDS.get(value) or int(value)
        if number and not (name == "digits" and number > listed):
            found.append(number)
            rest = rest.replace(match.group(), " ", 1)
    return list(dict.fromkeys(found)), rest


# 行不行 and 得唔得 ask; they refuse nothing.
QUESTION_FORMS = re.compile(
    "行不行|得唔得|可不可以|可唔可以|好不好|好唔好|能不能|是不是|系唔系|方不方便|方唔方便|要不要|得闲唔得闲|有没有|有冇"
)
# 每天晚上 and "any evening" ask for evenings; without these words a part of day means the same.
EVERY = re.compile(
    r"(?:每[天日]|每个?|任何|随便|平时|平日|边日)的?(?=早上|早晨|朝早|上午|上昼|中午|下午|下昼|晏昼|傍晚|晚上|晚间|夜晚|夜间|晚)"
    r"|\b(?:any|every|in the|on)\s+(?=(?:mornings?|afternoons?|evenings?|nights?)\b)"
)
GREETS = re.compile(
    r"(?:早上|早晨|上午|中午|下午|晚上)好|^早晨[!！。,， ]*$|\bgood (?:morning|afternoon|evening|night)\b"
)
SPLIT = re.compile(r"[,，。;；!！?？\n]|\bbut\b|但|而是")
NEGATED = re.compile(
    r"不要|唔要|唔系|不是|除了|除咗|除开|不行|唔得(?!闲)|不可以|没空|冇得闲|冇时间|唔得闲|没时间|不方便|唔方便|去不了|去唔到"
    r"|\b(?:except|not|don't|doesn't|can't|cannot|won't|isn't|no good)\b|^\s*(?:no|不|唔)\s*$"
)
NONE = re.compile(
    r"(?:都|全都?|一个也?|通通|哪个也)(?:不行|不可以|不合适|不方便|不要|没空|没时间|唔得|唔啱|唔要|唔方便|唔合适|冇得闲|冇时间|去不了|去唔到)"
    r"|没有?一?个?合适|冇一个(?:啱|得|合适)|冇啱|一个都(?:不|唔|冇|没)|这[些几]个?(?:时间)?(?:我)?都?(?:没空|不行|不方便)"
    r"|\bnone\b|\bneither\b|\bnothing\b.*\b(?:works?|suits?|fits?)\b"
    r"|\b(?:both|all|these|those)\b.*\b(?:don't|do not|won't) (?:work|suit|fit)"
    r"|\bcan't make any\b"
)
EARLIEST = re.compile(
    r"最早|越早越好|越快越好|尽快|尽早|最快"
    r"|\bearliest\b|\bas soon as\b|\bfirst available\b|\bsoonest\b|\basap\b"
)
LATEST = re.compile(r"最晚|最迟|最夜|最晏|越晚越好|\blatest\b")
EARLIER = re.compile(
    r"早一点|早点|早啲|早些|更早|再早|提前|往前|前面|前一个|早少少|前少少|早几天|早几日|\bearlier\b|\bsooner\b"
)
LATER = re.compile(
    r"晚一点|晚点|晚些|晏啲|迟啲|迟一点|迟点|更晚|再晚|后面|后一个|往后|再后|夜啲|迟几日|晚几天|推后|延后|\blater\b"
)
DEFINITE = re.compile(r"那个|嗰个|那一个|嗰一个|这个|呢个|(?:前|后)一个|\bone\b")
MORE = re.compile(
    r"换一?天|换个?(?:时间|日子|时段)|换第二|换过|改天|改日|第二(?:啲|些|个)?时间|别的|其他|其它|另外|更多|下一页|再看看|再睇|多几个|还有吗|仲有冇"
    r"|\bmore\b|\bother\b|\banother\b|\bdifferent\b|\bnext page\b|\belse\b"
)
ANY = re.compile(
    r"随便|求其|是但|都可以|都行|都得|任意|哪个都|边个都|冇所谓|无所谓|你定|你决定"
    r"|\bany\b|\bwhichever\b|\beither\b|\bdon't mind\b|\bup to you\b"
)
YES = re.compile(
    r"^\s*(?:好|好的|好啊|好呀|行|得|可以|ok|okay|yes|yeah|sure|嗯|系|是|要|就(?:这个|呢个|它)|这个|呢个|没问题|冇问题|fine|"
    r"yes please|that works|works for me|sounds good)(?:吧|啦|啊|呀|嘅|的|please|\s|[,.!。！，])*$"
)
