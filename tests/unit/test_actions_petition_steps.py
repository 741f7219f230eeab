"""What a citizen does to a registered petition, against the reference petition system with a clock that tests move."""

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.petition_steps import said_score, told_at_once
from actions.ports import Ports
from actions.track import TrackForm
from assistant.backends.petition.model import Actor, Event
from assistant.gateway.wording import WORDS
from tests.contract.backend_systems import Systems, a_petition, build_systems
from tests.unit.actions_turns import a_tracker, a_turn
from tests.unit.test_actions_petition import Nothing, Vault


class Owner:
    """Somebody whose petition is registered; each `says` is a turn of the track form, slots kept in between."""

    def __init__(self, systems: Systems) -> None:
        self.systems, self.slots = systems, dict[str, Any]()
        ports = Ports(Nothing(), systems.petitions, None, Vault(), systems.clock)  # type: ignore[arg-type]
        self._form = TrackForm(Answering(Nothing()), ports)  # type: ignore[arg-type]
        self._turns = 0

    async def registers(self) -> "Owner":
        receipt = await self.systems.petitions.register(a_petition(), key="register-1")
        self.number = receipt["number"]
        self.slots |= {"known_codes": {self.number: receipt["query_code"]}, "last_petition": self.number}
        return self

    async def says(self, text: str = "", *, purpose: str | None = None, **turn: Any) -> list[str]:
        """Keys of words, kinds of cards and domain responses said."""
        self._turns += 1
        asked = self.slots.get("requested_slot")
        if purpose:
            self.slots |= {"track_purpose": purpose, "requested_slot": None}
            asked = None
        tracker = a_tracker(
            text, form="track_form" if asked else None, slots=self.slots, metadata={"turn_id": f"turn-{self._turns}"},
            **{"intent": purpose or "inform", **turn},
        )
        dispatcher = CollectingDispatcher()
        events = await self._form.run(dispatcher, tracker, {})
        self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self.custom = [each.get("custom") or {} for each in dispatcher.messages]
        return [
            each.get("response") or each["custom"].get("key") or each["custom"]["kind"] for each in dispatcher.messages
        ]

    @property
    def asked(self) -> str | None:
        return self.slots.get("requested_slot")

    def answered(self) -> None:
        """The body in charge has answered."""
        service = self.systems.petition.state.service
        service.advance(self.number, Event.TRANSFER, Actor.REGISTRY)
        service.advance(self.number, Event.ACCEPT, Actor.DEPARTMENT)
        service.advance(self.number, Event.START, Actor.DEPARTMENT)
        service.advance(self.number, Event.ANSWER, Actor.DEPARTMENT, detail={"told": "已责令店家安装油烟净化器"})

    async def standing(self) -> dict[str, Any]:
        return await self.systems.petitions.status(self.number, self.slots["known_codes"][self.number])


@pytest.fixture
async def owner(tmp_path: Path) -> Owner:
    return await Owner(build_systems(tmp_path)).registers()


async def test_a_supplement_is_asked_for_and_reaches_the_petition_with_real_values(owner: Owner) -> None:
    assert await owner.says("我要补充材料", purpose="supplement") == ["petition_say_supplement", "form"]
    assert owner.asked == "track_text"
    said = await owner.says("昨晚他们又炒到两点，可以打⟦phone:1⟧问我")
    assert said == ["petition_supplemented", "status"] and owner.asked is None
    assert [event["event"] for event in (await owner.standing())["timeline"]] == ["register", "supplement"]
    exported = await owner.systems.petitions.export(owner.number, owner.slots["known_codes"][owner.number])
    assert "13900139000" in str(exported["history"]) and "⟦" not in str(exported)


async def test_nothing_that_is_added_is_out_of_scope(owner: Owner) -> None:
    await owner.says("我要补充材料", purpose="supplement")
    said = await owner.says("昨晚他们又炒到两点", intent="out_of_scope", confidence=0.95)
    assert said == ["petition_supplemented", "status"]


async def test_what_is_added_in_the_first_sentence_is_not_asked_for_again(owner: Owner) -> None:
    assert await owner.says("补充一下：昨晚他们又炒到两点", purpose="supplement") == ["petition_supplemented", "status"]


async def test_an_urge_that_comes_too_early_hears_from_when_and_a_late_one_is_sent(owner: Owner) -> None:
    assert await owner.says("催一下", purpose="urge") == ["petition_why_urge_not_due", "status"]
    assert owner.custom[0]["args"]["opens_day"] > "2026-12" and owner.asked is None
    owner.systems.clock.forward(days=20)
    assert await owner.says("催一下", purpose="urge") == ["petition_urged"]
    assert await owner.says("再催", purpose="urge") == ["petition_why_urged_recently", "status"]


async def test_an_answer_is_rated_with_few_stars_and_a_reason_and_then_reviewed(owner: Owner) -> None:
    assert await owner.says("我要评价", purpose="rate") == ["petition_no_rate", "status"]
    owner.answered()
    await owner.says("我要评价", purpose="rate")
    assert owner.asked == "track_score"
    assert await owner.says("两颗星") == [] and owner.asked == "track_reason"
    assert await owner.says("装了又不开") == ["petition_rated_done", "petition_review_open", "status"]
    standing = await owner.standing()
    assert (standing["rating"], standing["attention"]) == (2, True)
    assert await owner.says("再评一次", purpose="rate") == ["petition_why_already_rated", "status"]
    assert await owner.says("我要申请复查", purpose="review") == ["petition_say_review"]
    assert await owner.says("净化器装了不开，要求督促使用") == ["petition_review_asked", "status"]
    assert (await owner.standing())["status"] == "review"


async def test_five_stars_need_no_reason_and_can_be_pressed(owner: Owner) -> None:
    owner.answered()
    await owner.says(purpose="rate")
    pressed = {"slot": "track_score", "value": "5"}
    assert await owner.says(pressed=True, intent="choose", entities=pressed) == ["petition_rated_done", "status"]
    assert owner.custom[0]["args"]["score"] == 5


async def test_a_review_after_thirty_days_is_too_late_and_said_so(owner: Owner) -> None:
    owner.answered()
    owner.systems.clock.forward(days=40)
    assert (await owner.says(purpose="review"))[0] == "petition_why_review_too_late"


async def test_a_withdrawal_after_ten_minutes_says_what_to_do_instead(owner: Owner) -> None:
    owner.systems.clock.forward(minutes=11)
    assert await owner.says("撤回", purpose="withdraw") == ["petition_why_withdraw_too_late", "status"]


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("非常满意", 5), ("满意", 4), ("一般般", 3), ("不满意", 2), ("很不满意", 1), ("非常不满意", 1), ("唔满意", 2), ("4", 4), ("5分", 5),
        ("三颗星", 3), ("very satisfied", 5), ("dissatisfied", 2), ("不太满意", 2), ("13900", None), ("今天下雨", None),
    ],
)
def test_stars_are_read_from_figures_and_words(text: str, stars: int | None) -> None:
    found = said_score(a_turn(text))
    assert (found and found["track_score"]) == stars


def test_a_bare_wish_to_add_something_adds_nothing_yet() -> None:
    assert told_at_once(a_turn("我要补充材料", intent="supplement")) == {}
    assert told_at_once(a_turn("补充：昨晚又吵", intent="supplement")) == {"track_text": "昨晚又吵"}


def test_every_reason_why_not_has_words() -> None:
    from actions.petition_steps import _WHY

    assert {f"petition_why_{key}" for key in _WHY.values()} <= set(WORDS)
    assert {f"petition_no_{name}" for name in ("withdraw", "urge", "supplement", "rate", "review")} <= set(WORDS)
