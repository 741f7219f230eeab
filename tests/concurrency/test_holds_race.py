"""Many want one seat at the same instant: exactly its capacity get it. The twin shows what the lock prevents."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, func, select, text

from assistant.backends.notary import repository
from assistant.backends.notary.model import Slot
from assistant.backends.notary.repository import Hold
from assistant.backends.notary.schemas import HoldIn
from assistant.backends.petition.schemas import PetitionIn
from assistant.persistence.tables.notary import notary_seats
from assistant.shared.errors import Conflict
from tests.contract.backend_systems import SUNDAY, Systems, a_petition, build_systems

CLIENTS = 30
SLOT_ID = "wuyi:singapore:20261125T013000Z"


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


def together(count: int, work: Any) -> list[Any]:
    """What `work(n)` returned for each n, all started at one instant."""
    start = threading.Barrier(count)

    def one(n: int) -> Any:
        start.wait(timeout=30)
        return work(n)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def seats(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(notary_seats)).scalar_one()


def test_thirty_want_one_slot_and_exactly_one_gets_it(systems: Systems) -> None:
    service = systems.notary.state.service

    def want(n: int) -> str:
        try:
            service.hold(HoldIn(slot_id=SLOT_ID), key=f"race-{n:04d}")
        except Conflict as refused:
            return refused.code
        return "held"

    outcomes = together(CLIENTS, want)

    assert sorted(outcomes) == ["held"] + ["slot-taken"] * (CLIENTS - 1)
    assert seats(systems.engine) == 1


def test_when_a_hold_expires_exactly_one_of_thirty_inherits_the_seat(systems: Systems) -> None:
    service = systems.notary.state.service
    service.hold(HoldIn(slot_id=SLOT_ID), key="first-0001")
    systems.clock.forward(minutes=10)

    def want(n: int) -> bool:
        try:
            service.hold(HoldIn(slot_id=SLOT_ID), key=f"race-{n:04d}")
        except Conflict:
            return False
        return True

    assert sum(together(CLIENTS, want)) == 1
    assert seats(systems.engine) == 1


def test_one_key_sent_by_thirty_at_once_is_one_hold(systems: Systems) -> None:
    service = systems.notary.state.service

    answers = together(CLIENTS, lambda _n: service.hold(HoldIn(slot_id=SLOT_ID), key="same-0001"))

    assert all(answer == answers[0] for answer in answers)


def test_thirty_petitions_at_once_get_thirty_numbers(systems: Systems) -> None:
    service, body = systems.petition.state.service, PetitionIn(**a_petition())

    numbers = together(CLIENTS, lambda n: service.register(body, key=f"many-{n:04d}")["number"])

    assert len(set(numbers)) == CLIENTS
    assert sorted(int(number[10:15]) for number in numbers) == list(range(1, CLIENTS + 1))


def test_thirty_wrong_codes_at_once_are_no_more_than_five_tries(systems: Systems) -> None:
    service, body = systems.petition.state.service, PetitionIn(**a_petition())
    receipt = service.register(body, key="only-0001")

    def guess(n: int) -> str:
        try:
            service.status(receipt["number"], f"{(int(receipt['query_code']) + 1 + n) % 1_000_000:06d}")
        except Exception as refused:  # the class is what is looked at
            return type(refused).__name__
        return "admitted"

    outcomes = together(CLIENTS, guess)

    assert sorted(outcomes) == ["TooManyTries"] * (CLIENTS - 5) + ["UnknownReference"] * 5


# -- The same claim with its guards taken away ------------------------------------------------------------------------


def bare_engine(systems: Systems, *, constraint: bool) -> Engine:
    """The same file without our lock: SQLAlchemy's plain engine, which begins only at the first write."""
    columns = (
        "office TEXT, starts_at TIMESTAMP, seat INTEGER, capacity INTEGER, "
        "hold_id TEXT, booking TEXT, held_until TIMESTAMP"
    )
    unique = ", UNIQUE (office, starts_at, seat)" if constraint else ""
    with systems.engine.connect() as connection:
        connection.execute(text("DROP TABLE notary_seats"))
        connection.execute(text(f"CREATE TABLE notary_seats ({columns}{unique})"))
        connection.commit()
    return create_engine(systems.engine.url, connect_args={"timeout": 15, "check_same_thread": False})


def claims(engine: Engine, count: int, *, capacity: int = 1) -> int:
    """How many of `count` claims won when all of them check before any of them writes."""
    checked, mine = threading.Barrier(count), threading.local()

    @event.listens_for(engine, "before_cursor_execute")
    def _wait(_c: Any, _cursor: Any, statement: str, _p: Any, _x: Any, _many: Any) -> None:
        if statement.startswith("INSERT INTO notary_seats") and not hasattr(mine, "waited"):
            mine.waited = True
            checked.wait(timeout=30)

    def claim(n: int) -> bool:
        slot = Slot("wuyi", "singapore", SUNDAY + timedelta(days=3), SUNDAY + timedelta(days=3, minutes=30))
        hold = Hold(f"hold-{n}", slot, SUNDAY + timedelta(minutes=10), 0, "held")
        with engine.connect() as connection, connection.begin():
            return repository.claim_seat(connection, hold, capacity=capacity, now=SUNDAY)

    return sum(together(count, claim))


def test_twin_without_lock_and_constraint_the_same_claim_oversells(systems: Systems) -> None:
    engine = bare_engine(systems, constraint=False)

    won = claims(engine, 4)

    assert won == 4
    assert seats(engine) == 4
    engine.dispose()


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_twin_without_lock_the_constraint_alone_still_keeps_capacity(systems: Systems, capacity: int) -> None:
    engine = bare_engine(systems, constraint=True)

    won = claims(engine, 5, capacity=capacity)

    assert won == capacity
    assert seats(engine) == capacity
    engine.dispose()
