"""The same races on PostgreSQL 15, where lock and constraint are each taken away in turn."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, func, select, text

from assistant.backends.cipher import AesGcmCipher
from assistant.backends.notary import repository
from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.endpoints import create_app
from assistant.backends.notary.model import Entry, Slot
from assistant.backends.notary.repository import Hold
from assistant.backends.notary.schedule import load_schedule
from assistant.backends.notary.schemas import ApplicantIn, BookingIn, CancelIn, HoldIn, WaitingIn
from assistant.backends.notary.series import StaffCalendar
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.persistence.tables.notary import notary_seats
from assistant.shared.errors import Conflict
from benchmarks.booking_storm.databases import database, postgres_missing
from tests.concurrency.together import together
from tests.contract.backend_systems import SUNDAY, MovableClock

pytestmark = pytest.mark.skipif(postgres_missing() is not None, reason=str(postgres_missing()))

CLIENTS = 12
START = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
SLOT = Slot("wuyi", "singapore", START, START + timedelta(minutes=30))
UNIQUES = ("uq_notary_seats_office_starts_at_seat", "uq_notary_seats_mission_starts_at_room")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with database("postgresql", 20_000 + os.getpid() % 20_000) as url:
        yield url


@pytest.fixture
def engine(server: str) -> Iterator[Engine]:
    made = create_engine(server, isolation_level="AUTOCOMMIT")
    with made.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    made.dispose()
    ours = create_database(server)
    upgrade(ours)
    yield ours
    ours.dispose()


def claims(engine: Engine, *, seats: int, rooms: int, all_look_first: bool) -> int:
    """How many of the claims of one slot won; `all_look_first` makes each wait until all have looked."""
    looked, mine = threading.Barrier(CLIENTS), threading.local()

    def wait(_c: Any, _cursor: Any, statement: str, _p: Any, _x: Any, _many: Any) -> None:
        if all_look_first and statement.startswith("INSERT INTO notary_seats") and not hasattr(mine, "waited"):
            mine.waited = True
            looked.wait(timeout=30)

    event.listen(engine, "before_cursor_execute", wait)

    def claim(n: int) -> bool:
        hold = Hold(f"hold-{n}", SLOT, SUNDAY + timedelta(minutes=10), 0, "held")
        with engine.begin() as connection:
            repository.add_hold(connection, hold)
            return repository.claim_seat(connection, hold, seats=seats, rooms=rooms, now=SUNDAY)

    won = sum(together(CLIENTS, claim))
    event.remove(engine, "before_cursor_execute", wait)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(notary_seats)).scalar_one() == won
    return won


def without_constraints(engine: Engine) -> None:
    with engine.begin() as connection:
        for name in UNIQUES:
            connection.execute(text(f"ALTER TABLE notary_seats DROP CONSTRAINT {name}"))


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "lock_interval", lambda _connection, _slot: None)


@pytest.mark.parametrize(("seats", "rooms"), [(1, 9), (3, 2)])
def test_lock_and_constraints_keep_both_capacities(engine: Engine, seats: int, rooms: int) -> None:
    assert claims(engine, seats=seats, rooms=rooms, all_look_first=False) == min(seats, rooms)


def test_the_lock_alone_keeps_capacity(engine: Engine) -> None:
    without_constraints(engine)

    assert claims(engine, seats=2, rooms=9, all_look_first=False) == 2


def test_the_constraints_alone_keep_capacity(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    without_lock(monkeypatch)

    assert claims(engine, seats=2, rooms=9, all_look_first=True) == 2


def test_twin_without_both_the_same_claims_oversell(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    without_constraints(engine)
    without_lock(monkeypatch)

    assert claims(engine, seats=2, rooms=9, all_look_first=True) == CLIENTS


def test_the_line_and_the_calendar_of_staff_work_as_on_sqlite(engine: Engine) -> None:
    clock = MovableClock()
    service = create_app(engine=engine, cipher=AesGcmCipher(b"k" * 32), pepper=b"p" * 32, clock=clock).state.service
    staff = StaffCalendar(engine, clock=clock, catalogue=load_catalogue(), schedule=load_schedule())
    held = service.hold(HoldIn(slot_id=SLOT.slot_id), key="hold-0001")
    person = ApplicantIn(name="x", phone="+65 6555 0199", nationality="cn")
    order = BookingIn(hold_id=held["hold_id"], applicant=person, matter="mandate", mission="singapore", office="wuyi")
    booked = service.book(order, key="book-0001")
    window = WaitingIn(**{"office": "wuyi", "mission": "singapore", "from": "x", "to": "x"})
    places = [service.wait(window, START, START, key=f"wait-000{n}")["waiting_id"] for n in range(2)]

    service.cancel(booked["number"], CancelIn(code=booked["query_code"]), key="cncl-0001")
    refused = 0
    for n in range(3):
        try:
            service.hold(HoldIn(slot_id=SLOT.slot_id), key=f"late-000{n}")
        except Conflict:
            refused += 1

    assert refused == 3
    assert [service.waiting(each)["state"] for each in places] == ["offered", "waiting"]
    clock.forward(hours=2)
    assert sum(together(CLIENTS, lambda _n: service.settle())) == 1
    assert [service.waiting(each)["state"] for each in places] == ["lapsed", "offered"]
    assert service.tick() == (0, 1)
    day = START.date()
    change = staff.lay("office", "wuyi", Entry(True, day, day, frozenset(range(1, 8))), reason="")
    free = service.slots("wuyi", "singapore", first=START, last=START + timedelta(hours=5), limit=99)
    assert (change.affected, free["slots"]) == ([], [])
