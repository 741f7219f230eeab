"""What is asked before a time is offered, against the real rules; what people say of their case; how long they stayed."""

from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions import booking_words
from actions.booking_circumstances import applying, home, others
from actions.booking_steps import tells_stay, told
from actions.eligibility_asking import CIRCUMSTANCES, Asking, asking
from actions.eligibility_form import as_slots, as_values
from actions.turn import Turn
from assistant.backends.notary import eligibility
from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.eligibility_case import Case
from tests.unit.actions_turns import a_turn

CATALOGUE = load_catalogue()
ANSWERS: dict[str, list[Any]] = {
    "booking_mission": ["vancouver", "london", "washington"],
    "booking_nationality": ["cn", "foreign", "hk-mo-tw", "unsure"],
    "booking_residence": [{"long_term": True, "days": 180}, {"long_term": False, "days": 0}],
    "booking_matter": ["mandate", "declaration", "birth", "will"],
    "booking_use": ["yes", "no"], "booking_property": ["yes", "no"], "booking_area": ["yes", "no", "unsure"],
    "booking_guardian": ["yes", "no"], "booking_home": ["taishan", "jiangmen", "elsewhere"],
    "booking_others": [[], *([name] for name in CIRCUMSTANCES)],
}  # fmt: skip


def answering(slot: str, text: str, now: str = "2026-11-22T09:00:00+08:00") -> Turn:
    """Said when `slot` was asked for."""
    return a_turn(text, slots={"requested_slot": slot}, form="booking_form", metadata={"now": now})


class Rules:
    """The notary system's own rules, without HTTP."""

    def __init__(self) -> None:
        self.asked = 0

    async def eligibility(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        known = {name: value for name, value in body.items() if name != "residence"}
        verdict = eligibility.decide(Case(**known, **body.get("residence", {})), CATALOGUE.known)
        return {
            "eligible": verdict.eligible,
            "reasons": verdict.reasons,
            "needs": verdict.needs,
            "ask": list(verdict.ask),
        }


async def all_told(**overrides: Any) -> tuple[Asking, list[str]]:
    """The end of a case in which every question is answered by its first answer, and what was asked on the way."""
    answers = {slot: values[0] for slot, values in ANSWERS.items()} | overrides
    slots: dict[str, Any] = {}
    asked: list[str] = []
    for _ in islice(iter(int, 1), 12):
        found = await asking(Rules(), slots)  # type: ignore[arg-type]
        if found.ends or not found.slots:
            return found, asked
        asked.append(found.slots[0])
        slots[found.slots[0]] = answers[found.slots[0]]
    raise AssertionError(f"still asking after 12 answers: {asked}")


async def test_an_ordinary_case_is_asked_seven_things() -> None:
    found, asked = await all_told()
    assert found.verdict["eligible"] == "yes"
    assert asked == [
        "booking_nationality", "booking_residence", "booking_use", "booking_matter", "booking_mission",
        "booking_home", "booking_others",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told_before", "asked_too", "eligible"),
    [
        ({"booking_mission": "london"}, "booking_property", "yes"),
        ({"booking_mission": "london", "booking_property": "no"}, "booking_property", "no"),
        ({"booking_mission": "washington"}, "booking_area", "yes"),
        ({"booking_mission": "washington", "booking_area": "no"}, "booking_area", "no"),
        ({"booking_others": ["capable"]}, "booking_guardian", "yes"),
        ({"booking_others": ["capable"], "booking_guardian": "no"}, "booking_guardian", "no"),
    ],
)
async def test_what_decides_for_some_only_is_asked_of_these(
    told_before: dict[str, Any], asked_too: str, eligible: str
) -> None:
    found, asked = await all_told(**told_before)
    assert asked_too in asked and found.verdict["eligible"] == eligible


@pytest.mark.parametrize("name", [name for name in CIRCUMSTANCES if name not in ("capable", "helper", "district")])
async def test_every_circumstance_bars_and_says_what_to_do_instead(name: str) -> None:
    found, _ = await all_told(booking_others=[name])
    assert found.ends and found.verdict["eligible"] == "no" and found.verdict["needs"]


async def test_who_needs_help_is_sent_to_the_office_first() -> None:
    found, _ = await all_told(booking_others=["helper"])
    assert found.ends and found.verdict["eligible"] == "depends"


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({slot: st.sampled_from(values) for slot, values in ANSWERS.items()}))
async def test_asking_comes_to_an_end_and_never_asks_twice(answers: dict[str, Any]) -> None:
    found, asked = await all_told(**answers)
    assert len(asked) == len(set(asked)) and found.verdict["eligible"] in ("yes", "no", "depends")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("住了十五年", 5475), ("嚟咗二十几年", 8395), ("I have lived here for six years", 2190), ("since 2019", 2555),
        ("我2015年过来的", 4015), ("half a year", 182), ("住满180天", 180), ("来了两个月", 60), ("住了99999年", 40000),
    ],
)  # fmt: skip
def test_a_stay_is_counted_in_days_as_people_tell_it(text: str, days: int) -> None:
    turn = answering("booking_residence", text)
    assert told(turn)["booking_residence"]["days"] == days
    assert tells_stay(turn) or not any(word in text for word in ("住", "来了", "lived"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("台山", "taishan"), ("祖屋在台山广海", "taishan"), ("新会那边", "jiangmen"), ("Kaiping", "jiangmen"),
        ("我户口在江门", "jiangmen"), ("不在江门，在广州", "elsewhere"), ("another city", "elsewhere"), ("房子", None),
    ],
)  # fmt: skip
def test_where_it_belongs_is_read(text: str, place: str | None) -> None:
    found = home(answering("booking_home", text))
    assert (found or {}).get("booking_home") == place


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("都没有", []), ("都冇", []), ("none of these", []), ("没有", []), ("no", []),
        ("我腿脚不便，去不了使领馆", ["attends"]), ("我妈妈老年痴呆", ["capable"]), ("兄弟不同意", ["dispute"]),
        ("我眼睛看不见", ["helper"]), ("I can't come to the consulate", ["attends"]), ("材料补不齐", ["papers"]),
        ("不知道", None),
    ],
)  # fmt: skip
def test_circumstances_are_read_or_asked_again(text: str, names: list[str] | None) -> None:
    found = others(answering("booking_others", text))
    assert (found or {}).get("booking_others") == names


def test_a_question_names_no_circumstance() -> None:
    assert applying(a_turn("去不了使馆怎么办", entities={"question": "question"})) == []


@given(st.text(max_size=40))
def test_reading_never_breaks_on_what_is_typed(text: str) -> None:
    turn = answering("booking_others", text, now=text)
    told(turn), others(turn), home(turn), booking_words.wants_longer(turn), booking_words.line_choice(turn)


def test_a_form_fills_the_case_and_shows_what_was_told() -> None:
    missions = [{"code": "sydney", "country": "AU"}]
    slots = as_slots(
        {"booking_mission": "sydney", "booking_residence": "short", "booking_use": "yes", "booking_others": "fee,x"},
        missions,
    )
    assert slots == {
        "booking_mission": "sydney", "booking_country": "AU", "booking_residence": {"long_term": False, "days": 0},
        "booking_use": "yes", "booking_others": ["fee"],
    }  # fmt: skip
    assert as_values(slots) == {"booking_mission": "sydney", "booking_residence": "short", "booking_use": "yes"}


@pytest.mark.parametrize(
    ("text", "choice"),
    [("接着等吧", "stay"), ("不等了", "leave"), ("看看别的时间", "times"), ("keep waiting", "stay"), ("你好", None)],
)
def test_somebody_in_line_stays_or_leaves(text: str, choice: str | None) -> None:
    assert booking_words.line_choice(a_turn(text)) == choice


@pytest.mark.parametrize(
    ("text", "taken"),
    [("要", True), ("好，要了", True), ("不要", False), ("I'll take it", True), ("不要了，让给别人", False)],
)
def test_an_offer_is_taken_or_declined(text: str, taken: bool) -> None:
    turn = a_turn(text)
    assert booking_words.takes(turn) is taken and booking_words.declines(turn) is not taken


@pytest.mark.parametrize(
    ("text", "asks"),
    [("轮到我了没有", True), ("我排队等的公证有位未", True), ("is it my turn yet", True), ("我的信访办到哪了", False)],
)
def test_somebody_in_line_asks_how_it_stands(text: str, asks: bool) -> None:
    assert booking_words.asks_of_line(a_turn(text)) is asks
