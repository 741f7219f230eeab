"""How the booking form reads times, stays and places out of what people say."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from actions import missions, slot_choice
from actions.booking import BookingForm
from actions.booking_steps import told
from actions.eligibility_asking import case
from actions.forms import Progress
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn
from assistant.shared.errors import Conflict
from tests.unit.actions_turns import a_turn

SLOTS = [
    {"slot_id": "a", "start": "2026-11-24T22:30:00Z"},  # Tuesday 14:30 in Vancouver
    {"slot_id": "b", "start": "2026-11-24T23:00:00Z"},
    {"slot_id": "c", "start": "2026-11-26T22:30:00Z"},  # Thursday 14:30
    {"slot_id": "d", "start": "2026-12-03T23:00:00Z"},  # Thursday 15:00
]


NOW = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)


def in_vancouver(text: str, **overrides: Any) -> Turn:
    """Said by somebody who lives in Vancouver."""
    return a_turn(text, metadata={"timezone": "America/Vancouver"}, **overrides)


@pytest.mark.parametrize(
    ("text", "slot_id"),
    [
        ("第一个", "a"), ("2", "b"), ("最后一个", "d"), ("周四那个", "c"), ("12月3号", "d"), ("24号下午三点", "b"), ("嗰個最早嘅", "a"),
        ("第九个", None), ("周日", None), ("下午三点", None), ("都唔得", None), ("护照要带吗", None),
    ],
)  # fmt: skip
def test_a_time_is_chosen_in_the_citizens_own_zone(text: str, slot_id: str | None) -> None:
    assert slot_choice.meant(in_vancouver(text), SLOTS, NOW).slot == slot_id


@given(st.text(max_size=30))
def test_choosing_never_breaks_on_what_is_typed(text: str) -> None:
    turn = a_turn(text, metadata={"timezone": text})
    assert slot_choice.meant(turn, SLOTS, NOW).slot in {None, "a", "b", "c", "d"}
    assert slot_choice.wanted(turn, NOW) is None or text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("再往后看看", "2026-12-03T23:01:00+00:00", None),
        ("都不行", "2026-12-03T23:01:00+00:00", None),
        ("有没有早一点的", None, "2026-11-24T22:29:00+00:00"),
        ("12月10号有吗", "2026-12-10T00:00:00", "2026-12-10T23:59:00"),
    ],
)
def test_what_is_wanted_instead_is_a_window_to_search(text: str, first: str | None, last: str | None) -> None:
    window = slot_choice.window(slot_choice.meant(in_vancouver(text), SLOTS, NOW), SLOTS)
    assert [window.get("first", "")[: len(first or "")], window.get("last", "")[: len(last or "")]] == [first or "", last or ""]
    assert ("first" in window, "last" in window) == (first is not None, last is not None)


class Calendar:
    """A notary system with the slots of this file; it remembers which windows it was asked for."""

    def __init__(self, *, empty_within: bool = False, more: list[dict[str, Any]] | None = None) -> None:
        self._slots = SLOTS + (more or [])
        self.asked: list[dict[str, str]] = []
        self.held: list[str] = []
        self.released: list[str] = []
        self._empty_within = empty_within

    async def slots(self, office: str, mission: str, *, limit: int, **window: str) -> list[dict[str, Any]]:
        self.asked.append(window)
        return [] if window and self._empty_within else self._slots

    async def offices(self) -> list[dict[str, Any]]:
        return [{"code": "wuyi"}]

    async def missions(self) -> list[dict[str, Any]]:
        return [{"code": "vancouver", "country": "CA", "city": "Vancouver", "zh": "温", "en": "V"}]

    async def release(self, hold_id: str, *, key: str) -> None:
        self.released.append(hold_id)
        if hold_id == "over":
            raise Conflict("this hold keeps no seat any more", mend="hold a slot again", code="hold-expired")

    async def hold(self, slot_id: str, *, key: str) -> dict[str, Any]:
        self.held.append(slot_id)
        return {"hold_id": "h1", "slot_id": slot_id, "start": SLOTS[0]["start"], "expires_at": "2026-11-18T18:10:00Z"}


async def answered(text: str, calendar: Calendar, offered: list[dict[str, Any]] = SLOTS) -> tuple[Progress, list[str]]:
    """How the booking form goes on when `text` answers the times offered, and the responses it utters."""
    ports = Ports(None, None, calendar, None, lambda: NOW)  # type: ignore[arg-type]
    form = BookingForm(None, ports)  # type: ignore[arg-type]
    slots = {"booking_office": "wuyi", "booking_mission": "vancouver", "booking_offered": offered}
    turn = in_vancouver(text, slots=slots, form="booking_form")
    dispatcher = CollectingDispatcher()
    step = next(each for each in form.steps if each.slot == "booking_slot")
    assert step.read(turn) == {}
    progress = await form.answered(turn, Say(dispatcher), step, {})
    said = [message.get("response") or (message.get("custom") or {}).get("key") for message in dispatcher.messages]
    return progress, [key for key in said if key]


async def test_the_time_that_is_meant_is_kept() -> None:
    calendar = Calendar()
    progress, _ = await answered("周四那个", calendar)
    assert (calendar.held, progress.slots["booking_slot"]) == (["c"], "c")


async def test_another_week_is_searched_for_in_the_speakers_zone() -> None:
    calendar = Calendar()
    progress, said = await answered("12月10号有吗", calendar)
    assert calendar.asked[0]["first"].startswith("2026-12-10T00:00:00-")
    assert (progress.ask, calendar.held, said) == ("booking_slot", [], [])


async def test_where_nothing_is_free_then_the_other_times_are_shown_and_it_is_said() -> None:
    calendar = Calendar(empty_within=True)
    progress, said = await answered("再往后看看", calendar)
    assert [bool(window) for window in calendar.asked] == [True, False]
    assert (progress.ask, said) == ("booking_slot", ["utter_booking_none_then"])


EVENING = {"slot_id": "e", "start": "2026-11-25T02:30:00Z"}  # Tuesday 18:30 in Vancouver


@pytest.mark.parametrize(
    "text", ["晚上有没有", "夜晚有冇啊", "有冇夜晚嘅", "每天晚上都行", "任何晚上都可以", "any evening?", "do you have anything in the evening", "都不行，晚上有吗"]
)
async def test_a_part_of_day_alone_is_searched_on_every_day(text: str) -> None:
    calendar = Calendar(more=[EVENING, {"slot_id": "f", "start": "2026-12-02T03:00:00Z"}])
    progress, said = await answered(text, calendar)
    assert calendar.asked == [{}]
    assert [slot["slot_id"] for slot in progress.slots["booking_offered"]] == ["e", "f"]
    assert (progress.ask, calendar.held, said) == ("booking_slot", [], [])


async def test_where_no_evening_is_free_at_all_it_is_said_and_the_other_times_are_shown() -> None:
    progress, said = await answered("晚上有没有", Calendar())
    assert [slot["slot_id"] for slot in progress.slots["booking_offered"]] == ["a", "b", "c", "d"]
    assert (progress.slots["booking_missed"], said) == (None, ["utter_booking_none_then"])


async def test_one_offered_evening_is_taken_and_tonight_is_tonight() -> None:
    calendar = Calendar()
    await answered("晚上那个", calendar, offered=[*SLOTS, EVENING])
    assert calendar.held == ["e"]
    await answered("今晚有没有", calendar)
    assert calendar.asked[0]["first"].startswith("2026-11-18T18:00:00-")


@pytest.mark.parametrize("text", ["晚上好", "早晨", "Good evening!"])
def test_a_greeting_names_no_time(text: str) -> None:
    assert not slot_choice.about_times(in_vancouver(text, slots={"booking_offered": SLOTS}), NOW)
    assert slot_choice.wanted(in_vancouver(text), NOW) is None


async def test_what_could_be_two_times_is_asked_again() -> None:
    calendar = Calendar()
    progress, said = await answered("下午三点", calendar)
    assert (progress.ask, calendar.held, said) == ("booking_slot", [], ["slot_which"])


@pytest.mark.parametrize("asked", ["booking_name", "booking_phone", "booking_confirm"])
@pytest.mark.parametrize(
    ("said", "goes_to"),
    [
        ({"text": "算了", "intent": "cancel_flow"}, None),
        ({"intent": "cancel_flow", "pressed": True}, None),
        ({"text": "不订了", "intent": "deny"}, None),
        ({"text": "换个时间", "intent": "correct"}, "booking_slot"),
        ({"intent": "choose_slot", "pressed": True, "entities": {"slot_id": "b"}}, None),
    ],
)
@pytest.mark.parametrize("hold_id", ["h0", "over"])
async def test_a_kept_time_that_is_given_up_is_free_at_once(
    asked: str, said: dict[str, Any], goes_to: str | None, hold_id: str
) -> None:
    calendar = Calendar()
    form = BookingForm(None, Ports(None, None, calendar, None, lambda: NOW))  # type: ignore[arg-type]
    slots = {"requested_slot": asked, "booking_hold": {"hold_id": hold_id}, "booking_mission": "vancouver"}
    turn = in_vancouver(**{"text": "", **said}, slots=slots, form="booking_form")

    progress = await form._continued(turn, Say(CollectingDispatcher()))

    assert calendar.released == [hold_id]
    picked = said["intent"] == "choose_slot"
    assert (progress.slots["booking_hold"] or {}).get("hold_id") == ("h1" if picked else None)
    assert progress.ask == ("booking_name" if picked else goes_to)


def test_a_first_sentence_that_names_one_time_says_when_to_search() -> None:
    window = slot_choice.wanted(in_vancouver("我想约下周三下午办公证"), NOW)
    assert window is not None and window["first"].startswith("2026-11-25T12:00:00-") and window["last"].startswith("2026-11-25T17:59")
    assert slot_choice.wanted(in_vancouver("我想办公证"), NOW) is None
    assert slot_choice.wanted(in_vancouver("想约个晚上办公证"), NOW) == {"hours": "18-24", "zone": "America/Vancouver"}
    assert slot_choice.wanted(in_vancouver("上周去过，想约公证"), NOW) is None


@pytest.mark.parametrize(
    ("text", "entities", "residence"),
    [
        ("住了五年", {"residence": "long_term"}, {"long_term": True, "days": 1825}),
        ("来了三个月", {"residence": "short"}, {"long_term": False, "days": 90}),
        ("住了八个月", {"residence": "short"}, {"long_term": True, "days": 240}),
        ("绿卡", {"residence": "long_term"}, {"long_term": True, "days": 180}),
        ("旅游签证", {"residence": "short"}, {"long_term": False, "days": 0}),
    ],
)
def test_a_stay_is_read_in_days(text: str, entities: dict[str, Any], residence: dict[str, Any]) -> None:
    assert told(a_turn(text, entities=entities))["booking_residence"] == residence


def test_selling_a_house_is_a_power_of_attorney() -> None:
    assert told(a_turn("卖房子", entities={"property": "卖房子"}))["booking_matter"] == "mandate"


def test_what_is_not_known_is_not_sent() -> None:
    assert case({"booking_nationality": "cn", "booking_use": "no", "booking_mission": None}) == {
        "nationality": "cn", "use_in_china": False,
    }


class Missions:
    async def missions(self) -> list[dict[str, Any]]:
        return [
            {"code": "vancouver", "country": "CA", "city": "Vancouver", "zh": "温", "en": "V"},
            {"code": "toronto", "country": "CA", "city": "Toronto", "zh": "多", "en": "T"},
            {"code": "sao-paulo", "country": "BR", "city": "São Paulo", "zh": "圣", "en": "S"},
        ]


@pytest.mark.parametrize(
    ("entities", "codes"),
    [
        ({"mission_city": "CA/Vancouver"}, ["vancouver"]), ({"country": "CA"}, ["vancouver", "toronto"]),
        ({"mission_city": "BR/Sao Paulo"}, ["sao-paulo"]), ({"country": "FR"}, []),
        ({"mission_city": "CA/Halifax"}, ["vancouver", "toronto"]),
    ],
)
async def test_a_city_or_country_leads_to_its_missions(entities: dict[str, Any], codes: list[str]) -> None:
    where = await missions.find(a_turn("x", entities=entities), Missions())  # type: ignore[arg-type]
    assert where is not None and [mission["code"] for mission in where.missions] == codes


async def test_no_place_is_no_mission() -> None:
    assert await missions.find(a_turn("x"), Missions()) is None  # type: ignore[arg-type]


def at_phone(**slots: Any) -> Turn:
    """Somebody whose time is kept is asked for a telephone number."""
    hold = {"hold_id": "h1", "slot_id": "a", "expires_at": "2026-11-18T18:10:00Z", "slot": {"start": SLOTS[0]["start"]}}
    known = {"booking_hold": hold, "booking_name": "⟦name:1⟧", "requested_slot": "booking_phone", **slots}
    return in_vancouver("⟦phone:1⟧", slots=known, form="booking_form", entities={"phone": "⟦phone:1⟧"})


async def test_the_kept_time_is_told_again_before_the_last_look() -> None:
    form = BookingForm(None, Ports(None, None, Calendar(), None, lambda: NOW))  # type: ignore[arg-type]
    dispatcher = CollectingDispatcher()
    progress = await form.answered(
        at_phone(), Say(dispatcher), form._step("booking_phone"), {"booking_phone": "⟦phone:1⟧"}
    )
    assert progress.ask == "booking_confirm"
    assert [m["custom"]["args"] for m in dispatcher.messages] == [{"time_at": SLOTS[0]["start"]}]
