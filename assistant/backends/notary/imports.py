"""Calendars of offices as they come: CSV from a spreadsheet, ICS from a calendar app. Every fault names its row.

CSV has a header and the columns kind (open, closed), from, to, weekdays, opens, closes, capacity, reason; `to`,
weekdays and hours may be empty. In ICS an event takes its time away: whole days or hours of one day.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from assistant.backends.notary.errors import CalendarRefused
from assistant.backends.notary.model import Entry

_EVERY_DAY = frozenset(range(1, 8))
_COLUMNS = ("kind", "from", "to", "weekdays", "opens", "closes", "capacity", "reason")
_MOST_BYTES, _MOST_ROWS = 2_000_000, 5_000


@dataclass(frozen=True)
class Row:
    """One row of a file, `number` counted from 1 without the header."""

    number: int
    entry: Entry
    reason: str


def read(name: str, content: bytes, zone: ZoneInfo) -> list[Row]:
    """Every row of the file; CalendarRefused with all faults by row when there is one. Hours are local in `zone`."""
    if len(content) > _MOST_BYTES:
        raise CalendarRefused(name, [(0, f"{len(content)} bytes, at most {_MOST_BYTES} are read")])
    parse = _ics if name.lower().endswith(".ics") else _csv
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    for number, found in parse(content, zone):
        if isinstance(found, str):
            faults.append((number, found))
        else:
            rows.append(Row(number, *found))
    if not rows and not faults:
        faults.append((0, "the file holds no rows"))
    if len(rows) > _MOST_ROWS:
        faults.append((0, f"{len(rows)} rows, at most {_MOST_ROWS} are taken"))
    if faults:
        raise CalendarRefused(name, faults)
    return rows


_Found = tuple[int, str | tuple[Entry, str]]


def _csv(content: bytes, _zone: ZoneInfo) -> Iterator[_Found]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what a Chinese Excel saves
        except UnicodeDecodeError:
            yield 0, "is neither UTF-8 nor GB 18030"
            return
    if "\0" in text:
        yield 0, "holds a NUL character: this is no text file"
        return
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"kind", "from"} - set(rows.fieldnames or ())
    unknown = set(rows.fieldnames or ()) - set(_COLUMNS)
    if missing or unknown:
        yield 0, f"the header lacks {sorted(missing)} or has {sorted(map(str, unknown))}; columns are {_COLUMNS}"
        return
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            try:
                yield number, _csv_entry(row)
            except (ValueError, TypeError) as error:
                yield number, str(error)
    except csv.Error as error:
        yield number + 1, str(error)


def _csv_entry(row: dict[str | Any, str | Any]) -> tuple[Entry, str]:
    if None in row:
        raise ValueError(f"has {len(row[None])} cells more than the header")
    cell = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if cell["kind"] not in ("open", "closed"):
        raise ValueError(f"kind is {cell['kind']!r}, write open or closed")
    if bool(cell["opens"]) != bool(cell["closes"]):
        raise ValueError("opens and closes are both given or both empty")
    first = date.fromisoformat(cell["from"])
    entry = Entry(
        closed=cell["kind"] == "closed",
        first=first,
        last=date.fromisoformat(cell["to"]) if cell["to"] else first,
        days=frozenset(int(each) for each in cell["weekdays"]) or _EVERY_DAY,
        opens=time.fromisoformat(cell["opens"]) if cell["opens"] else None,
        closes=time.fromisoformat(cell["closes"]) if cell["closes"] else None,
        capacity=int(cell["capacity"]) if cell["capacity"] else None,
    )
    return _sound(entry), cell["reason"][:200]


def _ics(content: bytes, zone: ZoneInfo) -> Iterator[_Found]:
    try:
        events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, IndexError, KeyError) as error:
        yield 0, f"is no calendar: {error}"
        return
    for number, event in enumerate(events, 1):
        if str(event.get("STATUS", "")) == "CANCELLED" or str(event.get("TRANSP", "")) == "TRANSPARENT":
            continue
        try:
            for entry in _ics_entries(event, zone):
                yield number, (_sound(entry), str(event.get("SUMMARY", ""))[:200])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            yield number, str(error) or type(error).__name__


def _ics_entries(event: icalendar.Component, zone: ZoneInfo) -> list[Entry]:
    if "RRULE" in event or "RDATE" in event:
        raise ValueError("repeats: export single events, or lay a series")
    if "DTSTART" not in event:
        raise ValueError("has no DTSTART")
    start: Any = event.decoded("DTSTART")
    end: Any
    if "DTEND" in event:
        end = event.decoded("DTEND")
    elif "DURATION" in event:
        end = start + event.decoded("DURATION")
    else:
        end = start + (timedelta(hours=0) if isinstance(start, datetime) else timedelta(days=1))
    if isinstance(start, datetime) and isinstance(end, datetime):
        # A time without a zone is, by RFC 5545, local wherever it is read: here, at the place itself.
        opens, closes = _local(start, zone), _local(end, zone)
        if closes <= opens:
            raise ValueError(f"ends at {closes:%Y-%m-%d %H:%M}, not after {opens:%Y-%m-%d %H:%M}")
        return list(_by_day(opens, closes))
    if isinstance(start, datetime) or isinstance(end, datetime):
        raise ValueError("begins and ends in different kinds of time")
    return [Entry(True, start, end - timedelta(days=1), _EVERY_DAY)]


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def _by_day(opens: datetime, closes: datetime) -> Iterator[Entry]:
    day = opens.date()
    while day <= closes.date():
        first = opens.time() if day == opens.date() else time.min
        last = closes.time() if day == closes.date() else time.max
        if first < last:
            yield Entry(True, day, day, _EVERY_DAY, first.replace(tzinfo=None), last.replace(tzinfo=None))
        day += timedelta(days=1)


def _sound(entry: Entry) -> Entry:
    if entry.last < entry.first:
        raise ValueError(f"ends on {entry.last} before it begins on {entry.first}")
    if entry.last - entry.first > timedelta(days=1500):
        raise ValueError(f"lasts from {entry.first} to {entry.last}, more than four years")
    if any(at is not None and at.tzinfo is not None for at in (entry.opens, entry.closes)):
        raise ValueError("hours carry a zone: write them in the time of the place")
    return entry
