"""What the owner sees and may do on the day of registration; staff are not part of the contract."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conformance.petitions import NAME, ONE, PHONE, TEXT, a_petition, another_code, registered, standing
from tests.conformance.system import System, fresh_key

ACTIONS = {"supplement", "urge", "edit", "withdraw", "rate", "review"}
TOO_EARLY: dict[str, dict[str, Any]] = {"urge": {"text": None}, "rate": {"score": 5}, "review": {"text": "不服"}}


def step(system: System, receipt: dict[str, Any], action: str, wants: int = 200, **body: Any) -> Any:
    """What the system says to a step of the owner."""
    key = body.pop("key", None)
    said = {"code": receipt["query_code"], **body}
    return system.ask("post", f"{ONE}/{action}", said, number=receipt["number"], wants=wants, key=key)


def offers(system: System, receipt: dict[str, Any], action: str) -> None:
    """The test goes on where the system offers this step at all."""
    told = {each["action"]: each["reason"] for each in standing(system, receipt)["actions"]}
    if told.get(action) == "not-offered":
        pytest.skip(f"it does not offer `{action}`, and says so")


def test_the_owner_sees_where_it_stands(system: System) -> None:
    """Number and code show where the petition stands, since when, and with whom."""
    receipt = registered(system)

    found = standing(system, receipt)

    same = ("number", "status", "department", "accept_by", "finish_by", "registered_at")
    assert all(found[name] == receipt[name] for name in same), f"it is not as the receipt says: {found}"
    assert [each["event"] for each in found["timeline"]][:1] == ["register"], (
        "the timeline does not begin with register"
    )


def test_each_action_is_told_with_whether_it_may_be_taken(system: System) -> None:
    """`actions` tells of every step of the owner whether it may be taken now, and why not."""
    told = {each["action"]: each for each in standing(system, registered(system))["actions"]}

    assert set(told) >= ACTIONS, f"it does not tell of {', '.join(sorted(ACTIONS - set(told)))}"
    assert all(each["allowed"] or each["reason"] for each in told.values()), "a step is refused without a reason"


def test_nothing_personal_is_shown(system: System) -> None:
    """Where a petition stands is told without name, telephone and story."""
    receipt = registered(system)

    shown = system.send("get", ONE, number=receipt["number"], code=receipt["query_code"]).raw.decode()

    assert not any(each in shown for each in (NAME, PHONE, TEXT, receipt["query_code"])), "it shows something personal"


def test_a_supplement_sent_twice_is_one_supplement(system: System) -> None:
    """A supplement that is sent twice under one key is one supplement."""
    receipt, key = registered(system), fresh_key()

    first, second = (step(system, receipt, "supplement", text="还有一盏也坏了", key=key) for _ in range(2))

    assert first == second, "the two answers differ"
    events = [each["event"] for each in standing(system, receipt)["timeline"]]
    assert events.count("supplement") == 1, f"the timeline has {events.count('supplement')} supplements"


@pytest.mark.parametrize("action", TOO_EARLY)
def test_what_is_too_early_is_refused(system: System, action: str) -> None:
    """Urging, rating and asking for a review are refused on the day of registration, and change nothing."""
    receipt = registered(system)
    before = standing(system, receipt)

    step(system, receipt, action, wants=409, **TOO_EARLY[action])

    assert standing(system, receipt) == before, "a refused step has changed something"


def test_an_urge_that_is_too_early_says_from_when(system: System) -> None:
    """An urge that is too early is refused with the instant from which it is due."""
    receipt = registered(system)
    offers(system, receipt, "urge")

    refusal = step(system, receipt, "urge", wants=409, text=None)

    until = str(refusal.get("until"))
    assert datetime.fromisoformat(until) > datetime.now(UTC), f"`until` is {until}"


def test_within_ten_minutes_it_is_edited_freely(system: System) -> None:
    """Within ten minutes the petition can be said differently; its receipt hash becomes a new one."""
    receipt = registered(system)
    offers(system, receipt, "edit")

    edited = step(system, receipt, "edit", petition=a_petition(text="是三盏路灯"))

    assert edited["receipt_hash"] != receipt["receipt_hash"], "the receipt hash is the old one"


def test_within_ten_minutes_it_is_withdrawn_freely_and_then_closed_to_every_step(system: System) -> None:
    """Within ten minutes the petition can be withdrawn; afterwards no step is open."""
    receipt = registered(system)

    withdrawn = step(system, receipt, "withdraw", reason=None)

    assert withdrawn["status"] == "withdrawn", f"status is {withdrawn['status']}"
    assert not any(each["allowed"] for each in withdrawn["actions"]), "a step is still open"
    step(system, receipt, "supplement", wants=409, text="还有")


@pytest.mark.parametrize("score", [0, 6])
def test_a_rating_is_one_to_five(system: System, score: int) -> None:
    """A rating that is not 1 to 5 is refused as something that cannot be used."""
    receipt = registered(system)
    offers(system, receipt, "rate")

    step(system, receipt, "rate", wants=422, score=score)


def test_a_step_wants_the_code(system: System) -> None:
    """A step with a wrong code is refused like an unknown number."""
    receipt = registered(system)
    body = {"code": another_code(receipt["query_code"]), "reason": None}

    system.ask("post", f"{ONE}/withdraw", body, number=receipt["number"], wants=404, refused="unknown-reference")
