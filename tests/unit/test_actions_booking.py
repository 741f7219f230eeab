"""How the booking form reads times, stays and places out of what people say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import missions, slot_choice
from actions.booking_steps import case, told
from tests.unit.actions_turns import a_turn

SLOTS = [
    {"slot_id": "a", "start": "2026-11-24T22:30:00Z"},  # Tuesday 14:30 in Vancouver
    {"slot_id": "b", "start": "2026-11-24T23:00:00Z"},
    {"slot_id": "c", "start": "2026-11-26T22:30:00Z"},  # Thursday 14:30
    {"slot_id": "d", "start": "2026-12-03T23:00:00Z"},  # Thursday 15:00
]


@pytest.mark.parametrize(
    ("text", "entities", "slot_id"),
    [
        ("第一个", {"ordinal": "1"}, "a"), ("2", {"ordinal": "2"}, "b"), ("最后一个", {"ordinal": "last"}, "d"),
        ("周四那个", {"weekday": "4"}, "c"), ("12月3号", {"date": "12月3号"}, "d"), ("24号下午三点", {"date": "24号", "clock": "x"}, "b"),
        ("第九个", {"ordinal": "9"}, None), ("周日", {"weekday": "7"}, None), ("下午三点", {"clock": "下午三点"}, None),
    ],
)
def test_a_time_is_chosen_in_the_citizens_own_zone(text: str, entities: dict[str, Any], slot_id: str | None) -> None:
    turn = a_turn(text, entities=entities, metadata={"timezone": "America/Vancouver"})
    assert slot_choice.choose(turn, SLOTS) == slot_id


@given(st.text(max_size=30))
def test_choosing_never_breaks_on_what_is_typed(text: str) -> None:
    assert slot_choice.choose(a_turn(text, metadata={"timezone": text}), SLOTS) in {None, "a", "b", "c", "d"}


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
