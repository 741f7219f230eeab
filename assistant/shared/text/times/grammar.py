"""From atoms to phrases: a moment is a day, a part of day and a clock in any order, with a zone before or after it."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.shared.text.times.atoms import Atom
from assistant.shared.text.times.days import Date, DaySpec, Following, Week
from assistant.shared.text.times.hours import Clock
from assistant.shared.text.times.length import Away, Length

_GLUE = re.compile(r"[\s,，、的嘅(]*(?:(?:at|on|in|of|the|around|about)\s+)*")
_CLOSING = re.compile(r"\s*\)")
_TO = re.compile(r"\s*(?:-+|~|到|至|直到|直至|to\b|until\b|till\b|through\b|and\b)\s*(?:the\s+)?")
_AND = re.compile(r"\s*and\b")
_FROM = re.compile(r"(?:\b(?:from|between)\s+|从|由|自)\s*$")
_BEFORE = re.compile(r"\b(?:before|prior to)\s+(?:the\s+)?$")
_BY = re.compile(
    r"(?:\b(?:by|no later than|not later than|until|till|up to)\s+(?:the\s+)?"
    r"|最迟|最晚|至迟|不晚于|不迟于|截至|截止到?)\s*$"
)
_AFTER = re.compile(r"\bafter\s+(?:the\s+)?$")
_SINCE = re.compile(r"(?:\b(?:since|starting(?: from)?|from|as of)\s+(?:the\s+)?|从|由|自从?)\s*$")
_NTH_OF = re.compile(
    r"\b(?:the\s+)?(first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th))\s+(?:working|business|work)\s+day\s+"
    r"(after|before|of|in)\s+(?:the\s+)?$"
)
_NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_TAIL = re.compile(
    r"(?P<nth>(?P<side>(?:节|假期|假)?(?:之|以)?[后前])?的?(?:第(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})个?|(?P<first>首个|头一?个)|(?P<last>最后一?个?))"
    r"工作日)|(?P<before>(?:之|以)?前(?!面|台|往|任|妻|夫|后|天|日|年|期|来|景|提|途))"
    r"|(?P<after>(?:之|以|过)?后(?!面|天|日|来|果|台|续|悔|门|勤|年|备|代|座|排|人))"
    r"|(?P<inside>(?:以|之)?内(?!地|容|部|科|资|存|心|衣|裤)|里(?!面))"
    r"|(?P<until>为止|止(?!痛|血|步|损))|(?P<since>起(?!诉|来|码|草|步|火|名|床|身|初|因|伏)"
    r"|开始|以来|至今|(?:一直)?[到至](?:现在|而家|依家|今(?![天日年晚早]))|\s*(?:until|till|to) now)"
)
_NEXT_WORKDAY = re.compile(r"(?:下一?个|\b(?:the )?next (?:working|business) )(?:工作日|day\b)")


@dataclass
class Moment:
    """What was said about one moment; `zone` is () when none was named, (None,) for the speaker's own."""

    start: int
    end: int
    day: DaySpec | None = None
    until_day: DaySpec | None = None
    part: str | None = None
    clock: Clock | None = None
    until_clock: Clock | None = None
    zone: tuple[Any, ...] = ()
    offset: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing but a zone was said."""
        return self.day is None and self.part is None and self.clock is None


@dataclass
class Phrase:
    """A moment, or two with everything between them, or a length; `mode` is what the words around make of it.

    before, by, after, since; `nth` is the n-th working day of it, after it or before it.
    """

    start: int
    end: int
    moment: Moment | None = None
    until: Moment | None = None
    length: Length | None = None
    mode: str = ""
    nth: tuple[int, str] = field(default=(0, ""))


def phrases(text: str, atoms: list[Atom]) -> list[Phrase]:
    """Every phrase of time, in order; `text` is folded."""
    found: list[Phrase] = []
    index = 0
    skipped_to, floor = -1, 0
    while index < len(atoms):
        atom = atoms[index]
        if atom.start < floor:  # 国庆前最后(一个工作日)
            index += 1
            continue
        if atom.kind == "every":
            # 每周三下午 repeats: what hangs on it is no moment.
            skipped_to, index = atom.end, index + 1
            continue
        if atom.kind == "length" and not atom.value.names_day:
            found.append(Phrase(atom.start, atom.end, length=atom.value))
            index, floor = index + 1, atom.end
            continue
        moment, index = _moment(text, atoms, index)
        if skipped_to >= 0 and _GLUE.fullmatch(text, skipped_to, moment.start):
            skipped_to = moment.end
            continue
        if moment.empty or isinstance(moment.day, Following):
            continue
        phrase = Phrase(moment.start, moment.end, moment)
        index = _second(text, atoms, index, phrase, floor)
        _around(text, phrase, floor)
        found.append(phrase)
        floor = phrase.end
    return found


def _moment(text: str, atoms: list[Atom], index: int) -> tuple[Moment, int]:
    moment = Moment(atoms[index].start, atoms[index].start)
    while index < len(atoms):
        atom = atoms[index]
        if (
            atom.kind == "every"
            or (moment.end > moment.start and not _GLUE.fullmatch(text, moment.end, atom.start))
            or not _take(moment, atom)
        ):
            break
        moment.end = atom.end
        index += 1
    if moment.end == moment.start:  # an atom that fits nowhere
        return Moment(moment.start, atoms[index].end), index + 1
    bracket = _CLOSING.match(text, moment.end)
    if bracket and "(" in text[moment.start : moment.end] and ")" not in text[moment.start : moment.end]:
        moment.end = bracket.end()
    return moment, index


def _take(moment: Moment, atom: Atom) -> bool:
    """Whether the atom belongs to the moment; then it is in it."""
    value = atom.value
    if atom.kind == "zone":
        if moment.zone:
            return False
        moment.zone = value
    elif atom.kind == "iso" and isinstance(value, tuple):
        if not moment.empty:
            return False
        moment.day, moment.clock, moment.offset = value
    elif atom.kind == "length":
        return value.names_day and _take_day(moment, Away(value))
    elif atom.kind in ("day", "iso", "day+part"):
        return _take_day(moment, value)
    elif atom.kind == "part":
        if moment.part or (moment.clock and moment.until_clock and moment.clock.exact):
            return False
        moment.part = value
    elif atom.kind == "clock":
        if moment.clock:
            return False
        if isinstance(value, tuple):
            value, part = value
            if moment.part:
                return False
            moment.part = part
        moment.clock = value
    elif atom.kind == "clocks":
        if moment.clock:
            return False
        moment.clock, moment.until_clock = value
    return True


def _take_day(moment: Moment, value: Any) -> bool:
    day, extra = value if isinstance(value, tuple) else (value, None)
    if isinstance(extra, str):
        if moment.part:
            return False
        if moment.day is not None:
            return False
        moment.day, moment.part = day, extra
        return True
    if moment.day is None:
        moment.day, moment.until_day = day, extra
        return True
    merged = _merged(moment.day, day)
    if merged is None or extra is not None:
        return False
    moment.day = merged
    return True


def _merged(one: DaySpec, other: DaySpec) -> DaySpec | None:
    """One day said twice: "12月3号周四", "next week Tuesday", "周四（12月3日）"."""
    for week, day in ((one, other), (other, one)):
        if (
            isinstance(week, Week)
            and week.weekday is None
            and isinstance(day, Week)
            and day.shift is None
            and day.weekday
        ):
            return Week(week.shift, day.weekday)
        if isinstance(week, Week) and week.weekday and isinstance(day, Date) and day.day is not None:
            return day
    return None


def _second(text: str, atoms: list[Atom], index: int, phrase: Phrase, floor: int) -> int:
    """The end of a range, if one follows; gives the index of the next atom."""
    first = phrase.moment
    if first is None or first.until_clock or first.until_day or index >= len(atoms):
        return index
    joint = _TO.match(text, phrase.end)
    if not joint or joint.end() != atoms[index].start or atoms[index].kind in ("length", "every"):
        return index
    opened = _FROM.search(text[: phrase.start], max(floor, phrase.start - 12))
    if _AND.match(text, phrase.end) and not (opened and "between" in opened.group()):
        return index
    second, after = _moment(text, atoms, index)
    if second.empty or second.until_clock or second.until_day:
        return index
    if _whole(first) and not _whole(second) and second.day and _TO.match(text, second.end) and after < len(atoms):
        # 周一到周五上午九点到十二点: the hours are those of each day.
        second, after = Moment(atoms[index].start, atoms[index].end), index + 1
        if atoms[index].kind != "day" or not _take_day(second, atoms[index].value):
            return index
    if first.day is None and second.day is not None and not isinstance(second.day, Following):
        if second.clock is None and second.part is None:
            return index
        first.day, second.day = second.day, None  # "9:30-11:00 on Friday"
    phrase.until, phrase.end = second, second.end
    if opened:
        phrase.start = opened.start()
    if second.zone and not first.zone:
        first.zone = second.zone
    return after


def _whole(moment: Moment) -> bool:
    return moment.day is not None and moment.clock is None and moment.part is None


def _around(text: str, phrase: Phrase, floor: int) -> None:
    """The words right before and after a phrase that make a deadline, an open range or a working day of it."""
    tail = _TAIL.match(text, phrase.end)
    ahead, window = text[: phrase.start], max(floor, phrase.start - 40)
    nth = _NTH_OF.search(ahead, window)
    single = phrase.until is None and phrase.moment is not None and phrase.moment.until_clock is None
    if nth and single:
        number = _NTHS.get(nth[1]) or int(re.sub(r"\D", "", nth[1]))
        phrase.start, phrase.nth = nth.start(), (number, nth[2].replace("in", "of"))
        return
    if tail and tail["nth"] and single:
        from assistant.shared.text.numbers.values import whole

        side = tail["side"] or ""
        number = (whole(tail["n"]) or 1) if tail["n"] else -1 if tail["last"] else 1
        phrase.end, phrase.nth = tail.end(), (number, "after" if "后" in side else "before" if side else "of")
        return
    for mode, pattern in (("by", _BY), ("before", _BEFORE), ("after", _AFTER), ("since", _SINCE)):
        match = pattern.search(ahead, window)
        if match and single:
            if match.group().strip() in ("从", "由", "自") and not (tail and tail["since"]):
                continue  # 从今天看 opens no range
            phrase.start, phrase.mode = match.start(), mode
            break
    if tail is None and single and phrase.moment and phrase.moment.clock and text.startswith("前来", phrase.end):
        phrase.mode, phrase.end = "before", phrase.end + 1  # 5点前来拿, but 明天前来办理
        return
    if tail and single and not tail["nth"]:
        mode = next(name for name in ("before", "after", "inside", "until", "since") if tail[name])
        if mode == "inside" and (phrase.moment is None or phrase.moment.clock or phrase.moment.part):
            return
        # 截至30日前, 最迟周五前: the stricter word decides.
        phrase.mode = {"inside": "by", "until": "by"}.get(mode, mode)
        phrase.end = tail.end()


def next_workdays(text: str) -> list[tuple[int, int]]:
    """下个工作日, the next working day: where they stand in the folded text."""
    return [match.span() for match in _NEXT_WORKDAY.finditer(text)]


def carried_on(said: list[Phrase]) -> list[Phrase]:
    """After a week or a month was named, what lacks one is of that: 下周都行，除了周三; 12月20号来，28号走."""
    shift: int | None = None
    dated: Date | None = None
    for phrase in said:
        for moment in (phrase.moment, phrase.until):
            day = moment.day if moment is not None else None
            if moment is not None and isinstance(day, Date) and day.day is not None:
                if day == Date(day=day.day) and dated is not None and day.day > (dated.day or 0):
                    moment.day = replace(dated, day=day.day)
                elif day.month is not None:
                    dated = day
            if moment is None or not isinstance(day, Week) or day.latest:
                continue
            if day.shift is None and day.weekday and shift and shift > 0:
                moment.day = Week(shift, day.weekday)
            elif day.shift is not None and moment is phrase.moment:
                shift = day.shift
    return said
