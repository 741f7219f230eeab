"""Jobs that run once on a Beijing day, whatever number of processes is there to run them.

Who writes the day's row first runs the job. One that was stopped in the middle is begun again an hour later, so a job
must bear to be run twice.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, delete, insert, update
from sqlalchemy.exc import IntegrityError

from assistant.backends.clock import BEIJING, Clock
from assistant.persistence.database import unit_of_work
from assistant.persistence.tables.backends import daily_runs

log = logging.getLogger(__name__)
_STOPPED_AFTER = timedelta(hours=1)
_KEPT = timedelta(days=400)


class DailyJobs:
    """`jobs` by name; due from `hour` on."""

    def __init__(self, engine: Engine, *, clock: Clock, hour: int, jobs: Mapping[str, Callable[[], object]]) -> None:
        self._engine = engine
        self._clock = clock
        self._hour = hour
        self._jobs = dict(jobs)
        self._settled: set[tuple[str, date]] = set()

    def run_due(self) -> list[str]:
        """The jobs that ran here now; one that fails is tried again in an hour and keeps no other from running."""
        here = self._clock().astimezone(BEIJING)
        if here.hour < self._hour:
            return []
        day = here.date()
        self._settled = {each for each in self._settled if each[1] == day}
        return [name for name in self._jobs if (name, day) not in self._settled and self._ran(name, day)]

    def _ran(self, name: str, day: date) -> bool:
        with unit_of_work(self._engine, write=True) as unit:
            mine = self._claimed(unit.connection, name, day)
            unit.commit()
        if not mine:
            return False
        try:
            self._jobs[name]()
        except Exception as error:  # whatever it is, tomorrow and the other jobs are not lost; the class only
            log.error("daily job %s failed: %s", name, type(error).__name__)
            return False
        with unit_of_work(self._engine, write=True) as unit:
            runs = daily_runs.c
            mine_now = update(daily_runs).where(runs.job == name, runs.day == day)
            unit.connection.execute(mine_now.values(finished_at=self._clock()))
            unit.connection.execute(delete(daily_runs).where(runs.job == name, runs.day < day - _KEPT))
            unit.commit()
        self._settled.add((name, day))
        return True

    def _claimed(self, connection: Connection, name: str, day: date) -> bool:
        now = self._clock()
        try:
            with connection.begin_nested():
                connection.execute(insert(daily_runs).values(job=name, day=day, started_at=now, finished_at=None))
        except IntegrityError:
            runs = daily_runs.c
            stopped = runs.finished_at.is_(None) & (runs.started_at < now - _STOPPED_AFTER)
            again = update(daily_runs).where(runs.job == name, runs.day == day, stopped).values(started_at=now)
            return connection.execute(again).rowcount == 1
        return True
