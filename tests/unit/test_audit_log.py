"""The log of petitions: it only grows, names the first faulty row, and sees what was changed behind its back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DatabaseError

from assistant.backends.cipher import AesGcmCipher
from assistant.backends.petition.audit import AuditLog, Staff, Verdict
from assistant.backends.petition.model import Actor, Event
from assistant.backends.petition.schemas import PetitionIn
from assistant.persistence.database import unit_of_work
from tests.contract.backend_systems import Systems, a_petition, build_systems


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    service = built.petition.state.service
    for n in range(3):
        receipt = service.register(PetitionIn(**a_petition()), key=f"key-000{n}")
        service.advance(receipt["number"], Event.TRANSFER, Actor.REGISTRY, staff="陈科长")
    yield built
    built.engine.dispose()


def verified(systems: Systems, expected: tuple[int, str] | None = None) -> Verdict:
    verdict: Verdict = systems.petition.state.service.filing.audit.check(systems.engine, expected=expected)
    return verdict


def tampered(systems: Systems, *statements: str) -> None:
    """Somebody with all rights over the database, triggers included, but without the key."""
    with systems.engine.connect() as connection:
        for statement in (
            "DROP TRIGGER petition_audit_no_update",
            "DROP TRIGGER petition_audit_no_delete",
            *statements,
        ):
            connection.execute(text(statement))
        connection.commit()


def test_a_log_that_nobody_touched_is_whole(systems: Systems) -> None:
    verdict = verified(systems)

    assert (verdict.fault, verdict.rows, verdict.before_log) == (None, 6, 0)
    assert verified(systems, (6, verdict.head)).fault is None


def test_checking_more_petitions_asks_the_database_no_more_often(systems: Systems) -> None:
    service, asked = systems.petition.state.service, list[str]()
    listen = (systems.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_more: asked.append(statement))
    counts = []
    event.listen(*listen)
    for n in (3, 4):
        asked.clear()
        assert verified(systems).fault is None
        counts.append(len(asked))
        service.register(PetitionIn(**a_petition()), key=f"key-000{n}")
    event.remove(*listen)

    assert counts[0] == counts[1]


def test_a_long_check_tells_how_far_it_is(systems: Systems) -> None:
    told: list[tuple[str, int, int]] = []

    systems.petition.state.service.filing.audit.check(systems.engine, progress=lambda *step: told.append(step))

    assert told == [("rows", 6, 6), ("petitions", 3, 3)]


@pytest.mark.parametrize("verb", ["UPDATE petition_audit SET what = 'x'", "DELETE FROM petition_audit"])
def test_the_database_itself_refuses_to_change_or_shorten_the_log(systems: Systems, verb: str) -> None:
    with pytest.raises(DatabaseError, match="petition_audit only grows"), systems.engine.connect() as connection:
        connection.execute(text(verb))


@pytest.mark.parametrize(
    ("statement", "fault", "row"),
    [
        ("UPDATE petition_audit SET who = 'somebody else' WHERE seq = 2", "row-changed", 2),
        ("UPDATE petition_audit SET what = 'accept' WHERE seq = 4", "row-changed", 4),
        ("UPDATE petition_audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1", "row-changed", 1),
        ("UPDATE petition_audit SET before = hash WHERE seq = 3", "chain-broken", 3),
        ("UPDATE petition_audit SET hash = before WHERE seq = 5", "row-changed", 5),
        ("DELETE FROM petition_audit WHERE seq = 3", "row-missing", 4),
        ("DELETE FROM petition_audit WHERE seq = 6", "end-missing", 6),
    ],
)
def test_the_first_faulty_row_is_named(systems: Systems, statement: str, fault: str, row: int) -> None:
    tampered(systems, statement)

    assert (verified(systems).fault, verified(systems).broken) == (fault, row)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE petitions SET department = 'police'", "petition-changed"),
        ("UPDATE petitions SET status = 'registered'", "petition-changed"),
        ("UPDATE petitions SET sealed = x'00'", "petition-changed"),
        ("UPDATE petition_events SET actor = 'citizen'", "petition-changed"),
        ("DELETE FROM petition_events WHERE event = 'transfer'", "petition-changed"),
        ("UPDATE petition_receipts SET receipt_hash = 'x'", "petition-changed"),
        (
            "DELETE FROM petition_news; DELETE FROM petition_events; DELETE FROM petition_receipts; "
            "DELETE FROM petitions",
            "petition-missing",
        ),
    ],
)
def test_a_petition_changed_behind_the_log_is_seen(systems: Systems, statement: str, fault: str) -> None:
    tampered(systems, *statement.split("; "))

    assert verified(systems).fault == fault


def test_a_petition_that_was_slipped_in_is_seen(systems: Systems) -> None:
    with systems.engine.connect() as connection:
        names = ", ".join(row.name for row in connection.execute(text("PRAGMA table_info(petitions)")))
    copied = names.replace("number", "'XF9'", 1).replace("registered_at", "'2099-01-01 00:00:00.000000'", 1)
    tampered(systems, f"INSERT INTO petitions ({names}) SELECT {copied} FROM petitions LIMIT 1")

    assert (verified(systems).fault, verified(systems).number) == ("petition-unlogged", "XF9")


def test_a_log_whose_end_was_cut_with_its_head_is_seen_by_who_noted_the_head(systems: Systems) -> None:
    noted = (6, verified(systems).head)
    with systems.engine.connect() as connection:
        before = connection.execute(text("SELECT before FROM petition_audit WHERE seq = 6")).scalar_one()
    tampered(
        systems,
        "DELETE FROM petition_audit WHERE seq = 6",
        f"UPDATE petition_audit_head SET seq = 5, hash = '{before}'",
    )

    assert verified(systems, noted).fault == "end-missing"


def test_a_log_written_anew_without_the_key_does_not_verify(systems: Systems) -> None:
    forger = AuditLog(cipher=AesGcmCipher(b"k" * 32), pepper=b"another pepper, well guessed")
    with unit_of_work(systems.engine, write=True) as unit:
        number = unit.connection.execute(text("SELECT min(number) FROM petitions")).scalar_one()
        forger.add(
            unit.connection, at=systems.clock(), by=Staff(Actor.REGISTRY), what="close", number=number, why="closed"
        )
        unit.commit()

    assert (verified(systems).fault, verified(systems).broken) == ("row-changed", 7)


def test_no_name_of_staff_and_no_reason_stands_in_the_log_in_the_clear(systems: Systems, tmp_path: Path) -> None:
    receipt = systems.petition.state.service.register(PetitionIn(**a_petition()), key="key-0009")
    by = Staff(Actor.DEPARTMENT, "李四海", "city_management")
    systems.petition.state.oversight.read(receipt["number"], by, "要给当事人回电话")
    systems.engine.dispose()

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert not any(word.encode() in stored for word in ("陈科长", "李四海", "要给当事人回电话", "张三丰"))


def test_who_acts_is_recognised_again_without_being_named(systems: Systems) -> None:
    with systems.engine.connect() as connection:
        who = connection.execute(text("SELECT who FROM petition_audit WHERE what = 'transfer'")).scalars().all()

    assert len(who) == 3
    assert len(set(who)) == 1
    assert who[0]


def test_a_step_that_is_refused_leaves_no_row(systems: Systems) -> None:
    service = systems.petition.state.service
    with systems.engine.connect() as connection:
        number = connection.execute(text("SELECT min(number) FROM petitions")).scalar_one()
    with pytest.raises(Exception, match="transfer cannot follow transferred"):
        service.advance(number, Event.TRANSFER, Actor.REGISTRY)

    assert verified(systems).rows == 6


def test_steps_that_are_taken_while_the_log_is_checked_are_no_faults(systems: Systems) -> None:
    service = systems.petition.state.service
    stop = threading.Event()

    def keep_registering() -> None:
        n = 0
        while not stop.is_set() and n < 200:
            service.register(PetitionIn(**a_petition()), key=f"meanwhile-{n:04d}")
            n += 1

    writer = threading.Thread(target=keep_registering)
    writer.start()
    faults = {verified(systems).fault for _ in range(10)}
    stop.set()
    writer.join()

    assert faults == {None}
