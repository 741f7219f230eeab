"""The words of time in English, folded to lower case: pattern and reader of each."""

import re
from typing import Any

from assistant.shared.text.numbers.values import ENGLISH, english
from assistant.shared.text.times.days import Date, Feast, Relative, Week
from assistant.shared.text.times.hours import MIDNIGHT, NOON, PART_OF, Clock
from assistant.shared.text.times.length import Length

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:(?:,\s*|\s+)(?P<y>(?:19|20)\d\d)(?!\d))"
_DAYS = "mon tue wed thu fri sat sun".split()
_DAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\b"
# Short names that are other words too, unless something before them or a capital tells.
_DOUBTFUL = frozenset("mon wed sat sun fri may mar march dec jan".split())
_NTH = r"(?:st|nd|rd|th)"
_NUMBER_WORDS = "|".join(sorted((word for word in ENGLISH if word != "zero"), key=len, reverse=True))
_HOUR_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HOUR = rf"(?:\d{{1,2}}|{_HOUR_WORDS})"
_HALF_DAY = r"(?:a\.?m\b\.?|p\.?m\b\.?)"
_WHEN = (
    rf"(?=\s*(?:$|[,.?!;)，。？！]|(?:on|or|today|tomorrow|tonight|this|next|in the|at night|sharp|my|local|our|your|beijing|"
    rf"china|toronto|vancouver|and(?= \d)|to(?= \d)|works?|is fine|please|would|{_DAY})\b))"
)
_AFTER_NTH = r"(?=\s*(?:$|[,.?!;)，。？！]|(?:at|in|of|and|to|or|is|works?|please|morning|afternoon|evening)\b))"


def _capital(match: "re.Match[str]", original: str, group: str) -> bool:
    return original[match.start(group) : match.start(group) + 1].isupper()


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _date(match: "re.Match[str]", original: str) -> Any:
    groups = match.groupdict()
    fields: dict[str, Any] = {"month": _month(str(groups["mon"])), "day": int(str(groups["dom"]))}
    if not 1 <= fields["day"] <= 31:
        return None
    if groups.get("y"):
        fields["year"] = int(str(groups["y"]))
    if groups.get("dom2"):
        return Date(**fields), Date(day=int(str(groups["dom2"])))
    return Date(**fields)


def _month_alone(match: "re.Match[str]", original: str) -> Any:
    name = match["mon"].rstrip(".")
    said = (match["how"] or "").strip()
    if not (said or match["y"]) and (name in _DOUBTFUL or (len(name) <= 4 and name not in ("june", "july"))):
        return None
    fields: dict[str, Any] = {"month": _month(name)}
    if match["y"]:
        fields["year"] = int(match["y"])
    return Date(**fields)


def _bare_day(match: "re.Match[str]", original: str) -> Any:
    number = int(match["dom"])
    return Date(day=number) if 1 <= number <= 31 else None


def _iso(match: "re.Match[str]", original: str) -> Any:
    year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    date = Date(year, month=month, day=day)
    if match["ih"] is None:
        return date
    hour, minute = int(match["ih"]), int(match["imin"])
    if hour > 23 or minute > 59:
        return None
    return date, Clock(hour * 60 + minute, exact=True), match["offset"]


_PHRASES: dict[str, Any] = {
    "the day after tomorrow": Relative(2), "day after tomorrow": Relative(2), "the day before yesterday": Relative(-2),
    "today": Relative(0), "tomorrow": Relative(1), "tmr": Relative(1), "tmrw": Relative(1), "yesterday": Relative(-1),
    "tonight": (Relative(0), "evening"), "last night": (Relative(-1), "evening"),
    "this morning": (Relative(0), "morning"), "this afternoon": (Relative(0), "afternoon"),
    "this evening": (Relative(0), "evening"), "tomorrow night": (Relative(1), "evening"),
    "the week after next": Week(2), "next week": Week(1), "this week": Week(0), "last week": Week(-1),
    "the following week": Week(1), "this weekend": Week(None, 8), "the weekend": Week(None, 8), "next weekend": Week(1, 8),
    "last weekend": Week(None, 8, latest=True),
    "next month": Date(month_shift=1), "this month": Date(month_shift=0), "last month": Date(month_shift=-1),
    "next year": Date(year_shift=1), "this year": Date(year_shift=0), "last year": Date(year_shift=-1),
}  # fmt: skip


def _phrase(match: "re.Match[str]", original: str) -> Any:
    return _PHRASES[re.sub(r"\s+", " ", match.group())]


def _weekday(match: "re.Match[str]", original: str) -> Any:
    said, name = match["how"] or "", match["wd"]
    if name.endswith("s") and len(name) > 5:
        return None
    if name in _DOUBTFUL and not (said or match["on"] or _capital(match, original, "wd")):
        return None
    weekday = _DAYS.index(name[:3]) + 1
    if "last" in said or "past" in said:
        return Week(None, weekday, latest=True)
    return Week(1 if "next" in said or "following" in said else None, weekday)


def _third(match: "re.Match[str]", original: str) -> Any:
    year = match["unit"] == "year"
    number = {"end": 3, "late": 3, "middle": 2, "mid": 2}.get(match["third"], 1) + (3 if year else 0)
    shift = {"next": 1, "last": -1, "this": 0}.get((match["which"] or "").strip())
    if match["unit"] == "week":
        return None
    if shift is None:
        return Date(third=number)
    return Date(year_shift=shift, third=number) if year else Date(month_shift=shift, third=number)


def _third_of(match: "re.Match[str]", original: str) -> Any:
    return Date(month=_month(match["mon"]), third={"end": 3, "late": 3, "middle": 2, "mid": 2}.get(match["third"], 1))


_FEASTS = {
    "new year's day": "New Year's Day", "chinese new year": "Spring Festival", "lunar new year": "Spring Festival",
    "spring festival": "Spring Festival", "qingming": "Tomb-sweeping Day", "dragon boat": "Dragon Boat Festival",
    "mid-autumn": "Mid-autumn Festival", "national day": "National Day", "golden week": "National Day",
    "christmas": "Christmas",
}  # fmt: skip


def _feast(match: "re.Match[str]", original: str) -> Any:
    return Feast(_FEASTS[match["feast"]], **({"year": int(match["y"])} if match["y"] else {}))


def hour(said: str) -> int | None:
    """The hour of a clock in words or digits, None past 24."""
    value = english(said)
    return int(value) if value is not None and value <= 24 else None


def _at(said: str, minutes: str, half: str) -> Clock | None:
    number = hour(said)
    if number is None or int(minutes or 0) > 59:
        return None
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half[0] == "p" else 0)
    exact = bool(half) or number > 12 or number == 0 or (said.startswith("0") and len(said) == 2)
    return Clock(number * 60 + int(minutes or 0), exact=exact)


def _clock(match: "re.Match[str]", original: str) -> Any:
    return _at(match["h"], match.groupdict().get("m") or "", match.groupdict().get("half") or "")


def _shifted(match: "re.Match[str]", original: str) -> Any:
    number = hour(match["h"])
    if number is None or number > 12:
        return None
    said = match["by"].replace("a ", "").strip()
    minutes = 30 if said == "half" else 15 if said == "quarter" else int(english(said) or 0)
    minutes = -minutes if match["dir"] in ("to", "before", "till") else minutes
    clock = _at(match["h"], "", match["half"] or "")
    return Clock(clock.minutes + minutes, exact=clock.exact) if clock else None


def _clocks(match: "re.Match[str]", original: str) -> Any:
    first, second = _at(match["h1"], match["m1"], match["a1"]), _at(match["h2"], match["m2"], match["a2"])
    if first is None or second is None:
        return None
    if match["a2"] and not match["a1"]:
        # "9 to 11am" is a morning, "11 to 1pm" begins in one.
        same = _at(match["h1"], match["m1"], match["a2"])
        other = _at(match["h1"], match["m1"], "am" if match["a2"][0] == "p" else "pm")
        first = same if same is not None and same.minutes < second.minutes else other
    return (first, second) if first else None


def _noon(match: "re.Match[str]", original: str) -> Any:
    return MIDNIGHT if "midnight" in match.group() else NOON


def _part(match: "re.Match[str]", original: str) -> Any:
    return PART_OF[match["part"]]


_UNITS = {
    "working day": "B",
    "business day": "B",
    "workday": "B",
    "minute": "N",
    "min": "N",
    "hour": "H",
    "hr": "H",
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
    "fortnight": "W",
}


def _length(match: "re.Match[str]", original: str) -> Any:
    before, after = match["pre"] or "", match["post"] or ""
    said, unit = match["n"].strip(), match["u"]
    if said in ("a few", "several", "few") or before.startswith("every"):
        return None
    ahead = any(word in before for word in ("next", "coming", "following"))
    back = any(word in before for word in ("past", "last", "previous"))
    if "ago" in after:
        side = "ago"
    elif after in ("later", "from now", "from today"):
        side = "later"
    elif ahead:
        side = "in" if "within" in before else "next"
    elif back:
        side = "past"
    else:
        side = {"within": "in", "in": "later", "after": "later"}.get(before.strip(), "")
    halves = bool(match["half1"] or match["half2"])
    alone = said in ("a", "an") and not side and not halves and unit != "fortnight"
    value = 0.0 if said.startswith("half") else english(said)
    if value is None or alone:
        return None
    if unit == "fortnight":
        value *= 2
    return Length.of(value, halves or said.startswith("half"), _UNITS[unit], side)


_LENGTH_NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?|a couple(?: of)?|a few|several|half an?|an?|(?:{_NUMBER_WORDS})(?:[- ](?:{_NUMBER_WORDS}))?)"
ENTRIES = [
    ("every", rf"\b(?:every|each)\s+(?:other\s+)?(?:{_DAY}|day|week|month|year|morning|evening|night)|\b(?:weekdays|weekly|daily|monthly)\b",
     lambda match, original: True),
    ("iso", r"(?<![\d-])(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?![\d-])(?:t(?P<ih>\d{2}):(?P<imin>\d{2})(?::\d{2})?(?P<offset>z|[+-]\d{2}:?\d{2})?)?", _iso),
    ("day", r"\b(?:" + "|".join(sorted((p.replace(" ", r"\s+") for p in _PHRASES), key=len, reverse=True)) + r")\b", _phrase),
    ("day", rf"\b(?P<mon>{_MONTH})\s*(?P<dom>\d{{1,2}}){_NTH}?(?:\s*(?:-|to)\s*(?P<dom2>\d{{1,2}}){_NTH}?(?![\d:]|\s*(?:{_HALF_DAY})))?{_YEAR}?(?![\d:]|\s*(?:{_HALF_DAY}))", _date),
    ("day", rf"\b(?:the\s+)?(?P<dom>\d{{1,2}}){_NTH}?\s+(?:of\s+)?(?P<mon>{_MONTH}){_YEAR}?", _date),
    ("day", rf"\b(?:the\s+)?(?P<third>end|beginning|start|middle|mid|late|early)(?:\s+of|-|\s)\s*(?P<mon>{_MONTH})", _third_of),
    ("day", r"\b(?:the\s+)?(?P<third>end|beginning|start|middle) of (?:the )?(?P<which>next |last |this )?(?P<unit>month|year|week)\b", _third),
    ("day", rf"\b(?P<how>(?:in|next|last|this|since|until|by|of|for)\s+)?(?P<mon>{_MONTH}){_YEAR}?(?!\s*\d)", _month_alone),
    ("day", r"(?:(?<=since )|(?<=from )|(?<=until )|(?<=by )|(?<=before )|(?<=after )|(?<=year )|\bin )(?P<y>(?:19|20)\d\d)\b(?![-/.,:]\d)", lambda match, original: Date(year=int(match["y"]))),
    ("day", rf"\b(?:on\s+)?the\s+(?P<dom>\d{{1,2}}){_NTH}\b{_AFTER_NTH}", _bare_day),
    ("day", rf"(?P<on>\bon\s+)?\b(?P<how>(?:the\s+|this\s+)?(?:next|this|last|coming|following|past)\s+)?(?P<wd>{_DAY})", _weekday),
    ("day", r"\b(?:the\s+)?(?P<feast>new year's day|chinese new year|lunar new year|spring festival|qingming|dragon boat|mid-autumn|national day|golden week|christmas)(?:\s+day)?(?:\s+(?:festival|holidays?))?(?:\s+(?P<y>20\d\d))?\b", _feast),
    ("clocks", rf"\b(?P<pre>from|between)\s+(?P<h1>{_HOUR})(?::(?P<m1>\d\d))?\s*(?P<a1>{_HALF_DAY})?\s*(?:-|to|and|until|till)\s*(?P<h2>{_HOUR})(?::(?P<m2>\d\d))?\s*(?:(?P<a2>{_HALF_DAY})|o'?clock|(?=\s*{_WHEN[3:-1]}))", _clocks),
    ("clocks", rf"(?<![\d:.-])\b(?P<h1>\d{{1,2}})(?::(?P<m1>\d\d))?\s*(?P<a1>{_HALF_DAY})?\s*(?:-|to|until|till)\s*(?P<h2>\d{{1,2}})(?::(?P<m2>\d\d))?\s*(?P<a2>{_HALF_DAY})", _clocks),
    ("clocks", r"(?<![\d:.-])\b(?P<h1>\d{1,2}):(?P<m1>\d\d)(?P<a1>)\s*-\s*(?P<h2>\d{1,2}):(?P<m2>\d\d)(?P<a2>)(?![\d:-])", _clocks),
    ("clock", rf"(?<![\d:.])\b(?:at\s+)?(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?\s*(?P<half>{_HALF_DAY})", _clock),
    ("clock", rf"\b(?:at\s+)?(?P<h>{_HOUR})\s*o'?\s?clock", _clock),
    ("clock", rf"\b(?:at\s+)?(?P<by>half|(?:a )?quarter|five|ten|twenty|twenty-five)\s+(?P<dir>past|to|before|till)\s+(?P<h>{_HOUR})\b(?:\s*(?P<half>{_HALF_DAY}))?", _shifted),
    ("length", rf"\b(?P<pre>within(?:\s+the\s+next)?\s+|in\s+(?:the\s+)?(?:next\s+|last\s+|past\s+)?|after\s+|every\s+|(?:over\s+|for\s+)?the\s+(?:past|last|previous|next|coming|following)\s+|(?:past|last|next)\s+)?(?P<n>{_LENGTH_NUMBER})\s+"
     r"(?P<half1>and a half\s+)?(?P<u>working day|business day|workday|minute|min|hour|hr|day|week|month|year|fortnight)s?\b(?!-| old)(?P<half2>\s+and a half)?(?:\s+(?P<post>ago|later|from now|from today))?", _length),
    ("clock", rf"\b(?:at\s+|around\s+)(?P<h>{_HOUR})\b(?!:){_WHEN}", _clock),
    ("clock", r"(?<![\w.,:/-])(?P<h>\d{1,2})(?=\s+(?:tomorrow|tonight|in the (?:morning|afternoon|evening)|at night)\b)", _clock),
    ("clock", r"\b(?:at\s+)?(?:noon|midday|midnight)\b", _noon),
    ("part", r"\b(?<!good )(?<!happy )(?:in the |at |the )?(?P<part>morning|afternoon|evening|night|lunch ?time)\b", _part),
]  # fmt: skip
