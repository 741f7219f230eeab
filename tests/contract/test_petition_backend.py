"""The petition system over HTTP, through our client, as design §9 promises it."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from assistant.backends.petition.model import Actor, Event
from assistant.backends.petition.schemas import PetitionIn
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, is_number
from assistant.shared.errors import BadInput, Conflict, NotFound, RateLimited
from tests.contract.backend_systems import Systems, a_petition, another_code, build_systems

KEY = "key-00000001"


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


def run(work: Any) -> Any:
    return asyncio.run(work)


def register(systems: Systems, key: str = KEY, **changes: Any) -> dict[str, Any]:
    return run(systems.petitions.register(a_petition(**changes), key=key))


def answered(systems: Systems) -> dict[str, Any]:
    receipt = register(systems)
    service = systems.petition.state.service
    for event, actor in (
        (Event.TRANSFER, Actor.REGISTRY),
        (Event.ACCEPT, Actor.DEPARTMENT),
        (Event.START, Actor.DEPARTMENT),
        (Event.ANSWER, Actor.DEPARTMENT),
    ):
        systems.clock.forward(days=1)
        service.advance(receipt["number"], event, actor)
    return receipt


def test_a_receipt_names_number_code_body_and_both_legal_dates(systems: Systems) -> None:
    receipt = register(systems)

    assert is_number(receipt["number"], PETITION_PREFIX)
    assert len(receipt["query_code"]) == 6
    assert receipt["query_code"].isdecimal()
    assert receipt["status"] == "registered"
    assert receipt["department"] == {"code": "city_management", "name": "城管部门"}
    assert receipt["district"] == {"code": "440703", "name": "蓬江区"}
    assert receipt["level"] == "district"
    assert (receipt["accept_by"], receipt["finish_by"]) == ("2026-12-07", "2027-02-05")
    assert receipt["finish_by_provisional"] is True


def test_the_receipt_hash_is_sha256_over_the_canonical_json_of_the_petition_as_received(systems: Systems) -> None:
    receipt = register(systems)

    whole = PetitionIn.model_validate(a_petition()).model_dump(mode="json")
    assert whole["text"] == a_petition()["text"]
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert receipt["receipt_hash"] == hashlib.sha256(canonical).hexdigest()


def test_the_same_key_and_body_give_the_same_receipt_and_one_petition(systems: Systems) -> None:
    first, second = register(systems), register(systems)

    assert first == second
    with systems.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM petitions")).scalar_one() == 1


def test_the_same_key_with_another_body_is_a_conflict(systems: Systems) -> None:
    register(systems)

    with pytest.raises(Conflict) as refused:
        register(systems, text="别的事")

    assert refused.value.code == "idempotency-key-reused"


def test_a_post_without_an_idempotency_key_is_refused(systems: Systems) -> None:
    response = run(systems.raw_petition.post("/petitions", json=a_petition()))

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["fields"] == [{"field": "Idempotency-Key", "fault": "missing"}]


def test_numbers_of_one_day_count_up_and_start_again_the_next_beijing_day(systems: Systems) -> None:
    numbers = [register(systems, key=f"key-0000000{n}")["number"] for n in (1, 2)]
    systems.clock.forward(hours=15)  # midnight in Beijing, still the same day in UTC

    numbers.append(register(systems, key="key-00000003")["number"])

    assert [number[2:15] for number in numbers] == ["2026112200001", "2026112200002", "2026112300001"]


def test_who_knows_number_and_code_sees_where_it_stands_and_what_may_be_done(systems: Systems) -> None:
    receipt = register(systems, subject="油烟扰民")

    found = run(systems.petitions.status(receipt["number"], receipt["query_code"]))

    assert (found["status"], found["subject"], found["overdue"]) == ("registered", "油烟扰民", False)
    assert found["timeline"] == [
        {
            "at": "2026-11-22T01:00:00Z", "event": "register", "actor": "citizen", "status": "registered",
            "words": "petition_step_register", "told": None,
        }
    ]  # fmt: skip
    allowed = {each["action"]: each["allowed"] for each in found["actions"]}
    assert allowed == {
        "supplement": True, "urge": False, "edit": True, "withdraw": True, "rate": False, "review": False,
    }  # fmt: skip
    assert not {"query_code", "petitioner", "text"} & set(found)


@pytest.mark.parametrize("number", ["XF20261122000028", "XF20261122000029", "nonsense", "XF" + "9" * 400, "%00", "名"])
def test_an_unknown_number_and_a_wrong_code_get_the_same_slow_answer(systems: Systems, number: str) -> None:
    receipt = register(systems)
    http = systems.raw_petition

    wrong = run(http.get(f"/petitions/{receipt['number']}", params={"code": another_code(receipt["query_code"])}))
    http = systems.raw_petition
    unknown = run(http.get(f"/petitions/{number}", params={"code": receipt["query_code"]}))

    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "unknown-reference")
    assert systems.delays == [0.3, 0.3]
    assert dict(wrong.headers) == dict(unknown.headers)


def test_five_wrong_codes_close_a_number_for_fifteen_minutes_even_to_the_right_code(systems: Systems) -> None:
    receipt = register(systems)
    number, code = receipt["number"], receipt["query_code"]
    for _ in range(5):
        with pytest.raises(NotFound):
            run(systems.petitions.status(number, another_code(code)))

    with pytest.raises(RateLimited) as refused:
        run(systems.petitions.status(number, code))

    assert refused.value.context["retry_after"] == 901
    systems.clock.forward(minutes=15, seconds=1)
    assert run(systems.petitions.status(number, code))["number"] == number


def test_an_unknown_number_is_closed_in_the_same_way(systems: Systems) -> None:
    for _ in range(5):
        with pytest.raises(NotFound):
            run(systems.petitions.status("XF20261122000028", "123456"))

    with pytest.raises(RateLimited):
        run(systems.petitions.status("XF20261122000028", "123456"))


def test_the_right_code_forgives_earlier_wrong_ones(systems: Systems) -> None:
    receipt = register(systems)
    number, code = receipt["number"], receipt["query_code"]
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotFound):
                run(systems.petitions.status(number, another_code(code)))
        run(systems.petitions.status(number, code))


def test_wrong_codes_count_for_actions_too(systems: Systems) -> None:
    receipt = register(systems)
    for n in range(5):
        with pytest.raises(NotFound):
            run(
                systems.petitions.withdraw(receipt["number"], another_code(receipt["query_code"]), key=f"guess-{n:03d}")
            )

    with pytest.raises(RateLimited):
        run(systems.petitions.withdraw(receipt["number"], receipt["query_code"], key=KEY))


def test_a_petition_is_withdrawn_freely_within_ten_minutes(systems: Systems) -> None:
    receipt = register(systems)
    systems.clock.forward(minutes=10)

    after = run(systems.petitions.withdraw(receipt["number"], receipt["query_code"], key=KEY))

    assert after["status"] == "withdrawn"
    assert [each["event"] for each in after["timeline"]] == ["register", "withdraw"]


def test_after_ten_minutes_withdrawing_is_a_conflict_with_a_mend(systems: Systems) -> None:
    receipt = register(systems)
    systems.clock.forward(minutes=10, seconds=1)

    with pytest.raises(Conflict) as refused:
        run(systems.petitions.withdraw(receipt["number"], receipt["query_code"], key=KEY))

    assert refused.value.code == "withdraw-too-late"
    assert refused.value.mend


def test_urging_before_it_is_due_is_a_conflict_that_says_until_when(systems: Systems) -> None:
    receipt = register(systems)

    with pytest.raises(Conflict) as refused:
        run(systems.petitions.urge(receipt["number"], receipt["query_code"], key=KEY))

    assert refused.value.code == "urge-not-due"
    assert refused.value.context["until"] == "2026-12-07T16:00:00Z"  # 8 December in Beijing
    systems.clock.forward(days=16)
    assert run(systems.petitions.urge(receipt["number"], receipt["query_code"], key=KEY))["overdue"] is True


def test_a_supplement_sent_twice_is_one_supplement(systems: Systems) -> None:
    receipt = register(systems)
    say = systems.petitions.supplement
    first = run(say(receipt["number"], receipt["query_code"], "还有噪音", key="more-0001"))
    second = run(systems.petitions.supplement(receipt["number"], receipt["query_code"], "还有噪音", key="more-0001"))

    assert first == second
    assert [each["event"] for each in second["timeline"]] == ["register", "supplement"]


def test_an_answer_is_rated_once_and_reviewed_within_thirty_days(systems: Systems) -> None:
    receipt = answered(systems)
    number, code = receipt["number"], receipt["query_code"]

    rated = run(systems.petitions.rate(number, code, 2, key="rate-0001", reason="没有解决"))
    assert rated["status"] == "rated"
    with pytest.raises(Conflict):
        run(systems.petitions.rate(number, code, 5, key="rate-0002"))
    review = run(systems.petitions.review(number, code, "不服", key="view-0001"))

    assert review["status"] == "review"
    assert review["review_answer_by"] == "2026-12-26"


@pytest.mark.parametrize(("days", "status"), [(5, "registered"), (6, None)])
def test_a_body_may_object_to_a_transfer_within_five_working_days(
    systems: Systems, days: int, status: str | None
) -> None:
    systems.clock.forward(days=1)  # Monday
    number = register(systems)["number"]
    service = systems.petition.state.service
    service.advance(number, Event.TRANSFER, Actor.REGISTRY)
    systems.clock.forward(days=2 + days)  # over one weekend

    if status is None:
        with pytest.raises(Conflict) as refused:
            service.advance(number, Event.OBJECT, Actor.DEPARTMENT)
        assert refused.value.code == "object-too-late"
    else:
        assert service.advance(number, Event.OBJECT, Actor.DEPARTMENT)["status"] == status


def test_a_conflict_is_not_remembered_so_the_same_key_works_later(systems: Systems) -> None:
    receipt = register(systems)
    with pytest.raises(Conflict):
        run(systems.petitions.urge(receipt["number"], receipt["query_code"], key="urge-0001"))
    systems.clock.forward(days=16)

    assert run(systems.petitions.urge(receipt["number"], receipt["query_code"], key="urge-0001"))["overdue"]


def test_nothing_personal_lies_readable_in_the_database(systems: Systems, tmp_path: Path) -> None:
    receipt = register(
        systems, petitioner={"name": "张三丰", "phone": "13800138000", "id_number": "440701199001011234"}
    )
    run(systems.petitions.supplement(receipt["number"], receipt["query_code"], "我的电话13900139000", key=KEY))
    systems.engine.dispose()

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in ("张三丰", "13800138000", "440701199001011234", "13900139000", "烧烤", f'"{receipt["query_code"]}"'):
        assert secret.encode() not in stored, secret


@pytest.mark.parametrize(
    "bad",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": "好" * 10_001},
        {"text": "\x00"},
        {"petitioner": {"phone": "13800138000"}},
        {"petitioner": {"name": "张", "phone": "call me"}},
        {"language": "fr"},
        {"surprise": 1},
        {"attachments": [{}] * 10},
    ],
)
def test_what_cannot_be_used_is_refused_with_the_field_and_without_echo(systems: Systems, bad: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        register(systems, **bad)

    assert refused.value.code == "bad-input"
    named = {each["field"].split(".")[0] for each in refused.value.context["fields"]}
    assert named == set(bad)
    assert "call me" not in json.dumps(refused.value.context)


def test_ten_thousand_characters_and_emoji_are_taken(systems: Systems) -> None:
    assert register(systems, text="好" * 10_000, key="long-0001")["status"] == "registered"
    assert register(systems, text="😡😡😡", key="moji-0001")["routing"]["reason"] == "fallback"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"text": "\\ud800"}', b"[]", b"null"])
def test_a_broken_body_is_a_problem_never_a_stack(systems: Systems, body: bytes) -> None:
    headers = {"Idempotency-Key": KEY, "Content-Type": "application/json"}

    response = run(systems.raw_petition.post("/petitions", content=body, headers=headers))

    assert response.status_code in (400, 422)
    assert set(response.json()) >= {"code", "detail", "mend"}
    assert "Traceback" not in response.text


def test_a_full_disk_is_a_503_with_a_mend_and_loses_nothing_said_before(systems: Systems) -> None:
    receipt = register(systems)
    with systems.engine.connect() as connection:
        connection.execute(text("ALTER TABLE petitions RENAME TO gone"))
        connection.commit()

    response = run(
        systems.raw_petition.post("/petitions", json=a_petition(), headers={"Idempotency-Key": "key-00000009"})
    )

    assert (response.status_code, response.json()["code"]) == (503, "storage-unavailable")
    with systems.engine.connect() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO petitions"))
        connection.commit()
    assert run(systems.petitions.status(receipt["number"], receipt["query_code"]))["status"] == "registered"


def test_the_openapi_document_names_every_path_and_its_refusals(systems: Systems) -> None:
    document = systems.petition.openapi()

    actions = {f"/petitions/{{number}}/{name}" for name in ("supplement", "urge", "edit", "withdraw", "rate", "review")}
    proofs = {"/petitions/{number}/verify", "/petitions/{number}/export"}
    rest = {"/petitions", "/petitions/{number}", "/public/petitions"}
    assert set(document["paths"]) == rest | actions | proofs
    assert {"404", "409", "422", "429"} <= set(document["paths"]["/petitions/{number}/urge"]["post"]["responses"])
