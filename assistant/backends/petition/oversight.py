"""What staff and the clock do over all petitions: dates, supervision (督察督办), closing, reading with a reason."""

from typing import Any

from assistant.backends.clock import beijing_day
from assistant.backends.petition import clocks, describing, repository, steps
from assistant.backends.petition.audit import Staff
from assistant.backends.petition.clocks import Light
from assistant.backends.petition.errors import ReasonNeeded
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Actor, Event
from assistant.backends.petition.repository import Filed
from assistant.persistence.database import unit_of_work

THE_CLOCK = Staff(Actor.CLOCK)
_LEAST_REASON = 4  # characters


class Oversight:
    """Jobs and staff reads; each change is a transaction of its own, so that a stopped job loses nothing."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing

    def deadlines(self, *, department: str | None = None, lights: tuple[Light, ...] = ()) -> list[dict[str, Any]]:
        """Each duty that runs, the most urgent first; of `department` alone, and only with these lights, where given.

        A body never finds a petition here that accuses it.
        """
        today = beijing_day(self._filing.clock())
        wanted = {light.value for light in lights or Light}
        found = [
            {"number": filed.petition.number, "department": filed.department, **clock}
            for filed in self._unfinished()
            if department is None or (department == filed.department and department not in filed.withheld_from)
            for clock in describing.running(self._filing, filed.petition, today)
            if clock["duty"] and clock["light"] in wanted
        ]
        return sorted(found, key=lambda each: (each["days_left"], each["number"]))

    def escalate(self) -> list[str]:
        """Numbers of the petitions that came under supervision now: overdue, or rated badly, and not supervised yet."""
        return self._take(Event.SUPERVISE)

    def close_lapsed(self) -> list[str]:
        """Numbers of the answered petitions that were closed now because no review can be asked for any more."""
        return self._take(Event.CLOSE, only=("answered", "rated"))

    def read(self, number: str, by: Staff, reason: str) -> dict[str, Any]:
        """The petition as submitted, personal data included; the log tells who read it and why.

        ReasonNeeded without a reason; UnknownReference for a body that it accuses.
        """
        if len(reason.strip()) < _LEAST_REASON:
            raise ReasonNeeded(reason)
        filing = self._filing
        with unit_of_work(filing.engine, write=True) as unit:
            filed = filing.load_for(unit.connection, number, by)
            filing.audit.add(
                unit.connection,
                at=filing.clock(),
                by=by,
                what="read",
                number=number,
                why="staff",
                reason=reason.strip(),
            )
            unit.commit()
        return filing.opened(number, filed.sealed)

    def _unfinished(self) -> list[Filed]:
        with unit_of_work(self._filing.engine) as unit:
            return repository.unfinished(unit.connection)

    def _take(self, event: Event, only: tuple[str, ...] = ()) -> list[str]:
        filing, taken = self._filing, []
        for filed in self._unfinished():
            petition = filed.petition
            now = filing.clock()
            if only and petition.status.value not in only:
                continue
            if not steps.judge(petition, event, now, filing.calendar).allowed:
                continue
            with unit_of_work(filing.engine, write=True) as unit:
                locked = filing.load(unit.connection, petition.number, lock=True).petition
                # Somebody may have taken a step since the list was made.
                if steps.judge(locked, event, now, filing.calendar).allowed:
                    why = {"overdue": clocks.is_overdue(locked, now), "attention": locked.attention_at is not None}
                    filing.step(unit.connection, locked, event, THE_CLOCK, detail={"why": why})
                    unit.commit()
                    taken.append(petition.number)
        return taken
