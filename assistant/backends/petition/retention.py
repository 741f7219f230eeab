"""Personal data does not stay longer than it is needed: after its time a petition keeps codes and dates alone.

The Personal Information Protection Law (art. 19, 47) wants the shortest time that the purpose needs; how long the
office's own rules of archives want a file kept is a setting. What is erased stays countable and in the log.
"""

from datetime import timedelta

from assistant.backends.petition import audit_repository, repository
from assistant.backends.petition.audit import Staff
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Actor
from assistant.persistence.database import unit_of_work

THE_CLOCK = Staff(Actor.CLOCK)


def erase_old(filing: Filing, *, keep_days: int, keep_withdrawn_days: int) -> list[str]:
    """Numbers of the ended petitions whose personal data is gone now: older than `keep_days`, or withdrawn earlier."""
    now = filing.clock()
    with unit_of_work(filing.engine) as unit:
        numbers = repository.erasable(
            unit.connection,
            ended_before=now - timedelta(days=keep_days),
            withdrawn_before=now - timedelta(days=keep_withdrawn_days),
        )
    for number in numbers:
        # One transaction each: a job that is stopped has erased some and lost nothing.
        with unit_of_work(filing.engine, write=True) as unit:
            filing.load(unit.connection, number, lock=True)
            repository.erase(unit.connection, number, now)
            audit_repository.erase_reasons(unit.connection, number)
            filing.audit.add(unit.connection, at=now, by=THE_CLOCK, what="erase", number=number, why="retention")
            unit.commit()
    return numbers
