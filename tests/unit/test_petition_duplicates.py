"""Petitions of one matter are linked with what speaks for it, in any order, and never merged."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from assistant.backends.petition import duplicates_repository as repository
from assistant.backends.petition.batch import COLUMNS, as_csv, batch_of
from assistant.backends.petition.duplicates import (
    Kind,
    Link,
    Matter,
    Scorer,
    agreement,
    groups,
    load_scorer,
    overlap,
)
from assistant.backends.petition.duplicates_linking import Linking
from assistant.persistence.database import unit_of_work
from assistant.shared.errors import SetupError
from tests.contract.backend_systems import Systems, a_petition, build_systems
from tests.unit.fake_encoder import FakeEncoder

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
SMOKE = "楼下烧烤店天天油烟熏人，蓬江区白沙街道"
ROADS = "大鳌镇公路坑坑洼洼，摩托车摔了好几次"


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return load_scorer()


def a_matter(number: str = "A", **changes: Any) -> Matter:
    vector = np.array([1, 0], dtype=np.float32)
    given = {"text": SMOKE, "vector": vector, "at": NOON, "place": "440703002", "person": frozenset({number})}
    return Matter(number, **{**given, **changes})


def test_two_people_who_tell_the_same_are_linked_and_it_is_said_why(scorer: Scorer) -> None:
    (link,) = scorer.links(a_matter("B"), [a_matter("A")])

    assert (link.number, link.other, link.kind) == ("B", "A", Kind.NEAR_DUPLICATE)
    assert set(link.parts) == {"cosine", "overlap", "same_town"}


def test_the_same_person_with_the_same_matter_repeats(scorer: Scorer) -> None:
    person = frozenset({"p"})

    (link,) = scorer.links(a_matter("B", person=person), [a_matter("A", person=person)])

    assert link.kind is Kind.REPEAT


def test_the_same_person_with_another_matter_is_only_the_same_person(scorer: Scorer) -> None:
    person, other = frozenset({"p"}), np.array([0, 1], dtype=np.float32)

    (link,) = scorer.links(a_matter("B", person=person), [a_matter("A", person=person, vector=other, text=ROADS)])

    assert link.kind is Kind.SAME_PERSON


def test_people_without_a_hash_are_never_taken_for_one(scorer: Scorer) -> None:
    other = np.array([0, 1], dtype=np.float32)

    assert scorer.links(a_matter("B", person=frozenset()), [a_matter("A", person=frozenset(), vector=other)]) == []


def test_what_lies_outside_the_window_is_not_linked(scorer: Scorer) -> None:
    old = a_matter("A", at=NOON - scorer.window - timedelta(seconds=1))

    assert scorer.links(a_matter("B"), [old]) == []


def test_a_petition_is_not_linked_to_itself(scorer: Scorer) -> None:
    assert scorer.links(a_matter("A"), [a_matter("A")]) == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_overlap_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, other) == overlap(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("440703002", "440703002001", "same_town"),
        ("440703", "440703002", "same_district"),
        ("440703002", "440703006", "other_place"),
        ("440703", "440705", "other_place"),
        (None, "440705", None),
    ],
)
def test_places_agree_as_far_as_both_tell(one: str | None, other: str | None, expected: str | None) -> None:
    assert agreement(one, other) == agreement(other, one) == expected


def a_link(number: str, other: str, kind: Kind = Kind.NEAR_DUPLICATE) -> Link:
    return Link(number, other, kind, 1.0, {})


def test_a_group_is_what_links_of_one_matter_hold_together() -> None:
    found = groups([a_link("B", "A"), a_link("C", "B"), a_link("E", "D"), a_link("F", "A", Kind.SAME_PERSON)])

    assert found == [frozenset("ABC"), frozenset("DE")]


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.yml").write_text("bias: 1", encoding="utf-8")

    with pytest.raises(SetupError, match=r"d\.yml cannot be used"):
        load_scorer(tmp_path / "d.yml")


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


def a_linking(systems: Systems) -> Linking:
    filing = systems.petition.state.service.filing
    return Linking(filing, encode=FakeEncoder().encode_queries, pepper=b"p" * 32, scorer=load_scorer())


async def file_all(systems: Systems, *told: tuple[str, str]) -> list[str]:
    numbers = []
    for place, (phone, words) in enumerate(told):
        petitioner = {**a_petition()["petitioner"], "phone": phone}
        body = a_petition(petitioner=petitioner, text=words)
        numbers.append((await systems.petitions.register(body, key=f"key-{place:08}"))["number"])
    return numbers


def reasons(systems: Systems) -> dict[str, frozenset[str]]:
    with unit_of_work(systems.engine) as unit:
        marks = repository.marks_between(unit.connection, NOON - timedelta(days=9), NOON + timedelta(days=9))
        return {mark.number: mark.key_reasons for mark in marks}


async def test_links_are_found_once_when_the_text_can_no_longer_change(systems: Systems) -> None:
    first, second = await file_all(systems, ("13800000001", SMOKE), ("13800000002", SMOKE))
    linking = a_linking(systems)

    assert linking.catch_up() == []
    systems.clock.forward(minutes=11)
    (link,) = linking.catch_up()

    assert {link.number, link.other} == {first, second}
    assert link.kind is Kind.NEAR_DUPLICATE
    assert linking.catch_up() == []
    with systems.engine.connect() as connection:
        assert connection.execute(sql("SELECT count(*) FROM petitions")).scalar_one() == 2


async def test_a_telephone_is_known_again_however_it_is_written_and_never_stored(systems: Systems) -> None:
    await file_all(systems, ("13800000001", SMOKE), ("+86 138 0000 0001", SMOKE))
    systems.clock.forward(minutes=11)

    (link,) = a_linking(systems).catch_up()

    assert link.kind is Kind.REPEAT
    with systems.engine.connect() as connection:
        stored = connection.execute(sql("SELECT person, sealed FROM petition_marks")).all()
    assert all("13800000001" not in row.person and b"13800000001" not in row.sealed for row in stored)


async def test_three_times_by_one_person_is_a_key_case(systems: Systems) -> None:
    numbers = await file_all(systems, *[("13800000001", SMOKE)] * 3)
    systems.clock.forward(minutes=11)

    a_linking(systems).catch_up()

    assert all("repeated" in reasons(systems)[number] for number in numbers)


async def test_five_people_with_one_matter_are_a_joint_matter(systems: Systems) -> None:
    numbers = await file_all(systems, *[(f"1380000000{n}", SMOKE) for n in range(5)], ("13900000000", ROADS))
    systems.clock.forward(minutes=11)

    a_linking(systems).catch_up()

    found = reasons(systems)
    assert all("joint" in found[number] for number in numbers[:5])
    assert "joint" not in found[numbers[5]]


async def test_a_mark_is_gone_once_the_petition_is_erased(systems: Systems) -> None:
    await file_all(systems, ("13800000001", SMOKE))
    systems.clock.forward(minutes=11)
    a_linking(systems).catch_up()
    with systems.engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(sql("UPDATE petitions SET erased_at = registered_at"))

    a_linking(systems).catch_up()

    assert reasons(systems) == {}


async def test_a_days_batch_counts_by_district_and_lists_no_word_of_a_petitioner(systems: Systems) -> None:
    await file_all(systems, ("13800000001", SMOKE), ("13800000002", SMOKE), ("13800000003", ROADS))
    systems.clock.forward(minutes=11)
    a_linking(systems).catch_up()

    with unit_of_work(systems.engine) as unit:
        batch = batch_of(unit.connection, date(2026, 11, 22))
        empty = batch_of(unit.connection, date(2026, 11, 21))

    assert (batch.total, empty.total) == (3, 0)
    assert sum(count for _, count in batch.by_district) == 3
    lines = as_csv(batch).splitlines()
    assert lines[0].split(",") == list(COLUMNS)
    assert len(lines) == 4
    assert "烧烤" not in as_csv(batch)
    assert sorted(row.alike for row in batch.rows) == [0, 1, 1]
