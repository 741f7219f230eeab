"""What the storm left behind, judged from the database and from what the clients were told."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from assistant.persistence.tables.notary import notary_bookings, notary_holds, notary_seats
from benchmarks.booking_storm.site import CAPACITIES, ROOMS

_SLACK = 0.05  # seconds between the client's clock reading and the service's


@dataclass
class Verdict:
    """Counts; those that must be 0 are `faults`."""

    confirmed: int = 0
    booked: int = 0
    holds: int = 0
    refused: int = 0
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Kept:
    place: tuple[str, str]
    begin: float
    end: float


def told(books: Iterable[Path]) -> list[dict[str, Any]]:
    """Every whole line of the clients' books; a killed process may have left half a line."""
    lines = []
    for book in books:
        for line in book.read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                continue
    return lines


def judge(engine: Engine, lines: list[dict[str, Any]], hold: float) -> Verdict:
    """Nobody has more seats than there are, no confirmation is lost, and nobody was refused what was free."""
    verdict = Verdict()
    with engine.connect() as connection:
        bookings = {row.number: row for row in connection.execute(select(notary_bookings))}
        holds = list(connection.execute(select(notary_holds)))
        seats = list(connection.execute(select(notary_seats)))
    verdict.booked, verdict.holds = len(bookings), len(holds)
    seat_of = {row.booking: row for row in seats if row.booking is not None}
    for line in lines:
        if line["what"] == "confirmed":
            verdict.confirmed += 1
            row, seat = bookings.get(line["number"]), seat_of.get(line["number"])
            same = row is not None and (row.office, row.mission) == (line["office"], line["mission"])
            if not same or seat is None or seat.hold_id != line["hold"]:
                verdict.faults["lost confirmations"] += 1
    verdict.faults["bookings without a seat"] += len(bookings.keys() - seat_of.keys())
    kept = _kept(holds, hold)
    verdict.faults["oversold"] += _oversold(kept)
    used = Counter((row.office, row.starts_at) for row in bookings.values())
    verdict.faults["oversold"] += sum(count > CAPACITIES[office] for (office, _), count in used.items())
    for line in lines:
        if line["what"] == "refused":
            verdict.refused += 1
            office, start = line["interval"].split(":")
            full = _full(kept, (f"office {office}", start), CAPACITIES[office], line["sent"], line["got"])
            if not full and not _full(kept, (f"mission {line['mission']}", start), ROOMS, line["sent"], line["got"]):
                verdict.faults["refused though free (freed late)"] += 1
    ends = {row.hold_id: row.expires_at.timestamp() for row in holds}
    verdict.faults["freed early"] += sum(
        line["what"] == "not booked" and line["code"] == "hold-expired" and line["got"] + _SLACK < ends[line["hold"]]
        for line in lines
    )
    twice = Counter(line["hold"] for line in lines if line["what"] == "confirmed")
    verdict.faults["one hold confirmed twice"] += sum(count > 1 for count in twice.values())
    return verdict


def _kept(holds: Iterable[Any], hold: float) -> dict[tuple[str, str], list[_Kept]]:
    # A hold lives from its making until it expires, a used one for ever.
    found: dict[tuple[str, str], list[_Kept]] = defaultdict(list)
    for row in holds:
        start = f"{row.starts_at:%Y%m%dT%H%M%SZ}"
        begin = (row.expires_at - timedelta(seconds=hold)).timestamp()
        end = float("inf") if row.state == "used" else row.expires_at.timestamp()
        for place in ((f"office {row.office}", start), (f"mission {row.mission}", start)):
            found[place].append(_Kept(place, begin, end))
    return found


def _capacity(place: tuple[str, str]) -> int:
    side, code = place[0].split(" ")
    return CAPACITIES[code] if side == "office" else ROOMS


def _oversold(kept: dict[tuple[str, str], list[_Kept]]) -> int:
    """How often a hold was made where all capacity was held or booked at that instant."""
    return sum(
        sum(other.begin <= one.begin < other.end for other in here) > _capacity(place)
        for place, here in kept.items()
        for one in here
    )


def _full(
    kept: dict[tuple[str, str], list[_Kept]], place: tuple[str, str], capacity: int, sent: float, got: float
) -> bool:
    """Whether the place was full at some instant between sending and answer."""
    here = kept.get(place, [])
    instants = [sent - _SLACK, *(each.begin for each in here if sent - _SLACK <= each.begin <= got + _SLACK)]
    return any(sum(each.begin <= at < each.end for each in here) >= capacity for at in instants)
