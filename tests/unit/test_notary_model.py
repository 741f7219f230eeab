"""Slots over zones, seasons and data; the catalogue they come from."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.backends.notary import model
from assistant.backends.notary.catalogue import FOLDER, load_catalogue
from assistant.backends.notary.model import BEIJING, Slot, Window
from assistant.backends.notary.schedule import load_schedule
from assistant.backends.notary.schedule_days import office_works
from assistant.backends.notary.slots import Timetable
from assistant.settings import Settings
from assistant.shared.errors import SetupError

CATALOGUE = load_catalogue()
MISSIONS = list(CATALOGUE.missions.values())
OFFICES = list(CATALOGUE.offices.values())
REFERENCE = Settings().shared_dir / "reference" / "cn_missions_abroad.jsonl"
REFERENCE = (
    REFERENCE if REFERENCE.exists() else Settings().shared_dir / "data" / "reference" / "cn_missions_abroad.jsonl"
)
FACTS = Settings().shared_dir / "facts"


TIMETABLE = Timetable(CATALOGUE, load_schedule())


def slots_between(mission: model.Mission, first: datetime, days: int) -> list[Slot]:
    last = first + timedelta(days=days)
    return [each.slot for each in TIMETABLE.between(OFFICES[0], mission, first, last)]


@pytest.mark.parametrize("mission", MISSIONS, ids=lambda each: each.code)
@pytest.mark.parametrize("season", ["2026-01-05", "2026-03-10", "2026-06-15", "2026-10-20", "2026-12-01"])
def test_every_mission_has_slots_in_every_season(mission: model.Mission, season: str) -> None:
    first = datetime.fromisoformat(season).replace(tzinfo=UTC)

    assert len(slots_between(mission, first, 14)) >= 4


@settings(max_examples=60)
@given(st.sampled_from(MISSIONS), st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC)))
def test_every_slot_lies_in_the_hours_of_both_sides_on_a_working_day(mission: model.Mission, first: datetime) -> None:
    found = slots_between(mission, first, 5)

    assert found == sorted(found, key=lambda slot: slot.start)
    for slot in found:
        assert slot.end - slot.start == CATALOGUE.rules.step
        opens, closes = slot.start.astimezone(mission.zone), slot.end.astimezone(mission.zone)
        assert mission.window.opens <= opens.time()
        assert closes.time() <= mission.window.closes
        assert opens.isoweekday() in mission.window.days
        beijing = slot.start.astimezone(BEIJING)
        assert office_works(beijing.date())
        assert any(
            beijing.isoweekday() in window.days
            and window.opens <= beijing.time()
            and (slot.end.astimezone(BEIJING).time() <= window.closes)
            for window in CATALOGUE.rules.windows
        )
        assert opens == beijing == slot.start  # one instant, however it is shown


@given(st.sampled_from(OFFICES), st.sampled_from(MISSIONS), st.datetimes(datetime(2026, 1, 1), datetime(2099, 1, 1)))
def test_a_slot_id_names_its_office_mission_and_start(
    office: model.Office, mission: model.Mission, at: datetime
) -> None:
    start = at.replace(microsecond=0, tzinfo=UTC)
    slot = Slot(office.code, mission.code, start, start + CATALOGUE.rules.step)

    assert model.parse_slot_id(slot.slot_id) == (office.code, mission.code, start)


@given(st.text(max_size=60))
def test_any_text_is_a_slot_id_or_none(text: str) -> None:
    parsed = model.parse_slot_id(text)

    assert parsed is None or len(parsed) == 3


def test_slots_follow_summer_time_at_the_mission() -> None:
    vancouver = CATALOGUE.missions["vancouver"]

    winter = {
        slot.start.astimezone(BEIJING).time() for slot in slots_between(vancouver, datetime(2026, 3, 2, tzinfo=UTC), 4)
    }
    summer = {
        slot.start.astimezone(BEIJING).time() for slot in slots_between(vancouver, datetime(2026, 3, 9, tzinfo=UTC), 4)
    }

    assert max(winter) == time(8, 30)
    assert max(summer) == time(7, 30)


def test_offices_are_closed_on_a_day_off_whatever_the_weekday() -> None:
    singapore = CATALOGUE.missions["singapore"]
    saturday = Window(frozenset({6}), time(9), time(17))

    assert not slots_between(singapore, datetime(2026, 9, 30, 16, tzinfo=UTC), 7)
    day = date(2026, 10, 10)
    starts = model.office_starts(
        CATALOGUE.rules, day, model.day_spans(day, CATALOGUE.rules.windows, (), working=office_works(day))
    )
    made_up = list(
        model.openings(
            CATALOGUE.rules, "wuyi", singapore, starts,
            lambda local: model.day_spans(local, (saturday,), (), working=True),
        )
    )  # fmt: skip
    assert len(made_up) == 11  # six before lunch, and what is left of the afternoon until 17:00


def test_a_mission_may_have_its_own_hours(tmp_path: Path) -> None:
    for name in ("schedule.yml", "matters.yml"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    data = {
        "code": "x",
        "country": "SG",
        "city": "X",
        "zone": "Asia/Singapore",
        "zh": "甲",
        "en": "X",
        "closes": "11:00",
    }
    (tmp_path / "missions.yml").write_text(yaml.safe_dump({"missions": [data]}), encoding="utf-8")

    mission = load_catalogue(tmp_path).missions["x"]

    assert (mission.window.opens, mission.window.closes) == (time(9), time(11))


def test_a_session_off_the_grid_is_refused_because_it_could_oversell(tmp_path: Path) -> None:
    for name in ("missions.yml", "matters.yml"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    schedule = (FOLDER / "schedule.yml").read_text(encoding="utf-8").replace('opens: "14:30"', 'opens: "14:40"')
    (tmp_path / "schedule.yml").write_text(schedule, encoding="utf-8")

    with pytest.raises(SetupError, match="opens at 14:40, which is not on the grid of 30 minutes"):
        load_catalogue(tmp_path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"schedule\.yml cannot be read"):
        load_catalogue(tmp_path)


def test_no_two_sessions_overlap() -> None:
    windows = CATALOGUE.rules.windows
    for day in range(1, 8):
        spans = sorted((w.opens, w.closes) for w in windows if day in w.days)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_at_least_forty_five_missions_each_with_a_zone_that_exists() -> None:
    assert len(MISSIONS) >= 45
    for mission in MISSIONS:
        assert mission.zone.key in available_timezones()
        assert mission.country.isalpha()
        assert len(mission.country) == 2
        assert mission.country.isupper()


def test_codes_in_the_files_are_unique() -> None:
    for name, key in (("missions.yml", "missions"), ("matters.yml", "matters"), ("schedule.yml", "offices")):
        codes = [each["code"] for each in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))[key]]
        assert len(codes) == len(set(codes)), name


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference list of missions is not on this machine")
@pytest.mark.parametrize("mission", MISSIONS, ids=lambda each: each.code)
def test_every_mission_is_in_the_reference_list_with_the_same_name_country_and_zone(mission: model.Mission) -> None:
    rows = {row["name_zh"]: row for row in map(json.loads, REFERENCE.read_text(encoding="utf-8").splitlines())}

    row = rows[mission.zh.removeprefix("中国")]

    assert row["iso2"] == mission.country
    offsets = {
        ZoneInfo(key).utcoffset(datetime(2026, month, 1)) for month in (1, 7) for key in (row["timezone"],)
    }  # fmt: skip
    assert offsets == {mission.zone.utcoffset(datetime(2026, month, 1)) for month in (1, 7)}


@pytest.mark.skipif(not FACTS.is_dir(), reason="the reference facts are not on this machine")
def test_offices_and_matters_are_those_of_the_facts() -> None:
    facts = {each["id"]: each for each in yaml.safe_load((FACTS / "video_notary.yml").read_text())["facts"]}
    schedule = yaml.safe_load((FOLDER / "schedule.yml").read_text(encoding="utf-8"))

    for office in schedule["offices"]:
        assert facts[office["fact"]]["use"] == "ok"
        assert office["zh"].removeprefix("江门市") in facts[office["fact"]]["value"]
    listed = facts["video_notary_028"]
    assert listed["use"] == "ok"
    assert all(matter.zh in listed["value"] for matter in CATALOGUE.matters.values())


def test_a_booking_may_be_changed_until_a_day_before() -> None:
    start = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)

    assert model.change_until(CATALOGUE.rules, start) == start - timedelta(hours=24)
    assert model.change_until(replace(CATALOGUE.rules, change=timedelta(0)), start) == start
