"""From a phrase to moments: which day, which hour, and what before, by, after and since make of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from assistant.shared.text.times import workdays
from assistant.shared.text.times.days import ONE, Anchor, Days, Lean
from assistant.shared.text.times.grammar import Moment, Phrase
from assistant.shared.text.times.hours import DAY, PARTS
from assistant.shared.text.times.length import Length
from assistant.shared.text.times.model import Kind, Note, TimeFound
from assistant.shared.text.times.zones import later, moment


@dataclass(frozen=True)
class Bounds:
    """Local days and minutes after midnight. `final`: "before" it means before its end."""

    kind: Kind
    first: date
    start: int
    last: date
    end: int
    whole: bool = False
    final: bool = False
    days: Days | None = None
    note: Note | None = None


class Resolver:
    """Reads phrases as said at `now` by somebody who lives in `zone`."""

    def __init__(self, now: datetime, zone: str, lean: Lean) -> None:
        self._now, self._zone, self._lean = now, zone, lean

    def resolve(self, phrase: Phrase) -> TimeFound:
        """What the phrase means; a note alone where it means nothing."""
        zone, name, named = self._zone_of(phrase.moment)
        here = self._now.astimezone(zone)
        found = TimeFound(phrase.start, phrase.end, Kind.RANGE, name, named=named)
        if phrase.length is not None:
            return self._length(phrase.length, here, found)
        assert phrase.moment is not None
        return self._phrase(phrase, phrase.moment, here, found)

    def _zone_of(self, said: Moment | None) -> tuple[tzinfo, str, bool]:
        if said is not None and said.offset:
            sign = -1 if said.offset[0] == "-" else 1
            digits = said.offset[1:].replace(":", "")
            if said.offset == "z" or int(digits[:2]) > 14 or int(digits[2:]) > 59:
                return timezone.utc, "UTC", True
            shift = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
            return timezone(shift), f"UTC{said.offset[0]}{digits[:2]}:{digits[2:]}", True
        name = said.zone[0] if said is not None and said.zone and said.zone[0] else self._zone
        return ZoneInfo(name), name, name != self._zone

    def _phrase(self, phrase: Phrase, said: Moment, here: datetime, found: TimeFound) -> TimeFound:
        bounds = self._bounds(said, here, Anchor(here.date(), self._lean))
        if isinstance(bounds, Note):
            return replace(found, kind=_unknown(phrase), note=bounds)
        if phrase.nth[1]:
            return self._nth(phrase.nth, bounds, here, found)
        if phrase.until is not None:
            extended = self._until(said, phrase.until, bounds, here)
            if extended is None:
                # A second half that lies before the first is no range.
                bounds, phrase = bounds, Phrase(said.start, said.end, said)
                found = replace(found, start=said.start, end=said.end)
            else:
                bounds = extended
        return self._moded(phrase.mode, bounds, here, found)

    def _bounds(self, said: Moment, here: datetime, anchor: Anchor) -> Bounds | Note:
        days = said.day.resolve(anchor) if said.day is not None else None
        if isinstance(days, Note):
            return days
        if days is not None and said.until_day is not None:
            last = said.until_day.resolve(replace(anchor, after=days.first))
            if isinstance(last, Note):
                return last
            return Bounds(Kind.RANGE, days.first, 0, last.after, 0, whole=True)
        if days is not None and ((said.clock is None and said.part is None) or not days.single):
            kind = Kind.DATE if days.single else Kind.RANGE
            return Bounds(kind, days.first, 0, days.after, 0, True, days.final, days, days.note)
        start, end, kind = _hours(said)
        first = days.first if days is not None else here.date()
        # With a day it may be the week that is over, without one the day.
        period = (days.period if days is not None else 1) if anchor.after is None else 0
        if period:
            over = self._at(first, start if kind is Kind.INSTANT or said.until_clock else end, here)[0] <= here
            if self._lean == "future" and over:
                first += timedelta(days=period)
            elif self._lean == "past" and self._at(first, start, here)[0] > here:
                first -= timedelta(days=period)
        return Bounds(kind, first, start, first, end)

    def _until(self, said: Moment, second: Moment, bounds: Bounds, here: datetime) -> Bounds | None:
        """The bounds from the first moment to the second, None when it is not later."""
        if second.day is None:
            if second.clock is not None:
                end = second.clock.after(bounds.start, said.part, second.part)
            else:
                end = PARTS[str(second.part)][1] * 60
                end = end if end > bounds.start else end + DAY
            if bounds.whole:
                return None
            return replace(bounds, kind=Kind.RANGE, last=bounds.first, end=end)
        until = self._bounds(second, here, Anchor(here.date(), self._lean, after=bounds.first))
        if isinstance(until, Note):
            return None
        end_day, end = (until.last, until.end)
        if until.kind is Kind.INSTANT:
            end_day, end = until.first, until.start
        whole = bounds.whole and until.whole
        if (end_day, end) <= (bounds.first, bounds.start):
            return None
        return Bounds(Kind.RANGE, bounds.first, bounds.start, end_day, end, whole=whole)

    def _moded(self, mode: str, bounds: Bounds, here: datetime, found: TimeFound) -> TimeFound:
        since, note = self._at(bounds.first, bounds.start, here)
        until, other = self._at(bounds.last, bounds.end, here)
        instant = bounds.kind is Kind.INSTANT
        note = bounds.note or note or (None if instant else other)
        if until <= since:
            until = later(since, 1)
        found = replace(found, whole_days=bounds.whole, note=note)
        if mode and bounds.note is Note.UNPUBLISHED and mode in ("after", "by"):
            return replace(found, kind=Kind.DEADLINE if mode == "by" else Kind.RANGE)
        if mode == "before":
            noon = (bounds.start, bounds.end) == (11 * 60, 13 * 60)
            limit = until if bounds.final else self._at(bounds.first, 12 * 60, here)[0] if noon else since
            return replace(found, kind=Kind.DEADLINE, until=limit)
        if mode == "by":
            return replace(found, kind=Kind.DEADLINE, until=since if instant else until)
        if mode == "after":
            return replace(found, kind=Kind.RANGE, since=since if instant else until)
        if mode == "since":
            return replace(found, kind=Kind.RANGE, since=since)
        return replace(found, kind=bounds.kind, since=since, until=later(since, 1) if instant else until)

    def _nth(self, nth: tuple[int, str], bounds: Bounds, here: datetime, found: TimeFound) -> TimeFound:
        number, side = nth
        if bounds.note is Note.UNPUBLISHED:
            day = None
        elif side == "after":
            day = workdays.step_workdays(bounds.last - ONE, abs(number))
        elif side == "before":
            day = workdays.step_workdays(bounds.first, -abs(number))
        else:
            day = workdays.step_workdays(*((bounds.first - ONE, number) if number > 0 else (bounds.last, number)))
        if day is None:
            return replace(found, kind=Kind.DATE, note=Note.UNPUBLISHED)
        return self._days(Kind.DATE, day, day + ONE, here, found)

    def _length(self, length: Length, here: datetime, found: TimeFound) -> TimeFound:
        today, side = here.date(), length.side
        if not side or (side in ("past", "next") and length.workdays):
            return replace(found, kind=Kind.DURATION, length=str(length))
        if length.exact:
            there = later(here, -length.minutes if side in ("ago", "past") else length.minutes)
            if side == "in":
                return replace(found, kind=Kind.DEADLINE, until=there)
            if side in ("later", "ago"):
                return replace(found, kind=Kind.INSTANT, since=there, until=later(there, 1))
            since, until = sorted((there, here))
            return replace(found, kind=Kind.RANGE, since=since, until=until)
        if length.workdays:
            day = workdays.step_workdays(today, length.workdays)
        else:
            day = length.from_day(today, -1 if side == "past" else 1)
        if day is None:
            note = Note.UNPUBLISHED if length.workdays else Note.NO_SUCH_DAY
            return replace(found, kind=Kind.DEADLINE if side == "in" else Kind.RANGE, note=note)
        if side == "past":
            return self._days(Kind.RANGE, day, today + ONE, here, found)
        if side == "next":
            return self._days(Kind.RANGE, today + ONE, day + ONE, here, found)
        return replace(self._days(Kind.DEADLINE, today, day + ONE, here, found), since=None)

    def _days(self, kind: Kind, first: date, after: date, here: datetime, found: TimeFound) -> TimeFound:
        since, until = self._at(first, 0, here)[0], self._at(after, 0, here)[0]
        return replace(found, kind=kind, since=since, until=until, whole_days=True)

    @staticmethod
    def _at(day: date, minutes: int, here: datetime) -> tuple[datetime, Note | None]:
        zone: Any = here.tzinfo
        return moment(day, minutes, zone)


def _hours(said: Moment) -> tuple[int, int, Kind]:
    """Start and end in minutes after midnight."""
    if said.clock is not None:
        start = said.clock.on(said.part)
        if said.until_clock is not None:
            return start, said.until_clock.after(start, said.part, None), Kind.RANGE
        return start, start + 1, Kind.INSTANT
    first, last = PARTS[str(said.part)]
    return first * 60, last * 60, Kind.PART


def _unknown(phrase: Phrase) -> Kind:
    if phrase.mode in ("before", "by"):
        return Kind.DEADLINE
    return Kind.RANGE if phrase.mode in ("after", "since") or phrase.until is not None else Kind.DATE
