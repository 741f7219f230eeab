"""The public table (公开情况一览表): a year's petitions in figures and one by one, as they stood when a month ended.

Everything in it is a function of the store at one instant. What would tell of few people is left out before anybody
sees it (`public_suppression`).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Literal

from sqlalchemy import Connection

from assistant.backends.clock import beijing_day, day_end, day_start
from assistant.backends.petition import public_repository as repository
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Event
from assistant.backends.petition.public_suppression import (
    LEAST,
    Hidden,
    Row,
    hidden_counts,
    hidden_parts,
    is_few,
    pooled,
    tells,
)
from assistant.backends.petition.statistics import DIMENSIONS, PARTS, UNKNOWN, Case, Figures, by, by_cell, figures
from assistant.persistence.database import unit_of_work

Answer = dict[str, Any]
Every = Literal["month", "day"]
_FRESH_FOR = timedelta(hours=1)
# Of the parts of a case in the list, from the most telling on.
_LISTED: tuple[Callable[[Case], str], ...] = (
    lambda case: case.topic,
    lambda case: case.department,
    lambda case: case.level,
    lambda case: case.state,
)
_POOLED = ""
# A subject lies in few bodies, and the list tells both: what one table leaves out, the other could tell.
_LINKED = (("topic", "department"), ("district",), ("month",))


class PublicTable:
    """Makes the table of a year, and keeps it for an hour: anybody may ask for it, and it changes once a month."""

    def __init__(self, filing: Filing, *, every: Every = "month") -> None:
        self._filing = filing
        self._every = every
        self._kept: dict[tuple[int, date], tuple[datetime, Answer]] = {}
        self._lock = Lock()

    def of(self, year: int | None = None) -> Answer:
        """The table of a year as of the last whole month (or day), by default the year of that day."""
        now = self._filing.clock()
        as_of = self._as_of(beijing_day(now))
        asked = as_of.year if year is None else year
        with self._lock:
            kept = self._kept.get((asked, as_of))
            if kept is None or now - kept[0] > _FRESH_FOR:
                self._kept = {key: each for key, each in self._kept.items() if now - each[0] <= _FRESH_FOR}
                kept = (now, self._made(asked, as_of))
                if kept[1]["total"]["received"] != 0:  # anybody may ask for a thousand empty years
                    self._kept[asked, as_of] = kept
            return kept[1]

    def _as_of(self, today: date) -> date:
        return today.replace(day=1) - timedelta(1) if self._every == "month" else today - timedelta(1)

    def _made(self, year: int, as_of: date) -> Answer:
        last_day = min(as_of, date(year, 12, 31))
        with unit_of_work(self._filing.engine) as unit:
            first = repository.first_year_of(unit.connection)
            cases = cases_of(unit.connection, year, as_of)
        oldest = min(as_of.year, as_of.year if first is None else beijing_day(first).year)
        districts = self._filing.router.districts
        months = [f"{year}-{month:02d}" for month in range(1, last_day.month + 1)] if as_of.year >= year else []
        return {
            "year": year,
            "years": list(range(oldest, as_of.year + 1)),
            "as_of": as_of.isoformat(),
            "least": LEAST,
            **table(cases, always={"district": tuple(districts), "month": tuple(months)}, name_of=self._name),
        }

    def _name(self, dimension: str, code: str) -> str:
        router = self._filing.router
        if dimension == "district":
            return router.districts.get(code, code)
        known = router.departments.get(code) if dimension == "department" else None
        return code if known is None else known.name


def cases_of(connection: Connection, year: int, as_of: date) -> list[Case]:
    """The petitions registered in a Beijing year, as they stood at the end of `as_of`; in the order of their numbers.

    A petition of that year that nobody had registered by then is not among them.
    """
    first, last = day_start(date(year, 1, 1)), day_end(date(year, 12, 31))
    # A second has a fraction that the last whole second leaves out.
    until = day_end(as_of) + timedelta(microseconds=999_999)
    last = last + timedelta(microseconds=999_999)
    again = repository.repeats(connection)
    found = {
        row.number: (
            Case(
                topic=row.topic,
                department=row.department,
                level=row.settle_at or row.level,
                district=row.district or UNKNOWN,
                registered=beijing_day(row.registered_at),
                status="",
                extension_days=row.extension_days,
                repeat=row.number in again,
            ),
            row.rating,
        )
        for row in repository.registered(connection, first, min(last, until))
    }
    cases = {number: case for number, (case, _) in found.items()}
    for number, event, at, status in repository.steps(connection, first, min(last, until), until):
        case = replace(cases[number], status=status)
        if event == Event.ACCEPT and case.accepted is None:
            case = replace(case, accepted=beijing_day(at))
        elif event == Event.ANSWER and case.answered is None:
            case = replace(case, answered=beijing_day(at))
        elif event == Event.RATE:
            case = replace(case, rating=found[number][1])
        cases[number] = case
    return list(cases.values())


def table(
    cases: list[Case],
    *,
    always: dict[str, tuple[str, ...]] | None = None,
    name_of: Callable[[str, str], str] = lambda _dimension, code: code,
) -> Answer:
    """Sums, a table for each dimension and the list, each figure that must not be told being None with the reason."""
    whole = figures(cases)
    sums = _sums(whole)
    tables: dict[str, Answer] = {}
    for linked in _LINKED:
        tables |= _Tables(cases, linked, sums, always or {}).told(name_of)
    return {
        "total": sums,
        "tables": {name: tables[name] for name in DIMENSIONS},
        "cases": [] if whole.received < LEAST else _listed(cases, tables, sums),
    }


def _sums(whole: Figures) -> Answer:
    row = _cell("received", whole.received, Hidden.FEW if is_few(whole.received) else None)
    for part, of in PARTS.items():
        reason = None
        if row[of] is None:
            reason = Hidden.KEPT
        elif tells(getattr(whole, part), getattr(whole, of)):
            reason = Hidden.FEW if is_few(getattr(whole, part)) else Hidden.KEPT
        row = _joined(row, _cell(part, getattr(whole, part), reason))
    return _joined(row, _measures(whole if row["received"] is not None else Figures()))


class _Tables:
    """Tables from whose rows those of the others can be concluded, and what is left out of them."""

    def __init__(
        self, cases: list[Case], dimensions: tuple[str, ...], sums: Answer, always: dict[str, tuple[str, ...]]
    ) -> None:
        self._rows = {
            name: by(cases, lambda case, n=name: str(getattr(case, n)), always.get(name, ()))  # type: ignore[misc]
            for name in dimensions
        }
        cells = by_cell(cases, dimensions)
        counted = {cell: each.received for cell, each in cells.items()}
        self._hidden = None if sums["received"] is None else hidden_counts(dimensions, counted)
        self._left_out: dict[str, frozenset[Row]] = {"received": frozenset(self._hidden or ())}
        if self._hidden is not None:
            for part, of in PARTS.items():
                parts = {cell: (getattr(each, part), getattr(each, of)) for cell, each in cells.items()}
                self._left_out[part] = hidden_parts(
                    dimensions, parts, self._left_out[of], sum_told=sums[part] is not None
                )

    def told(self, name_of: Callable[[str, str], str]) -> dict[str, Answer]:
        """Each table as anybody may read it."""
        if self._hidden is None:
            return {name: {"withheld": True, "rows": []} for name in self._rows}
        return {
            name: {
                "withheld": False,
                "rows": [
                    {"code": code, "name": name_of(name, code), **self._line((name, code), row)}
                    for code, row in rows.items()
                ],
            }
            for name, rows in self._rows.items()
        }

    def _line(self, row: Row, found: Figures) -> Answer:
        reason = (self._hidden or {}).get(row)
        line = _cell("received", found.received, reason)
        for part in PARTS:
            # One word for all parts that are left out: two would tell which of them are small.
            left_out = Hidden.KEPT if row in self._left_out[part] else None
            line = _joined(line, _cell(part, getattr(found, part), left_out))
        return _joined(line, _measures(found if reason is None else Figures()))


def _cell(measure: str, value: float | None, reason: Hidden | None) -> Answer:
    return {measure: None if reason else value, "hidden": {measure: reason.value} if reason else {}}


def _joined(row: Answer, more: Answer) -> Answer:
    return {**row, **more, "hidden": {**row["hidden"], **more["hidden"]}}


def _measures(row: Figures) -> Answer:
    """Median and mean are told of five people at least, and never how many they were."""
    return {
        "median_days": row.median_days if row.finished >= LEAST else None,
        "satisfaction": row.satisfaction if row.ratings >= LEAST else None,
        "hidden": {},
    }


def _listed(cases: list[Case], tables: dict[str, Answer], sums: Answer) -> list[Answer]:
    """Each case with subject, body, level and state as far as five cases share them; in an order that tells no time."""
    shown = {
        name: {row["code"]: row for row in tables[name]["rows"] if row["received"] is not None}
        for name in ("topic", "department")
    }

    def forced(told: tuple[str, ...], code: str) -> bool:
        """Whether this part of a case may not be told, given what was told of it so far."""
        if len(told) < 2:
            return code not in shown[("topic", "department")[len(told)]]
        if len(told) == 2:
            return False
        # The list must not count the answers that the tables leave out.
        rows = [shown["topic"].get(told[0]), shown["department"].get(told[1])]
        return sums["finished"] is None or any(row is not None and row["finished"] is None for row in rows)

    rows = []
    for (topic, department, level, state), group in _shared(cases, forced, ()):
        rated = sum(case.rating is not None for case in group) >= LEAST
        rows += [
            {
                "topic": topic or None,
                "department": department or None,
                "level": level or None,
                "state": state or None,
                "days": case.days if state else None,
                "rating": case.rating if state and rated else None,
            }
            for case in group
        ]
    return sorted(rows, key=_by_what_is_told)


def _by_what_is_told(row: Answer) -> list[tuple[bool, str]]:
    return [(value is None, f"{value:06d}" if isinstance(value, int) else str(value)) for value in row.values()]


def _shared(
    cases: list[Case], forced: Callable[[tuple[str, ...], str], bool], told: tuple[str, ...]
) -> list[tuple[tuple[str, ...], list[Case]]]:
    """The cases in groups of five at least, each with as much as its cases share."""
    if len(told) == len(_LISTED):
        return [(told, cases)]
    part = _LISTED[len(told)]
    counts = Counter(map(part, cases))
    together = pooled(counts, [code for code in counts if forced(told, code)])
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(_POOLED if part(case) in together else part(case), []).append(case)
    return [each for name, group in groups.items() for each in _shared(group, forced, (*told, name))]
