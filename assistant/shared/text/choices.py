"""Which of the times offered somebody means: "2", 周四那个, 晏啲嗰個, the later one, 都不行, next week instead.

Both runtimes; pure. What is not clear is asked again, never guessed: a wrong time costs a journey.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from zoneinfo import ZoneInfo

from assistant.shared.text.choice_words import (
    ANY,
    DEFINITE,
    EARLIER,
    EARLIEST,
    EVERY,
    GREETS,
    LATER,
    LATEST,
    MORE,
    NEGATED,
    NONE,
    QUESTION_FORMS,
    SPLIT,
    YES,
    ordinal,
)  # fmt: skip
from assistant.shared.text.numbers.folding import fold
from assistant.shared.text.times.atoms import find_atoms
from assistant.shared.text.times.days import Date, Week
from assistant.shared.text.times.find import find_times, phrases_and_times
from assistant.shared.text.times.grammar import Moment, phrases
from assistant.shared.text.times.hours import PARTS
from assistant.shared.text.times.model import TimeFound
from assistant.shared.text.times.zones import moment

LISTED = 6
_BARE_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.、)]?\s*")
_DAY_NUMBER = re.compile(r"(?<![\d月])(\d{1,2})号")
_BARE_HOUR = re.compile(
    r"\s*(?P<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?:\s(?P<m>thirty|fifteen))?\s*"
)


class Meaning(str, Enum):
    """`SLOT` one of those offered; `WHEN` a window to search; `LATER` and `EARLIER` times beyond those offered."""

    SLOT = "slot"
    WHEN = "when"
    NONE = "none"
    EARLIER = "earlier"
    LATER = "later"
    ASK = "ask"


@dataclass(frozen=True)
class Slot:
    """A time that was offered; `start` is aware."""

    id: str
    start: datetime


@dataclass(frozen=True)
class Choice:
    """What was meant; `slot` its id, `since` and `until` the window, either of which may be open.

    `hours` of any day, in `zone`, when a part of day was named and no day: evenings are 18 to 24.
    """

    meaning: Meaning
    slot: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    hours: tuple[int, int] | None = None
    zone: str = ""


def choose(text: str, slots: Sequence[Slot], *, now: datetime, zone: str, listed: int = LISTED) -> Choice:
    """What `text` means as an answer to `slots`, offered in this order, the first `listed` of them numbered.

    Hours and days are those of `zone`, unless another is named.
    """
    folded = EVERY.sub("", QUESTION_FORMS.sub(" ", fold(text)))
    refused = bool(NONE.search(folded))
    clauses = [clause for clause in SPLIT.split(folded) if clause.strip()]
    kept = [clause for clause in clauses if not NEGATED.search(clause)]
    said = " ".join(kept) if kept else folded
    if refused:
        other = NONE.sub(" ", said)
        window = hours_of_any_day(other, now, zone) or _window(other, now, zone)
        return window if window else Choice(Meaning.NONE)
    if not kept and len(slots) == 1 and not phrases(said, find_atoms(said, said)):
        return Choice(Meaning.NONE)
    numbers, rest = ordinal(said, listed)
    fitting, named = _named(rest, slots, now, zone)
    if not kept:  # 周四不行: what remains, if it is one
        fitting = [slot for slot in slots if slot not in fitting] if named else []
        return Choice(Meaning.SLOT, fitting[0].id) if len(fitting) == 1 else Choice(Meaning.ASK)
    if len(numbers) > 1:
        return Choice(Meaning.ASK)
    if numbers:
        return _numbered(numbers[0], (fitting if named else list(slots)), listed)
    return _by_time(said, slots, fitting, named, now, zone) or _by_word(said, list(slots))


def answers(text: str) -> bool:
    """Whether `text` holds anything by which a time is chosen, refused or named."""
    folded = fold(text)
    if find_atoms(folded, text) or ordinal(folded, LISTED)[0] or _BARE_HOUR.fullmatch(folded):
        return True
    return any(pattern.search(folded) for pattern in (NONE, EARLIEST, LATEST, EARLIER, LATER, MORE, ANY))


def greets(text: str) -> bool:
    """Whether a part of day is said in a greeting: 晚上好."""
    return GREETS.search(fold(text)) is not None


def _numbered(number: int, among: list[Slot], listed: int) -> Choice:
    places = among[:listed]
    if 0 < number <= len(places):
        return Choice(Meaning.SLOT, places[number - 1].id)
    return Choice(Meaning.SLOT, places[number].id) if -len(places) <= number < 0 else Choice(Meaning.ASK)


def _by_time(
    said: str, slots: Sequence[Slot], fitting: list[Slot], named: bool, now: datetime, zone: str
) -> Choice | None:
    """The slot or window that a named time leads to; None when no time is named."""
    if not named:
        return _by_number(said, slots, zone)
    picked = _relative(said, fitting) if fitting else None
    if picked:
        return picked
    if len(fitting) == 1:
        return Choice(Meaning.SLOT, fitting[0].id)
    part = hours_of_any_day(said, now, zone)
    if part and not (fitting and ANY.search(said)):
        return part
    day = _DAY_NUMBER.search(said)
    if not fitting and day and 0 < int(day[1]) <= len(slots):
        return Choice(Meaning.SLOT, slots[int(day[1]) - 1].id)
    if not fitting:
        return _window(said, now, zone) or Choice(Meaning.ASK)
    if not _says_day(said):
        return Choice(Meaning.SLOT, _first(fitting).id) if ANY.search(said) else Choice(Meaning.ASK)
    if len(_times(said, now, zone)) > 1:
        return Choice(Meaning.ASK)
    window = _window(said, now, zone)
    if window and window.since and window.until and window.until - window.since > timedelta(days=1, hours=1):
        several = {slot.start.astimezone(ZoneInfo(zone)).date() for slot in fitting}
        if len(several) > 1:
            return window  # 十二月头, next week: what is free in it, not the first of it
    # Of two Thursdays the first is meant; what is free on it is shown if there is more than one time.
    first = _first(fitting).start.astimezone(ZoneInfo(zone)).date()
    of_day = [slot for slot in fitting if slot.start.astimezone(ZoneInfo(zone)).date() == first]
    if len(of_day) == 1:
        return Choice(Meaning.SLOT, of_day[0].id)
    if window and any(_within(slot.start, window.since, window.until) for slot in of_day):
        return window
    ends = [moment(first + timedelta(days=shift), 0, ZoneInfo(zone))[0] for shift in (0, 1)]
    return Choice(Meaning.WHEN, since=ends[0], until=ends[1])


def _by_number(said: str, slots: Sequence[Slot], zone: str) -> Choice | None:
    """A bare number: its place in the list, else the only slot at that hour."""
    place = _BARE_NUMBER.fullmatch(said)
    if place and 0 < int(place[1]) <= min(len(slots), LISTED):
        return Choice(Meaning.SLOT, slots[int(place[1]) - 1].id)
    match = _BARE_HOUR.fullmatch(said)
    if match is None:
        return None
    from assistant.shared.text.numbers.values import english

    hour, minute = int(english(match["h"]) or 0), {"thirty": 30, "fifteen": 15}.get(match["m"] or "")
    at = [slot for slot in slots if _hour_fits(slot.start.astimezone(ZoneInfo(zone)), hour, minute)]
    return Choice(Meaning.SLOT, at[0].id) if len(at) == 1 else Choice(Meaning.ASK)


def _hour_fits(start: datetime, hour: int, minute: int | None) -> bool:
    return start.hour % 12 == hour % 12 and (minute is None or start.minute == minute)


def _by_word(said: str, slots: list[Slot]) -> Choice:
    picked = _relative(said, slots)
    if picked:
        return picked
    for pattern, meaning in ((EARLIER, Meaning.EARLIER), (LATER, Meaning.LATER), (MORE, Meaning.LATER)):
        if pattern.search(said):
            return Choice(meaning)
    if ANY.search(said) and slots:
        return Choice(Meaning.SLOT, _first(slots).id)
    if len(slots) == 1 and YES.search(said):
        return Choice(Meaning.SLOT, slots[0].id)
    return Choice(Meaning.ASK)


def _relative(said: str, among: list[Slot]) -> Choice | None:
    """The earliest, the latest, and of two the earlier or the later one."""
    in_time = sorted(among, key=lambda slot: slot.start)
    if not in_time:
        return None
    if EARLIEST.search(said):
        return Choice(Meaning.SLOT, in_time[0].id)
    if LATEST.search(said):
        return Choice(Meaning.SLOT, in_time[-1].id)
    if DEFINITE.search(said):
        for pattern, place in ((EARLIER, 0), (LATER, -1)):
            if pattern.search(said):
                return Choice(Meaning.SLOT, in_time[place].id) if len(in_time) == 2 else Choice(Meaning.ASK)
    return None


def _named(said: str, slots: Sequence[Slot], now: datetime, zone: str) -> tuple[list[Slot], bool]:
    """The slots that fit every time named, and whether any was. 周四 fits any Thursday offered, not only the next."""
    tests: list[Callable[[datetime], bool]] = []
    for phrase, found in phrases_and_times(said, now=now, zone=zone):
        said_alone = phrase.moment if not (phrase.until or phrase.mode or phrase.nth[1]) else None
        loose = _loosely(said_alone, ZoneInfo(found.zone)) if said_alone is not None else None
        if loose is not None:
            tests.append(loose)
        elif found.understood and found.length is None:
            tests.append(partial(_within, since=found.since, until=found.until))
    return [slot for slot in slots if tests and all(test(slot.start) for test in tests)], bool(tests)


def _within(start: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or since <= start) and (until is None or start < until)


def _first(slots: list[Slot]) -> Slot:
    return min(slots, key=lambda slot: slot.start)


def _loosely(said: Moment, zone: ZoneInfo) -> Callable[[datetime], bool] | None:
    """A test that needs no resolved date: a weekday, a day of the month, an hour, a part of day; None for the rest."""
    day, clock, part = said.day, said.clock, said.part
    if said.until_clock or said.until_day or said.offset:
        return None
    weekday = number = month = None
    if isinstance(day, Week) and day.shift is None and not day.latest and day.weekday and day.weekday <= 7:
        weekday = day.weekday
    elif isinstance(day, Date) and day.day and day.year is None and day.year_shift is None and day.month_shift is None:
        number, month = day.day, day.month
    elif day is not None:
        return None

    def fits(instant: datetime) -> bool:
        start = instant.astimezone(zone)
        if weekday and start.isoweekday() != weekday:
            return False
        if number and (start.day != number or (month and start.month != month)):
            return False
        if clock is None:
            return part is None or PARTS[part][0] <= start.hour < PARTS[part][1]
        minutes = start.hour * 60 + start.minute
        if clock.exact or part:
            return clock.on(part) % 1440 == minutes
        return clock.minutes % 720 == minutes % 720

    return fits


def _says_day(said: str) -> bool:
    return any(phrase.moment and phrase.moment.day for phrase in phrases(said, find_atoms(said, said)))


def _times(said: str, now: datetime, zone: str) -> list[TimeFound]:
    return find_times(said, now=now, zone=zone)


def hours_of_any_day(said: str, now: datetime, zone: str) -> Choice | None:
    """The part of day that is all that `said` tells of time; None when a day or a clock is told, or nothing is."""
    found = phrases_and_times(said, now=now, zone=zone)
    if len(found) != 1:
        return None
    phrase, time = found[0]
    told = phrase.moment
    if told is None or told.part is None or phrase.until or phrase.length or phrase.mode:
        return None
    if told.day or told.until_day or told.clock or told.until_clock or told.offset:
        return None
    return Choice(Meaning.WHEN, hours=PARTS[told.part], zone=time.zone)


def _window(said: str, now: datetime, zone: str) -> Choice | None:
    """The window of the only time that is named, None when there is none or several."""
    found = [each for each in _times(said, now, zone) if each.since or each.until]
    if len(found) != 1:
        return None
    return Choice(Meaning.WHEN, since=found[0].since, until=found[0].until)
