"""What a petition system does when it is called: the served one through our client, and the one in memory, alike."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.petition.client import PetitionClient
from assistant.backends.petition.model import Actor, Event
from assistant.backends.petition.schemas import ExportOut, PetitionOut, ReceiptOut, VerifyOut
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, is_number
from assistant.shared.errors import BadInput, Conflict, NotFound, RateLimited
from tests.contract.backend_systems import MovableClock, a_petition, another_code, build_systems
from tests.contract.memory_petitions import MemoryPetitions, methods

KEY = "key-00000001"


@dataclass
class Port:
    """Something that is called like our client; `advance` is a step of staff."""

    kind: str
    clock: MovableClock
    client: Any
    advance: Any

    def ask(self, call: str, *values: Any, **named: Any) -> dict[str, Any]:
        found: dict[str, Any] = asyncio.run(getattr(self.client(), call)(*values, **named))
        return found

    def register(self, key: str = KEY, **changes: Any) -> dict[str, Any]:
        return self.ask("register", a_petition(**changes), key=key)


@pytest.fixture(params=["served", "memory"])
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Port]:
    if request.param == "memory":
        clock = MovableClock()
        fake = MemoryPetitions(clock)
        yield Port("memory", clock, lambda: fake, fake.advance)
        return
    systems = build_systems(tmp_path)
    service = systems.petition.state.service
    yield Port("served", systems.clock, lambda: systems.petitions, service.advance)
    systems.engine.dispose()


def who(receipt: dict[str, Any]) -> tuple[str, str]:
    return receipt["number"], receipt["query_code"]


def answered(port: Port) -> dict[str, Any]:
    receipt = port.register()
    for event, actor in ((Event.TRANSFER, Actor.REGISTRY), (Event.ACCEPT, Actor.DEPARTMENT),
                         (Event.START, Actor.DEPARTMENT), (Event.ANSWER, Actor.DEPARTMENT)):  # fmt: skip
        port.clock.forward(days=1)
        port.advance(receipt["number"], event, actor)
    return receipt


def test_the_fake_has_every_method_of_the_client() -> None:
    assert methods(MemoryPetitions) - {"advance"} == methods(PetitionClient)


def test_every_answer_has_the_form_of_the_contract(port: Port) -> None:
    receipt = port.register()

    assert ReceiptOut.model_validate(receipt)
    assert PetitionOut.model_validate(port.ask("status", *who(receipt)))
    assert VerifyOut.model_validate(port.ask("verify", receipt["number"], receipt["receipt_hash"])).verified
    assert set(ExportOut.model_fields) == set(port.ask("export", *who(receipt)))


def test_a_receipt_has_number_code_and_both_legal_dates(port: Port) -> None:
    receipt = port.register()

    assert is_number(receipt["number"], PETITION_PREFIX)
    assert len(receipt["query_code"]) == 6
    assert (receipt["accept_by"], receipt["finish_by"]) == ("2026-12-07", "2027-02-05")
    assert (receipt["status"], receipt["withdraw_until"]) == ("registered", "2026-11-22T01:10:00Z")


def test_numbers_of_a_day_count_up(port: Port) -> None:
    assert [port.register(key=f"key-0000000{n}")["number"][2:15] for n in (1, 2)] == ["2026112200001", "2026112200002"]


def test_the_same_key_is_one_petition_and_not_for_another(port: Port) -> None:
    assert port.register() == port.register()
    with pytest.raises(Conflict) as refused:
        port.register(text="别的事")
    assert refused.value.code == "idempotency-key-reused"


def test_what_cannot_be_used_is_refused_and_leaves_the_key_free(port: Port) -> None:
    with pytest.raises(BadInput):
        port.register(text="")

    assert port.register()["status"] == "registered"


def test_a_wrong_code_and_an_unknown_number_are_refused_alike_and_closed_after_five(port: Port) -> None:
    receipt = port.register()
    number, code = who(receipt)
    told = []
    for wanted in (number, "XF20261122000028"):
        for _ in range(5):
            with pytest.raises(NotFound) as refused:
                port.ask("status", wanted, another_code(code))
            told.append((refused.value.code, refused.value.message))
        with pytest.raises(RateLimited) as closed:
            port.ask("status", wanted, code)
        assert closed.value.context["retry_after"] == 901

    assert len(set(told)) == 1
    port.clock.forward(minutes=15, seconds=1)
    assert port.ask("status", number, code)["number"] == number


def test_a_supplement_sent_twice_is_one(port: Port) -> None:
    receipt = port.register()

    first, second = (port.ask("supplement", *who(receipt), "还有噪音", key="more-0001") for _ in range(2))

    assert first == second
    assert [each["event"] for each in second["timeline"]] == ["register", "supplement"]


def test_ten_minutes_are_free_and_then_over(port: Port) -> None:
    receipt = port.register()
    edited = port.ask("edit", *who(receipt), a_petition(text="是三盏灯"), key="edit-0001")
    assert edited["receipt_hash"] != receipt["receipt_hash"]
    assert port.ask("verify", receipt["number"], receipt["receipt_hash"])["current"] is False
    port.clock.forward(minutes=10, seconds=1)

    with pytest.raises(Conflict) as refused:
        port.ask("withdraw", *who(receipt), key="with-0001")

    assert refused.value.code == "withdraw-too-late"


def test_a_withdrawn_petition_takes_no_step(port: Port) -> None:
    receipt = port.register()

    after = port.ask("withdraw", *who(receipt), key="with-0001")

    assert after["status"] == "withdrawn"
    assert not any(each["allowed"] for each in after["actions"])
    with pytest.raises(Conflict):
        port.ask("supplement", *who(receipt), "还有", key="more-0001")


def test_an_urge_waits_for_its_day_and_the_key_waits_with_it(port: Port) -> None:
    receipt = port.register()
    with pytest.raises(Conflict) as refused:
        port.ask("urge", *who(receipt), key="urge-0001")
    assert (refused.value.code, refused.value.context["until"]) == ("urge-not-due", "2026-12-07T16:00:00Z")
    port.clock.forward(days=16)

    assert port.ask("urge", *who(receipt), key="urge-0001")["overdue"] is True


def test_an_answer_is_rated_once_and_reviewed(port: Port) -> None:
    receipt = answered(port)

    rated = port.ask("rate", *who(receipt), 2, key="rate-0001", reason="没有解决")
    with pytest.raises(Conflict):
        port.ask("rate", *who(receipt), 5, key="rate-0002")
    review = port.ask("review", *who(receipt), "不服", key="view-0001")

    assert (rated["status"], rated["rating"]) == ("rated", 2)
    assert (review["status"], review["review_answer_by"]) == ("review", "2026-12-26")


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_is_one_to_five(port: Port, score: int) -> None:
    with pytest.raises(BadInput):
        port.ask("rate", *who(answered(port)), score, key="rate-0001")
