"""Many want one seat at the same instant: exactly its capacity get it. The twin shows what the lock prevents."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, create_engine, event, func, select, text

from assistant.backends.notary import repository
from assistant.backends.notary.catalogue import FOLDER, load_catalogue
from assistant.backends.notary.model import Slot
from assistant.backends.notary.repository import Hold
from assistant.backends.notary.schemas import HoldIn, WaitingIn
from assistant.backends.petition.schemas import PetitionIn
from assistant.persistence.tables.notary import notary_seats
from assistant.shared.errors import Conflict
from tests.concurrency.together import together
from tests.contract.backend_systems import SUNDAY, Systems, a_petition, build_systems

CLIENTS = 30
SLOT_ID = "wuyi:singapore:20261125T013000Z"


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


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
        "office TEXT, starts_at TIMESTAMP, seat INTEGER, capacity INTEGER, mission TEXT, room INTEGER, rooms INTEGER, "
        "hold_id TEXT, booking TEXT, held_until TIMESTAMP"
    )
    unique = ", UNIQUE (office, starts_at, seat), UNIQUE (mission, starts_at, room)" if constraint else ""
    with systems.engine.connect() as connection:
        connection.execute(text("DROP TABLE notary_seats"))
        connection.execute(text(f"CREATE TABLE notary_seats ({columns}{unique})"))
        connection.commit()
    return create_engine(systems.engine.url, connect_args={"timeout": 15, "check_same_thread": False})


def claims(engine: Engine, count: int, *, seats: int = 1, rooms: int = 9) -> int:
    """How many of `count` claims of one office and mission won when all check before any of them writes."""
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
            return repository.claim_seat(connection, hold, seats=seats, rooms=rooms, now=SUNDAY)

    return sum(together(count, claim))


def test_twin_without_lock_and_constraint_the_same_claim_oversells(systems: Systems) -> None:
    engine = bare_engine(systems, constraint=False)

    won = claims(engine, 4)

    assert won == 4
    assert seats(engine) == 4
    engine.dispose()


@pytest.mark.parametrize(("seats_there", "rooms_there"), [(1, 9), (2, 9), (3, 9), (9, 1), (9, 2), (2, 3)])
def test_twin_without_lock_the_constraints_alone_still_keep_both_capacities(
    systems: Systems, seats_there: int, rooms_there: int
) -> None:
    engine = bare_engine(systems, constraint=True)

    won = claims(engine, 5, seats=seats_there, rooms=rooms_there)

    assert won == min(seats_there, rooms_there)
    assert seats(engine) == won
    engine.dispose()


# -- The room of a mission is shared by all offices -------------------------------------------------------------------


def test_two_rooms_of_a_mission_are_never_three_whichever_office_is_asked(tmp_path: Path) -> None:
    schedule = yaml.safe_load((FOLDER / "schedule.yml").read_text(encoding="utf-8"))
    for office in schedule["offices"]:
        office["capacity"] = 5
    for name in ("missions.yml", "matters.yml"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / "schedule.yml").write_text(yaml.safe_dump(schedule, allow_unicode=True), encoding="utf-8")
    systems = build_systems(tmp_path, catalogue=load_catalogue(tmp_path))
    service = systems.notary.state.service

    def want(n: int) -> bool:
        try:
            service.hold(HoldIn(slot_id=SLOT_ID.replace("wuyi", ("wuyi", "taishan")[n % 2])), key=f"race-{n:04d}")
        except Conflict:
            return False
        return True

    assert sum(together(CLIENTS, want)) == 2
    assert seats(systems.engine) == 2
    systems.engine.dispose()


# -- The waiting list -------------------------------------------------------------------------------------------------


def line_for_one_slot(systems: Systems, people: int) -> tuple[Any, str, list[str]]:
    """The service, the hold that keeps the only slot of a window, and the places of those who wait for it."""
    service = systems.notary.state.service
    held = service.hold(HoldIn(slot_id=SLOT_ID), key="first-0001")
    window = {"office": "wuyi", "mission": "singapore", "from": "2026-11-25T01:30:00Z", "to": "2026-11-25T01:30:00Z"}
    start = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    places = [service.wait(WaitingIn(**window), start, start, key=f"line-{n:04d}")["waiting_id"] for n in range(people)]
    return service, held["hold_id"], places


def test_when_a_slot_is_freed_thirty_who_come_now_do_not_overtake_the_line(systems: Systems) -> None:
    service, _held, places = line_for_one_slot(systems, 2)
    systems.clock.forward(minutes=10)

    def want(n: int) -> bool:
        try:
            service.hold(HoldIn(slot_id=SLOT_ID), key=f"race-{n:04d}")
        except Conflict:
            return False
        return True

    assert sum(together(CLIENTS, want)) == 0
    assert [service.waiting(each)["state"] for each in places] == ["offered", "waiting"]
    assert seats(systems.engine) == 1


def test_thirty_settlings_at_once_offer_one_slot_once(systems: Systems) -> None:
    service, _held, places = line_for_one_slot(systems, 3)
    systems.clock.forward(minutes=10)

    made = together(CLIENTS, lambda _n: service.settle())

    assert sum(made) == 1
    assert [service.waiting(each)["state"] for each in places] == ["offered", "waiting", "waiting"]


def test_twin_without_settling_first_who_comes_now_overtakes_the_line(systems: Systems) -> None:
    service, _held, places = line_for_one_slot(systems, 1)
    systems.clock.forward(minutes=10)
    opening = service._desk
    with systems.engine.connect() as connection, connection.begin():
        start = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
        found = opening.opening(connection, ("wuyi", "singapore", start))
        overtaken = opening.grant(connection, found, systems.clock(), timedelta(minutes=10))

    assert overtaken is not None
    assert service.waiting(places[0])["state"] == "waiting"
