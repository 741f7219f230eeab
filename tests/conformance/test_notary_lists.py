"""What there is: offices, matters, missions, who may use it, free times."""

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conformance.bookings import a_place, free, instant
from tests.conformance.system import System

CLOSED: dict[str, dict[str, Any]] = {
    "an office that does not exist": {"office": "nowhere"},
    "a mission that does not exist": {"mission": "nowhere"},
    "a day that is none": {"from": "tomorrow"},
    "an instant without an offset": {"from": "2026-11-26T09:00:00"},
}


@pytest.mark.parametrize("name", ["offices", "matters", "missions"])
def test_a_list_has_something_and_each_code_once(system: System, name: str) -> None:
    """Offices, matters and missions are listed, each under a code of its own with a Chinese and an English name."""
    listed = system.ask("get", f"/{name}", wants=200)[name]

    codes = [each["code"] for each in listed]
    assert codes and len(codes) == len(set(codes)), f"there are {len(codes)} codes, {len(set(codes))} different ones"
    assert all(each["zh"] and each["en"] for each in listed), "one has no name"


def test_each_mission_has_a_zone_of_the_world(system: System) -> None:
    """Each mission has an IANA zone and a country of two letters."""
    for mission in system.ask("get", "/missions", wants=200)["missions"]:
        assert ZoneInfo(mission["zone"]).key == mission["zone"]
        assert len(mission["country"]) == 2, f"{mission['code']} is in {mission['country']!r}"


def test_a_foreign_passport_is_told_no_with_what_to_do_instead(system: System) -> None:
    """Who has a foreign nationality is not eligible, and is told why and what to do instead."""
    said = system.ask("post", "/eligibility", {"nationality": "foreign", "country": "US"}, key="", wants=200)

    assert said["eligible"] == "no", f"eligible is {said['eligible']!r}"
    assert said["reasons"] and said["needs"], "it gives no reason or no way instead"


def test_what_is_not_known_is_asked_for(system: System) -> None:
    """Where something decides that is not known, the answer is `depends` and names what to ask."""
    said = system.ask("post", "/eligibility", {"nationality": "cn"}, key="", wants=200)

    assert said["eligible"] == "depends" and said["ask"], f"it says {said['eligible']!r} and asks for {said['ask']}"


@pytest.mark.parametrize("body", [{"mission": "nowhere"}, {"nationality": "martian"}, {"colour": "red"}])
def test_a_case_that_cannot_be_judged_is_refused(system: System, body: dict[str, str]) -> None:
    """A case with a code or field that does not exist is refused, not guessed at."""
    system.ask("post", "/eligibility", body, key="", wants=422)


def test_slots_are_in_order_and_one_instant_on_three_clocks(system: System) -> None:
    """Free slots come in order of time, and the clocks of Beijing and of the mission show the same instant."""
    slots = free(system, a_place(system), limit=100)

    assert [each["start"] for each in slots] == sorted(each["start"] for each in slots), "they are not in order"
    for slot in slots:
        start, here = instant(slot["start"]), instant(slot["start_local"])
        assert start == instant(slot["start_beijing"]) == here, f"{slot['slot_id']} is not one instant"
        assert instant(slot["start_beijing"]).utcoffset() == timedelta(hours=8)
        assert here.utcoffset() == start.astimezone(ZoneInfo(slot["zone"])).utcoffset(), f"{here} is not {slot['zone']}"
        assert start < instant(slot["end"]) and slot["capacity_left"] > 0


def test_a_window_and_a_limit_are_kept(system: System) -> None:
    """`from`, `to` and `limit` are kept, both ends included."""
    where = a_place(system)
    slots = free(system, where, limit=5)
    last = instant(slots[-1]["start"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    window = {"from": slots[0]["start"], "to": last}
    found = system.ask("get", "/slots", **where, **window, limit=2, wants=200)

    assert [each["slot_id"] for each in found["slots"]] == [each["slot_id"] for each in slots[:2]]
    assert found["more"] is (len(slots) > 2), "`more` does not tell that there are others"


@pytest.mark.parametrize("case", CLOSED)
def test_a_question_that_cannot_be_answered_is_refused(system: System, case: str) -> None:
    """A search that names what does not exist is refused, not answered with nothing."""
    system.ask("get", "/slots", **{**a_place(system), **CLOSED[case]}, wants=422)
