"""What a citizen reads of a booking: a kept time, three clocks, a moved booking, the case in a form."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.notary.catalogue import load_catalogue
from assistant.gateway.forms import checked_values, form_content
from assistant.gateway.rendering import booking
from assistant.gateway.rendering.checklist import Checklists, page_url
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.vocabulary import Vocabulary
from assistant.shared.errors import BadInput
from assistant.shared.text.script import next_script

VOCABULARY = Path(__file__).parents[2] / "knowledge" / "vocabulary"
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SLOT = {
    "slot_id": "wuyi:sydney:20261201T010000Z",
    "start": "2026-12-01T01:00:00Z",
    "end": "2026-12-01T01:30:00Z",
    "zone": "Australia/Sydney",
}
CASE: dict[str, Any] = {
    "booking_mission": "sydney", "booking_nationality": "cn", "booking_residence": "long_term",
    "booking_matter": "declaration", "booking_use": "yes", "booking_home": "jiangmen",
}  # fmt: skip


def a_reader(script: str = "hans", zone: str = "America/Vancouver") -> Reader:
    return Reader(script, zone, NOW)


def a_hold(**overrides: Any) -> dict[str, Any]:
    return {"hold_id": "h", "expires_at": "2026-11-22T08:10:00Z", "extensions_left": 2, "slot": SLOT, **overrides}


@pytest.mark.parametrize(
    ("state", "left", "words", "extend"),
    [
        ("held", 2, "还可以延长2次", True), ("extended", 1, "再留10分钟", True), ("longest", 0, "不能再延", False),
        ("again", 2, "又替您留了10分钟", True), ("offered", 2, "轮到您了", False),
    ],
)  # fmt: skip
def test_a_kept_time_says_until_when_and_how_to_keep_it_longer(state: str, left: int, words: str, extend: bool) -> None:
    said, card = booking.hold(a_reader(), a_hold(state=state, extensions_left=left))
    assert words in said.fallback and "凌晨0:10" in said.fallback
    held = card.content.held  # type: ignore[union-attr]
    assert held is not None and (held.extend is not None) is extend and held.expires_at.minute == 10


@pytest.mark.parametrize(
    ("zone", "third"),
    [("America/Vancouver", "Australia/Sydney"), ("Australia/Sydney", None), ("Asia/Shanghai", "Australia/Sydney")],
)
def test_the_missions_clock_is_shown_where_it_is_another(zone: str, third: str | None) -> None:
    _, card = booking.slots(a_reader(zone=zone), [SLOT], {"zh": "所"}, {"zh": "馆"})
    assert card.content.mission_tz == third  # type: ignore[union-attr]
    assert ("使领馆当地" in card.fallback) == (third is not None)


def a_booking(**overrides: Any) -> dict[str, Any]:
    actions = [{"action": name, "allowed": True} for name in ("reschedule", "cancel")]
    return {
        "number": "YY20261122000017", "status": "booked", **SLOT, "mission": {"zh": "馆", "en": "M"}, "actions": actions,
        "can_reschedule_until": "2026-11-30T01:00:00Z", **overrides,
    }  # fmt: skip


def test_a_moved_booking_says_that_number_and_code_are_the_same() -> None:
    said, card = booking.booking(a_reader("en"), a_booking(moved=True, query_code="⟦code:1⟧"))
    assert "It is moved" in said.fallback and "YY20261122000017" in said.fallback
    titles = [action.title for action in card.content.actions]  # type: ignore[union-attr]
    assert titles == ["Add to calendar", "Change the time", "Cancel booking"]


def test_what_may_not_be_done_any_more_has_no_button() -> None:
    closed = [{"action": name, "allowed": False} for name in ("reschedule", "cancel")]
    _, card = booking.booking(a_reader(), a_booking(actions=closed))
    assert card.content.actions == []  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("script", "mission", "home"),
    [
        ("hant", "中國駐悉尼總領事館", "江門其他地方"),
        ("en", "Consulate General of China in Sydney", "Elsewhere in Jiangmen"),
    ],
)
def test_the_case_is_a_form_in_the_citizens_language(script: str, mission: str, home: str) -> None:
    content = form_content("booking_case", script, {"booking_mission": "sydney"})
    options = {field.id: [option.title for option in field.options] for field in content.fields}
    assert mission in options["booking_mission"] and len(options["booking_mission"]) >= 60
    assert home in options["booking_home"] and len(options["booking_matter"]) == 15
    assert content.values == {"booking_mission": "sydney"} and content.privacy is None


def test_a_case_that_was_filled_in_is_checked() -> None:
    assert (
        checked_values("booking_case", {**CASE, "booking_others": ["fee", "dispute"]})["booking_others"]
        == "fee,dispute"
    )
    assert "booking_others" not in checked_values("booking_case", CASE)
    for wrong in (
        {"booking_mission": "atlantis"},
        {"booking_others": ["x"]},
        {"booking_home": ""},
        {"booking_others": "fee"},
    ):
        with pytest.raises(BadInput) as refused:
            checked_values("booking_case", CASE | wrong)
        assert list(refused.value.context["fields"]) == list(wrong)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [("Kaiping", "en", "en"), ("Mei Chan", "en", "en"), ("she bao ka diu le zen me ban", "en", "hans"), ("新会", "en", "hans"),
     ("Kaiping", "hant", "hans"), ("+1 212 555 0147", "en", "en"), ("yes", "hans", "en")],
)  # fmt: skip
def test_a_name_in_latin_letters_changes_no_language(text: str, before: str, after: str) -> None:
    assert next_script(text, before) == after


def test_the_checklist_is_that_of_the_citizens_situation() -> None:
    lists = Checklists(
        load_catalogue(), Vocabulary.load(*(VOCABULARY / f"{name}.yml" for name in ("eligibility", "checklists")))
    )
    plain = lists.situation({"matter": "mandate", "mission": {"code": "sydney"}})
    about_property = lists.situation(
        {"matter": {"code": "mandate"}, "mission": "sydney", "property": True, "guardian": True}
    )
    assert page_url(a_reader("en"), plain) == "/checklist/mandate?lang=en&mission=sydney"
    assert (
        page_url(a_reader("en"), about_property)
        == "/checklist/mandate?lang=en&mission=sydney&property=yes&guardian=yes"
    )
    assert len(lists.short(a_reader(), about_property).fallback) > len(lists.short(a_reader(), plain).fallback)
