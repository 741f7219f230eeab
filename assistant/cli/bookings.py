"""`assistant bookings`: what staff of the reference notary system change: its calendar, and who came."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.model import Entry
from assistant.backends.notary.schedule import load_schedule
from assistant.backends.notary.series import Change, StaffCalendar
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.settings import Settings
from assistant.shared.errors import BadInput

app = typer.Typer(no_args_is_help=True, help="Calendar of the notary offices and missions, and who came.")

Place = Annotated[str, typer.Argument(help="office:CODE or mission:CODE, as `office:wuyi`.")]
First = Annotated[str, typer.Argument(help="First day, as 2026-12-07; local to the place.")]
Last = Annotated[str, typer.Option(help="Last day; the first when not given.")]
Days = Annotated[str, typer.Option(help="Weekdays, 1 is Monday.")]
Reason = Annotated[str, typer.Option(help="Why, for who reads the calendar later.")]


@app.command("open")
def open_series(
    place: Place,
    first: First,
    hours: Annotated[str, typer.Argument(help="Local hours, as 09:00-12:00.")],
    last: Last = "",
    days: Days = "1234567",
    capacity: Annotated[int, typer.Option(help="Seats at once in these hours; 0 for the usual.")] = 0,
    reason: Reason = "",
) -> None:
    """Open a series of hours. Example: assistant bookings open office:wuyi 2026-12-05 09:00-12:00 --days 6"""
    opens, closes = _hours(hours)
    until = _day(last or first)
    _told(_staff().lay(*_place(place), Entry(False, _day(first), until, _week(days), opens, closes, capacity or None),
                       reason=reason))  # fmt: skip


@app.command("close")
def close_days(
    place: Place,
    first: First,
    hours: Annotated[str, typer.Option(help="Local hours, as 09:00-12:00; whole days when not given.")] = "",
    last: Last = "",
    days: Days = "1234567",
    reason: Reason = "",
) -> None:
    """Close days or hours. Example: assistant bookings close mission:vancouver 2026-12-24 --last 2026-12-31"""
    opens, closes = _hours(hours) if hours else (None, None)
    entry = Entry(True, _day(first), _day(last or first), _week(days), opens, closes)
    _told(_staff().lay(*_place(place), entry, reason=reason))


@app.command("import")
def import_calendar(place: Place, file: Annotated[Path, typer.Argument(help="A .csv or .ics file.")]) -> None:
    """Take in a whole calendar, or nothing of it. Example: assistant bookings import office:wuyi december.csv"""
    if not file.is_file():
        raise BadInput(f"{str(file)!r} is no file", mend="give the path of a .csv or .ics file")
    _told(_staff().take_in(*_place(place), file.name, file.read_bytes()))


@app.command("calendar")
def show() -> None:
    """Every entry that stands. Example: assistant bookings calendar"""
    for laid in _staff().standing():
        entry = laid.entry
        hours = (
            "all day" if entry.opens is None or entry.closes is None else f"{entry.opens:%H:%M}-{entry.closes:%H:%M}"
        )
        days = "".join(map(str, sorted(entry.days)))
        kind = "closed" if entry.closed else f"open ({entry.capacity or 'usual'} seats)"
        span = f"{entry.first}..{entry.last} on {days}  {hours}"
        typer.echo(f"{laid.number}  {laid.side}:{laid.place}  {kind}  {span}  {laid.reason}")


@app.command("withdraw")
def withdraw(number: Annotated[int, typer.Argument(help="Number of the entry.")]) -> None:
    """Take an entry out of the calendar. Example: assistant bookings withdraw 12"""
    _staff().withdraw(number)
    typer.echo(f"entry {number} no longer stands")


@app.command("came")
def came(
    number: Annotated[str, typer.Argument(help="Number of the booking.")],
    at: Annotated[str, typer.Option(help="When, as 2026-12-07T09:05+08:00; now when not given.")] = "",
    absent: Annotated[bool, typer.Option("--absent", help="Nobody came.")] = False,
) -> None:
    """Say whether somebody came, in time or late. Example: assistant bookings came YY20261207000011"""
    instant = datetime.fromisoformat(at) if at else datetime.now(UTC)
    if instant.tzinfo is None:
        raise BadInput(f"--at is {at!r}, without a zone", mend="end it with the offset, as +08:00")
    typer.echo(_staff().came(number, None if absent else instant))


def _staff() -> StaffCalendar:
    engine = create_database(Settings().sqlalchemy_url)
    upgrade(engine)
    return StaffCalendar(engine, clock=lambda: datetime.now(UTC), catalogue=load_catalogue(), schedule=load_schedule())


def _told(change: Change) -> None:
    typer.echo(f"{len(change.entries)} entries stand, {change.withdrawn} withdrawn")
    for number in change.affected:
        typer.echo(f"booking {number} lies where it is closed now: call its owner")


def _place(text: str) -> tuple[str, str]:
    side, found, code = text.partition(":")
    if side not in ("office", "mission") or not found:
        raise BadInput(f"place is {text!r}", mend="write office:CODE or mission:CODE")
    return side, code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"day is {text!r}", mend="write it as 2026-12-07") from error


def _hours(text: str) -> tuple[time, time]:
    try:
        opens, closes = map(time.fromisoformat, text.split("-"))
    except ValueError as error:
        raise BadInput(f"hours are {text!r}", mend="write them as 09:00-12:00") from error
    return opens, closes


def _week(text: str) -> frozenset[int]:
    if not text or set(text) - set("1234567"):
        raise BadInput(f"weekdays are {text!r}", mend="write some of 1234567, 1 is Monday")
    return frozenset(map(int, text))
