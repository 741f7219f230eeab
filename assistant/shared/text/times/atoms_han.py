"""The words of time in Chinese and Cantonese, folded (numbers/folding.py): pattern and reader of each."""

import re
from typing import Any

from assistant.shared.text.numbers.values import SMALL, numeral, whole
from assistant.shared.text.times.days import Date, Feast, Following, Lunar, Relative, Week
from assistant.shared.text.times.hours import NAMES, PART_OF, Clock
from assistant.shared.text.times.length import Length

_YEAR = (
    r"(?:(?P<yabs>(?<!\d)(?:19|20)\d\d|[一二][零〇一二三四五六七八九]{3})年(?!前|后|内|以)"
    r"|(?P<yrel>今年|本年|明年|后年|去年|前年|旧年|出年|下一?年|上一?年)度?)"
)
_YEARS = {
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "出年": 1,
    "下年": 1,
    "下一年": 1,
    "后年": 2,
    "去年": -1,
    "旧年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
}
_MONTH_NUMBER = r"(?P<mabs>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!球|亮|饼|子|嫂|薪|租|供|费)(?:份)?"
_MONTH = rf"(?:(?P<mrel>(?:下下|上上|下|上|这|本|今|呢|当)一?个?月)|(?<![\d第.零〇十]){_MONTH_NUMBER})"
_MONTHS = {"下下": 2, "上上": -2, "下": 1, "上": -1, "这": 0, "本": 0, "今": 0, "呢": 0, "当": 0}
_DOM = r"(?P<dom>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])(?!\d)"
_MDAY = rf"(?:(?:(?P<dom0>[12]\d|3[01]|0?[1-9])[日号]?[-~到至])?{_DOM}[日号])"
_THIRD = r"(?P<third>上旬|中旬|下旬|初(?![一二三四五六七八九十])|头|中(?![午秋学小])|底|尾|末)"
_THIRDS = {"上旬": 1, "初": 1, "头": 1, "中旬": 2, "中": 2, "下旬": 3, "底": 3, "尾": 3, "末": 3}
# A number before 号 is an address, a line or a file as often as a day.
_NO_DAY_BEFORE = r"(?<![\d第路街巷道村里编证牌区坊园苑城座栋幢梯单元〕\]】)年])(?<!\d[,.-])(?<!十)"
_NO_DAY_AFTER = r"(?!楼|线|房|院|门|厂|店|路|码|车|桌|机|字|文|铺|馆|公馆|仓|窗|室|栋|座|单元|商|地|之\d|-|令|公告|通知|台|球|井|井|干|案|公寓|大|小区|村|坊|屋|档|摊|\d)"


def _year(match: "re.Match[str]") -> dict[str, Any]:
    said, shift = match.groupdict().get("yabs"), match.groupdict().get("yrel")
    if said:
        return {"year": whole(said)}
    return {"year_shift": _YEARS[shift]} if shift else {}


def _month(groups: dict[str, str | None]) -> dict[str, Any]:
    if groups.get("mrel"):
        said = str(groups["mrel"]).replace("一", "").replace("个", "").removesuffix("月")
        return {"month_shift": _MONTHS[said]}
    return {"month": whole(str(groups["mabs"]))} if groups.get("mabs") else {}


def _date(match: "re.Match[str]", original: str) -> Any:
    groups = match.groupdict()
    fields = {**_year(match), **_month(groups)}
    if groups.get("ythird"):
        fields["third"] = {"初": 4, "头": 4, "中": 5}.get(groups["ythird"][-1], 6)
    if groups.get("third"):
        fields["third"] = _THIRDS[str(groups["third"])]
    if groups.get("dom"):
        number = whole(str(groups["dom"]))
        if groups.get("dom0"):
            return Date(**fields, day=whole(str(groups["dom0"]))), Date(day=number)
        fields["day"] = number
    return Date(**fields)


def _short_year(match: "re.Match[str]", original: str) -> Any:
    number = int(match["two"])
    return Date(year=(2000 if number < 50 else 1900) + number)


_RELATIVE = {"大后": 3, "后": 2, "明": 1, "听": 1, "今": 0, "昨": -1, "寻": -1, "琴": -1, "前": -2, "大前": -3}


def _relative(match: "re.Match[str]", original: str) -> Any:
    return Relative(_RELATIVE[match["rel"] or match["rel2"]])


def _relative_part(match: "re.Match[str]", original: str) -> Any:
    return Relative(_RELATIVE[match["rel"]]), PART_OF[match["part"]]


def _week(match: "re.Match[str]", original: str) -> Any:
    said, day = match["wrel"], match["wd"]
    shift = {"下下": 2, "上上": -2, "下": 1, "上": -1}.get(said, 0) if said else None
    if day is None:
        return Week(shift) if said else None
    weekday = 8 if day in ("末", "六日") else 7 if day in "日天7" else whole(day)
    if day.isdigit() and not said and match["unit"] == "周":
        return None
    return Week(shift, weekday)


_FEASTS = {
    "New Year's Day": "元旦", "Spring Festival": "春节 过年 农历新年", "Tomb-sweeping Day": "清明",
    "Labour Day": "五一 劳动", "Dragon Boat Festival": "端午", "Mid-autumn Festival": "中秋",
    "National Day": "国庆 十一", "Christmas": "圣诞",
}  # fmt: skip
_FEAST_OF = {word: name for name, words in _FEASTS.items() for word in words.split()}


def _feast(match: "re.Match[str]", original: str) -> Any:
    return Feast(_FEAST_OF[match["feast"] or match["day"]], **_year(match))


def _lunar(match: "re.Match[str]", original: str) -> Any:
    groups = match.groupdict()
    if groups.get("eve"):
        return Lunar(12, None)
    if groups.get("nyd"):
        return Lunar(1, whole(str(groups["nyd"])))
    month = {"正": 1, "冬": 11, "腊": 12}.get(str(groups["lm"])) or whole(str(groups["lm"]))
    day = whole(str(groups["ld"]))
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    return Lunar(month, day, **_year(match), leap=bool(groups.get("leap")))


def _part(match: "re.Match[str]", original: str) -> Any:
    return PART_OF[match.group()]


def _clock(match: "re.Match[str]", original: str) -> Any:
    hour = whole(match["h"])
    if hour is None or hour > 24:
        return None
    minute = 0
    if match["half"] and match["half"] == "半":
        minute = 30
    elif match["quarter"]:
        minute = 15 * (whole(match["quarter"]) or 0)
    elif match["five"]:
        minute = 5 * (whole(match["five"]) or 0)
    elif match["min"]:
        found = whole(match["min"])
        if found is None:
            return None
        minute = found
    if minute > 59 or (hour == 24 and minute):
        return None
    early = match["short"]
    minutes = hour * 60 + minute
    if match["less"] is not None:
        minutes -= 15 * (whole(match["lessn"]) or 0) if match["lessu"] == "刻" else whole(match["lessn"]) or 0
    exact = hour > 12 or hour == 0
    if early:
        return (Clock(minutes, exact=exact), "morning" if early == "早" else "evening")
    return Clock(minutes, exact=exact)


def _about(match: "re.Match[str]", original: str) -> Any:
    """三四点, 3点多: from the one hour to the next."""
    first = whole(match["g1"] or match["g3"])
    second = whole(match["g2"]) if match["g2"] else None
    if first is None or first > 23 or (second is not None and second != first + 1):
        return None
    return Clock(first * 60, exact=first > 12), Clock((first + 1) * 60, exact=first >= 12)


def _colon(match: "re.Match[str]", original: str) -> Any:
    hour, minute = int(match["ch"]), int(match["cm"])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return Clock(hour * 60 + minute, exact=hour > 12 or match["ch"].startswith("0"))


def _noon(match: "re.Match[str]", original: str) -> Any:
    from assistant.shared.text.times.hours import MIDNIGHT, NOON

    return MIDNIGHT if match.group() == "午夜" else NOON


def _length(match: "re.Match[str]", original: str) -> Any:
    if match["skip"] or match["more"]:
        return None
    halves = bool(match["h1"] or match["h2"] or match["gehalf"])
    if match["half"]:
        number: float | None = 0.0
        halves = True
    elif match["gehalf"]:
        number = 1.0
    else:
        number = numeral(match["n"])
    unit, suffix = _UNITS[match["u"]], match["suffix"] or ""
    if number is None or (
        unit in "MH" and match["u"] == "月" and not (match["ge"] or match["half"] or match["gehalf"])
    ):
        return None
    if unit == "D" and match["half"]:
        return None
    side = _side(suffix)
    before = match["pre"] or ""
    if match["u"] == "月" and not side and _BABY.search(match.string[max(0, match.start() - 6) : match.start()]):
        return None  # 宝宝八个月了 is an age
    if before in ("再过", "过") and not side:
        side = "later"
    elif before in ("最近", "近", "过去", "过往", "近来"):
        side = "past"
    elif before in ("未来", "接下来", "今后", "往后"):
        side = "next"
    elif before == "过":
        return None
    return Length.of(number, halves, unit, side)


_BABY = re.compile(r"(?:孩子|宝宝|小孩|婴儿|bb|儿子|女儿|孙子|孙女|仔|囡囡)(?:才|都|已经|快|刚|,)*$")


def _two_units(match: "re.Match[str]", original: str) -> Any:
    """一年零三个月, 1小时30分."""
    more, less = whole(match["y"]), whole(match["m"])
    if not more or not less or more > 99 or less > 99:
        return None
    side = _side(match["suffix"] or "")
    if "年" in match.group():
        return Length(months=12 * more + less, side=side)
    return Length(minutes=60 * more + less, side=side)


def _side(suffix: str) -> str:
    return "in" if suffix[-1:] in ("内", "里") else "later" if suffix[-1:] == "后" else "ago" if suffix else ""


_UNITS = {
    "工作日": "B",
    "小时": "H",
    "钟头": "H",
    "钟": "H",
    "分钟": "N",
    "星期": "W",
    "礼拜": "W",
    "周": "W",
    "月": "M",
    "年": "Y",
    "天": "D",
    "日": "D",
    "自然日": "D",
    "刻钟": "Q",
}
_PARTS = "|".join(sorted((name for words in NAMES.values() for name in words.split()), key=len, reverse=True))
_LONG_PARTS = "|".join(
    sorted((name for words in NAMES.values() for name in words.split() if len(name) > 1), key=len, reverse=True)
)
_SHORT_PARTS = r"凌晨|早上|上午|中午|下午|傍晚|晚上|夜晚|上昼|下昼|晏昼|朝早|[今明昨听寻琴]晚"
_GREETING = r"(?!好(?:$|[!！。，,~\s啊呀哦你您请嘅])|安)"

ENTRIES = [
    ("every", r"每(?:逢|个)?(?:周|星期|礼拜)[一二三四五六日天末]?|每(?:个)?月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]?|每(?:天|日|年|晚|朝)|逢(?:周|星期|礼拜)[一二三四五六日天]",
     lambda match, original: True),
    ("day", rf"(?:农历|阴历|旧历)(?:{_YEAR})?(?P<leap>闰)?(?P<lm>正|冬|腊|十[一二]?|[一二三四五六七八九])月(?:初|)(?P<ld>十?[一二三四五六七八九十]|二十|廿[一二三四五六七八九]?|二十[一二三四五六七八九]|三十)[日号]?", _lunar),
    ("day", r"(?:今年|明年)?(?P<lm>正|腊)月(?:初|)(?P<ld>十?[一二三四五六七八九十]|二十|廿[一二三四五六七八九]?|二十[一二三四五六七八九]|三十)[日号]?", _lunar),
    ("day", r"(?P<eve>大?年三十|除夕夜?)|大?年初(?P<nyd>[一二三四五六七八])", _lunar),
    ("day", rf"(?:{_YEAR})?(?:(?P<feast>元旦|春节|过年|农历新年|清明|端午|中秋|国庆|圣诞|五一(?=节|假|长假|黄金|期|前|后|$|[,，。 之去回])|十一(?=假|长假|黄金))|(?P<day>劳动)(?=节))节?(?:假期|长假|小长假|黄金周|假)?(?:期间)?", _feast),
    ("day", rf"{_YEAR}的?(?:{_MONTH}的?(?:{_MDAY}|{_THIRD})?|年?(?P<ythird>初|头|中|底|尾|末)(?![一二三四五六七八九学级小考专]))?", _date),
    ("day", rf"{_MONTH}的?(?:{_MDAY}|{_THIRD})?", _date),
    ("day", rf"{_NO_DAY_BEFORE}(?:{_DOM}号|(?P<dom2>)(?:3[01]|[12]\d|0?[1-9]|二十[一二三四五六七八九]?|十[一二三四五六七八九]|三十一?)日(?!以?内|之内|之?后|以后|里)){_NO_DAY_AFTER}", lambda match, original: _bare_day(match)),
    ("day", rf"(?<![个年岁满整\d零〇一二两三四五六七八九十几])月{_THIRD}", _date),
    ("day", r"(?<![\d零〇一二两三四五六七八九十几整每全周成当同次前后去今明])年(?P<ythird>初(?![一二三四五六七八九十])|中(?![无学])|底|尾|末)", _date),
    ("day", r"(?<!\d)(?P<two>[7-9]\d|0\d)年(?!前|后|内|以|之|代)", _short_year),
    ("day", r"第二天|第二日|翌日|次日(?!起)", lambda match, original: Following()),
    ("clocks", r"(?<![第.\d零一二两三四五六七八九十])(?:(?P<g1>[一二两三四五六七八九])(?P<g2>[二三四五六七八九])点|(?P<g3>\d{1,2}|[一二两三四五六七八九]|十[一二]?)点(?:钟)?[多几])", _about),
    ("clock", rf"(?:(?P<short>[早晚])(?=\d{{1,2}}[点:]|(?!一点(?!半|钟|[一三]刻|零))[一二两三四五六七八九十]{{1,3}}点)|(?:差(?P<lessn>{SMALL})(?P<lessu>刻|分)钟?(?P<less>)))?"
     rf"(?<![第.])(?P<h>(?<!\d)\d{{1,2}}|[零一二两三四五六七八九十廿]{{1,3}})(?:点钟?|时(?![间候代常刻效段光期机而不装尚区速节价政事任限髦辰空差评局运宜令下许]|至今))"
     rf"(?:(?P<half>半|整|正)|(?P<quarter>[一三])刻钟?|(?:搭|踏)?(?P<five>[一二三四五六七八九十]{{1,2}})个字|过?(?:零|0)?(?P<min>[0-5]\d|[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九\d](?=分))分?(?![万千百亿块元%倍个]))?"
     r"(?![个点]|意见|建议|要求|理由|原因|疑问|问题|看法|说明|希望|诉求|钱|水|几|多|零几|五[万亿千]|\d)", lambda match, original: _guarded_clock(match)),
    ("clock", r"(?<![\d:.])(?P<ch>[01]?\d|2[0-4]):(?P<cm>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?!\s*(?:am|pm|a\.m|p\.m))", _colon),
    ("length", rf"(?<!第)(?P<y>{SMALL})年(?:零|又)?(?P<m>{SMALL})个月(?P<suffix>(?:以|之)?内|(?:以|之)?后|(?:以|之)?前)?", _two_units),
    ("length", rf"(?<!第)(?P<y>{SMALL})个?(?:小时|钟头)(?P<m>{SMALL})分钟?(?P<suffix>(?:以|之)?内|(?:以|之)?后|(?:以|之)?前)?", _two_units),
    ("length", r"(?P<skip>第|每隔?|隔|这|那|呢|嗰|有(?=一[天日]))?(?P<pre>最近|近来|近|过去|过往|未来|接下来|今后|往后|再过|过)?的?"
     r"(?:(?P<gehalf>个半)|(?P<half>半)个?|(?P<n>\d{1,4}(?:\.\d)?|[零〇一二两三四五六七八九十百廿卅]{1,5})(?P<more>[多几来])?(?P<ge>个)?(?P<h1>半)?)"
     r"(?P<u>工作日|自然日|小时|钟头|刻钟|分钟|星期|礼拜|钟(?!情|点|意|表)|周(?!年|岁|边|围|转|密|全|折|刊|[一二三四五六日末])|月(?!饼|球|亮|大)|年(?!四季|到头|级|代|龄|轻|纪|薪|租|费|限|检|审|货|报|糕|夜|画|底|初|中|尾|末|年)|天(?!到晚|三夜|两头|气|然|津|河|花|主|晴|下|空|生|都)|日(?!本|元|常|期|程|用|光|立|报))"
     r"(?P<h2>半(?!年|个|天|小时))?(?:多|左右)?"
     r"(?P<suffix>(?:以|之)?内|里(?!面|程|长)|(?:以|之|过)?后(?!面|来|天|日|悔)|(?:以|之)?前(?!面|台|往|任|妻|夫|后|来))?", _length),
    ("day", r"(?P<rel>大后|大前|后|前|明|今|昨|听|寻|琴)(?:天|日)(?!气|本|性|牌|报|头条)|(?P<rel2>今)(?=晚饭)", _relative),
    ("day+part", r"(?P<rel>明|今|昨|听|寻|琴|后)(?P<part>早(?:上)?|晚(?:上)?|朝(?:早)?|晏昼|夜晚)(?!饭|餐|点到|鲜)", _relative_part),
    ("day", r"(?P<wrel>下下|上上|下|上|这|本|今|呢)?一?个?(?P<unit>周|星期|礼拜)(?P<wd>六日|[一二三四五六日天末](?!年级|岁|福)|[1-7](?![\d个年岁百千万.:点]))?(?!年|岁|边|围|转|密|全|折|刊)", _week),
    ("clock", r"正午|午夜", _noon),
    ("part", rf"(?<!三更)(?:{_LONG_PARTS}){_GREETING}", lambda match, original: _bare_part(match)),
    ("part", r"(?:(?<=[天日末一二三四五六])[晚朝早](?!一?点|些|啲|饭|餐|上|点|已|日|着))", _part),
]  # fmt: skip


def _bare_day(match: "re.Match[str]") -> Any:
    number = whole(match.group()[:-1])
    return Date(day=number) if number is not None else None


def _bare_part(match: "re.Match[str]") -> Any:
    word = match.group()
    # 早晨 alone is a Cantonese good morning.
    if word == "早晨" and match.start() == 0:
        return None
    return PART_OF[word]


# 一点 is "a little" far more often than one o'clock.
_LITTLE = re.compile(rf"(?:{_SHORT_PARTS})$")


def _guarded_clock(match: "re.Match[str]") -> Any:
    said = match["h"]
    if said == "一" and "时" in match.group():
        return None
    if said == "一" and match.group().endswith("点") and not _LITTLE.search(match.string[: match.start("h")]):
        return None
    return _clock(match, "")
