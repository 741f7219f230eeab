"""What the petition form takes from a story, and what it sends."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering, other_place
from actions.petition import PetitionForm, named_place
from actions.ports import Ports
from assistant.shared.errors import BackendUnavailable
from tests.unit.actions_turns import a_tracker, a_turn


class Vault:
    real = {"⟦name:1⟧": "李大明", "⟦phone:1⟧": "13900139000"}

    def resolve(self, session: str, text: str) -> str:
        for hidden, value in self.real.items():
            text = text.replace(hidden, value)
        return text

    def keep(self, session: str, kind: object, value: str) -> str:
        return f"⟦{kind}:9⟧"


class Petitions:
    def __init__(self, *, down: bool = False) -> None:
        self.sent: list[tuple[dict[str, Any], str]] = []
        self.down = down

    async def register(self, petition: dict[str, Any], *, key: str) -> dict[str, Any]:
        self.sent.append((petition, key))
        if self.down:
            raise BackendUnavailable("down", mend="wait")
        return {"number": "XF20261122000011", "query_code": "123456", "accept_by": "2026-12-07", "finish_by": "2027-01-21"}


class Nothing:
    async def search(self, text: str, *, limit: int = 5) -> None:
        raise AssertionError("nothing is asked here")


FILLED = {
    "petition_text": "路灯坏了", "petition_district": "蓬江区白沙街道", "petition_when": "上个月", "petition_name": "⟦name:1⟧",
    "petition_phone": "⟦phone:1⟧", "petition_anonymous": False, "petition_draft": "d1", "requested_slot": "petition_confirm",
}


def a_form(petitions: Petitions) -> PetitionForm:
    answering = Answering(Nothing())  # type: ignore[arg-type]
    ports = Ports(Nothing(), petitions, None, Vault(), lambda: datetime.now(UTC))  # type: ignore[arg-type]
    return PetitionForm(answering, ports)


async def confirmed(petitions: Petitions, **slots: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Slots set and messages said when the summary is confirmed."""
    dispatcher = CollectingDispatcher()
    tracker = a_tracker(intent="confirm", pressed=True, form="petition_form", slots={**FILLED, **slots})
    events = await a_form(petitions).run(dispatcher, tracker, {})
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}, dispatcher.messages


async def test_real_values_are_only_in_what_is_sent() -> None:
    petitions = Petitions()
    slots, said = await confirmed(petitions)
    body, key = petitions.sent[0]
    assert body["petitioner"] == {"phone": "13900139000", "anonymous": False, "name": "李大明"}
    assert (body["district"], body["address"], body["occurred_at"]) == ("蓬江区", "白沙街道", "上个月")
    assert key == "petition:s1:d1" and "123456" not in str(said) and "123456" not in str(slots)
    assert slots["known_codes"] == {"XF20261122000011": "⟦code:9⟧"} and slots["petition_text"] is None


async def test_an_anonymous_petition_sends_no_name() -> None:
    petitions = Petitions()
    await confirmed(petitions, petition_anonymous=True)
    assert petitions.sent[0][0]["petitioner"] == {"phone": "13900139000", "anonymous": True}


async def test_a_retry_after_a_failure_has_the_same_key_and_an_edit_in_between_another() -> None:
    petitions = Petitions(down=True)
    slots, said = await confirmed(petitions)
    assert slots["petition_confirm"] is False and slots["requested_slot"] == "petition_confirm"
    assert said[0]["custom"]["outcome"] == "error_backend_unavailable"
    await confirmed(petitions, **{name: value for name, value in slots.items() if name.startswith("petition_c")})
    assert petitions.sent[0][1] == petitions.sent[1][1]
    tracker = a_tracker(
        "⟦phone:1⟧", form="petition_form", entities={"phone": "⟦phone:1⟧"},
        slots={**FILLED, "petition_confirm": False, "petition_phone": None, "requested_slot": "petition_phone"},
    )
    events = await a_form(petitions).run(CollectingDispatcher(), tracker, {})
    assert {"t1"} == {event["value"] for event in events if event.get("name") == "petition_draft"}


@pytest.mark.parametrize(
    ("entities", "place"),
    [
        ({"district": "蓬江区", "town": ["台山市 白沙镇", "蓬江区 白沙街道"]}, "蓬江区白沙街道"),
        ({"town": ["台山市 白沙镇", "蓬江区 白沙街道"]}, None), ({"town": "江海区 外海街道"}, "江海区外海街道"),
        ({"district": "新会区"}, "新会区"), ({}, None),
    ],
)
def test_a_town_is_taken_only_when_it_can_be_one(entities: dict[str, Any], place: str | None) -> None:
    assert named_place(a_turn("x", entities=entities)) == place


def test_another_place_counts_only_when_jiangmen_is_not_named() -> None:
    door = [{"entity": "city", "value": "广州", "role": "door", "start": 0, "end": 2}]
    turn = a_turn("x")
    turn.entities = door
    assert other_place(turn) == "广州"
    turn.entities = [*door, {"entity": "home_city", "value": "江门", "start": 3, "end": 5}]
    assert other_place(turn) is None
    turn.entities = [{**door[0], "role": "whereabouts"}]
    assert other_place(turn) is None
