"""Jobs of the day: once, whoever runs them, and not lost when somebody stops."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.backends.daily import DailyJobs
from assistant.persistence.database import create_database
from assistant.persistence.tables import metadata
from tests.contract.backend_systems import MovableClock

TWO_IN_THE_MORNING = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_database(f"sqlite:///{tmp_path / 'jobs.db'}")
    metadata.create_all(made)
    yield made
    made.dispose()


def test_a_job_runs_from_its_hour_in_beijing_on_and_once_a_day_over_all_processes(engine: Engine) -> None:
    clock, ran = MovableClock(TWO_IN_THE_MORNING), list[str]()
    processes = [DailyJobs(engine, clock=clock, hour=3, jobs={"erase": lambda: ran.append("x")}) for _ in range(8)]

    def all_at_once() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda jobs: jobs.run_due(), processes * 2))

    all_at_once()
    assert ran == []
    clock.forward(hours=1)
    all_at_once()
    all_at_once()
    assert ran == ["x"]
    clock.forward(days=1)
    all_at_once()
    assert ran == ["x", "x"]


def test_one_that_fails_keeps_no_other_from_running_and_is_tried_again_an_hour_later(engine: Engine) -> None:
    clock, ran, broken = MovableClock(), list[str](), [True]

    def fails() -> None:
        if broken[0]:
            raise OSError
        ran.append("mended")

    def other_process() -> DailyJobs:
        return DailyJobs(engine, clock=clock, hour=3, jobs={"bad": fails, "good": lambda: ran.append("good")})

    assert other_process().run_due() == ["good"]
    broken[0] = False
    clock.forward(minutes=59)
    assert other_process().run_due() == []
    clock.forward(minutes=2)
    assert other_process().run_due() == ["bad"]
    assert other_process().run_due() == []
    assert ran == ["good", "mended"]
