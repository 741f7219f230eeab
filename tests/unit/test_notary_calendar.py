"""Calendar files that other programs read, and calendars of offices that we read."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.backends.notary import imports
from assistant.backends.notary.calendar import to_ics
from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.errors import CalendarRefused
from assistant.backends.notary.model import BEIJING, Slot
from assistant.backends.notary.repository import Booking

CATALOGUE = load_catalogue()
MISSIONS = sorted(CATALOGUE.missions)
MADE = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
# Around every change of the clocks of 2026 to 2028 in the zones that are served, and the new year at the date line.
EDGES = [datetime(year, month, day, hour, 30, tzinfo=UTC)
         for year in (2026, 2027, 2028) for month, day in ((3, 8), (3, 29), (10, 25), (11, 1), (12, 31), (4, 4), (9, 27))
         for hour in (1, 9, 16)]  # fmt: skip


def a_booking(mission: str = "vancouver", start: datetime = MADE + timedelta(days=3), **changes: object) -> Booking:
    slot = Slot("wuyi", mission, start, start + timedelta(minutes=30))
    return replace(Booking("YY20261122000011", "booked", slot, "mandate", 0, MADE, MADE, b""), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("mission", MISSIONS)
def test_an_independent_reader_finds_the_same_instants_at_every_mission(mission: str) -> None:
    for start in EDGES:
        event = vobject.readOne(to_ics(a_booking(mission, start), CATALOGUE).decode()).vevent

        assert event.dtstart.value == start
        assert event.dtend.value == start + timedelta(minutes=30)
        zone = CATALOGUE.missions[mission].zone
        assert f"{zone.key}: {start.astimezone(zone):%Y-%m-%d %H:%M}" in event.description.value
        assert f"{start.astimezone(BEIJING):%Y-%m-%d %H:%M}" in event.description.value


@settings(max_examples=60)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)), st.sampled_from(sorted(available_timezones())))
def test_both_readers_find_one_instant_whatever_zone_shows_it(at: datetime, zone: str) -> None:
    start = at.replace(microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    file = to_ics(a_booking(start=start), CATALOGUE)

    ours = icalendar.Calendar.from_ical(file).walk("VEVENT")[0].decoded("DTSTART")
    theirs = vobject.readOne(file.decode()).vevent.dtstart.value

    assert ours == theirs == start
    assert b"TZID" not in file


def test_a_file_keeps_what_rfc_5545_and_5546_ask_for() -> None:
    file = to_ics(a_booking(), CATALOGUE)

    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")
    calendar = vobject.readOne(file.decode())
    assert (calendar.version.value, calendar.method.value) == ("2.0", "PUBLISH")
    assert calendar.prodid.value
    event = calendar.vevent
    for name in ("uid", "dtstamp", "dtstart", "organizer", "sequence"):
        assert event.contents[name][0].value, name
    assert "attendee" not in event.contents  # 5546: not in what is published
    assert event.dtstart.value.utcoffset() == timedelta(0)
    assert b"VTIMEZONE" not in file


def test_a_moved_and_a_cancelled_booking_replace_the_entry_made_before() -> None:
    moved_at = MADE + timedelta(hours=1)
    first = a_booking()
    moved = replace(a_booking(start=MADE + timedelta(days=9)), revision=1, changed_at=moved_at)
    gone = replace(moved, revision=2, status="cancelled", changed_at=moved_at + timedelta(hours=1))

    calendars = [vobject.readOne(to_ics(each, CATALOGUE).decode()) for each in (first, moved, gone)]

    assert len({each.vevent.uid.value for each in calendars}) == 1
    assert [int(each.vevent.sequence.value) for each in calendars] == [0, 1, 2]
    stamps = [each.vevent.dtstamp.value for each in calendars]
    assert stamps == sorted(set(stamps))
    assert [each.method.value for each in calendars] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [each.vevent.status.value for each in calendars] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


# -- What offices send ------------------------------------------------------------------------------------------------

HEADER = "kind,from,to,weekdays,opens,closes,capacity,reason\n"


def csv(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows)).encode()


def faults(name: str, content: bytes, zone: ZoneInfo = BEIJING) -> list[tuple[int, str]]:
    with pytest.raises(CalendarRefused) as refused:
        imports.read(name, content, zone)
    return [(each["row"], each["fault"]) for each in refused.value.context["rows"]]


def test_rows_of_a_spreadsheet_become_entries() -> None:
    shut, extra = imports.read(
        "december.csv", csv("closed,2026-12-24,2026-12-26,,,,,年底盘点", "open,2026-12-05,,6,09:00,12:00,2,"), BEIJING
    )

    assert (shut.entry.closed, shut.entry.first, shut.entry.last) == (True, date(2026, 12, 24), date(2026, 12, 26))
    assert (shut.entry.opens, shut.entry.days, shut.reason) == (None, frozenset(range(1, 8)), "年底盘点")
    assert (extra.entry.last, extra.entry.days) == (date(2026, 12, 5), frozenset({6}))
    assert (extra.entry.opens, extra.entry.closes, extra.entry.capacity) == (time(9), time(12), 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_spreadsheet_is_read_as_excel_saves_it(encoding: str) -> None:
    content = (HEADER + "closed,2026-12-24,,,,,,盘点\r\n").encode(encoding)

    assert imports.read("a.csv", content, BEIJING)[0].reason == "盘点"


def test_every_fault_names_its_row_and_what_was_seen() -> None:
    found = faults(
        "a.csv",
        csv(
            "closed,2026-12-24,,,,,,",
            "shut,2026-12-24,,,,,,",
            "closed,24.12.2026,,,,,,",
            "closed,2026-12-24,2026-12-01,,,,,",
            "open,2026-12-24,,,09:00,,,",
            "open,2026-12-24,,,09:00,10:00,two,",
            "closed,2026-12-24,,,,,,,,one more",
        ),
    )

    assert [row for row, _fault in found] == [2, 3, 4, 5, 6, 7]
    for (_row, fault), seen in zip(found, ["'shut'", "24.12.2026", "2026-12-01", "both", "two", "more"], strict=True):
        assert seen in fault


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""), ("a.csv", HEADER.encode()), ("a.csv", b"day,open\n"), ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b"PK\x03\x04\x00"), ("a.ics", b""), ("a.ics", b"no calendar"), ("a.ics", b"BEGIN:VCALENDAR\r\n"),
        ("a.csv", b"x" * 2_000_001),
    ],
)  # fmt: skip
def test_a_file_that_is_no_calendar_is_refused_by_name(name: str, content: bytes) -> None:
    assert faults(name, content)


@settings(max_examples=80)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.ics"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    try:
        rows = imports.read(name, content, BEIJING)
    except CalendarRefused:
        return
    assert rows


def ics(*events: str) -> bytes:
    inner = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{each}\r\nEND:VEVENT\r\n" for n, each in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inner}END:VCALENDAR\r\n".encode()


def test_events_take_their_time_away_in_the_time_of_the_place() -> None:
    days, hours, night = (
        row.entry
        for row in imports.read(
            "a.ics",
            ics(
                "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227",
                "DTSTART:20261207T170000Z\r\nDURATION:PT2H",
                "DTSTART:20261208T230000\r\nDTEND:20261209T000000",
            ),
            ZoneInfo("America/Toronto"),
        )
    )

    assert (days.first, days.last, days.opens) == (date(2026, 12, 24), date(2026, 12, 26), None)
    assert (hours.first, hours.opens, hours.closes) == (date(2026, 12, 7), time(12), time(14))
    assert (night.first, night.opens, night.closes) == (date(2026, 12, 8), time(23), time.max)


def test_free_and_cancelled_events_take_nothing_and_a_repeating_one_is_refused_by_its_row() -> None:
    day = "DTSTART;VALUE=DATE:20261224"

    kept = imports.read("a.ics", ics(day, f"{day}\r\nTRANSP:TRANSPARENT", f"{day}\r\nSTATUS:CANCELLED"), BEIJING)

    assert len(kept) == 1
    assert [row for row, _fault in faults("a.ics", ics(day, f"{day}\r\nRRULE:FREQ=WEEKLY"))] == [2]
