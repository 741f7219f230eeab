"""Times as a citizen reads them: own clock, Beijing's and the mission's, in three scripts, and never another instant."""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.notary.catalogue import load_catalogue
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.rendering.times import both
from assistant.settings import Settings
from assistant.shared.text.countries.sources import missions_of, own_list, plain, with_reference

ROWS = yaml.safe_load(Path(__file__).with_name("times_two_zones.yml").read_text(encoding="utf-8"))
ZONES = sorted({row[1] for row in ROWS})
TRADITIONAL = str.maketrans("当时间周领馆还两过边", "當時間週領館還兩過邊")
REFERENCE = Settings().shared_dir / "data" / "reference"
LEXICON = Path(__file__).resolve().parents[2] / "nlu_data" / "lexicon"
_ENGLISH = re.compile(
    r"(?:\w{3} (?P<day>\d+) (?P<month>\w{3}) (?P<clock>\d\d:\d\d)(?: \(UTC(?P<offset>[+-][\d:]+)\))? your time = )?"
    r"\w{3} (?P<bday>\d+) (?P<bmonth>\w{3}) (?P<bclock>\d\d:\d\d) Beijing time"
)


def a_reader(script: str, zone: str) -> Reader:
    return Reader(script, zone, datetime(2026, 11, 22, tzinfo=UTC))


def test_there_are_300_cases_over_40_zones_with_half_hours_repeated_hours_and_the_date_line() -> None:
    offsets = {ZoneInfo(row[1]).utcoffset(datetime.fromisoformat(row[0]).replace(tzinfo=None)) for row in ROWS}
    parts = {(each or timedelta()).total_seconds() % 3600 for each in offsets}

    assert len(ROWS) >= 300
    assert len(ZONES) >= 40
    assert parts == {0, 1800, 2700}
    assert sum("（UTC" in row[3] for row in ROWS) >= 50
    assert {word for row in ROWS for word in re.findall("第二天|前一天|过了两天|还早两天", row[3])} == {
        "第二天", "前一天", "过了两天", "还早两天"
    }  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_every_instant_is_told_as_an_independent_clock_tells_it(zone: str) -> None:
    for value, _, mission, simplified, english in (row for row in ROWS if row[1] == zone):
        assert both(a_reader("hans", zone), value, mission or None) == simplified, value
        assert both(a_reader("hant", zone), value, mission or None) == simplified.translate(TRADITIONAL), value
        assert both(a_reader("en", zone), value, mission or None) == english, value


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda each: each.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
    st.sampled_from([None, *ZONES]),
)
def test_the_instant_never_changes_by_being_told(moment: datetime, zone: str, mission: str | None) -> None:
    said = both(a_reader("en", zone), moment.replace(tzinfo=UTC).isoformat(), mission)

    read = _ENGLISH.match(said)

    assert read is not None, said
    assert _read(read["bday"], read["bmonth"], read["bclock"], ZoneInfo("Asia/Shanghai"), moment) == [moment]
    if read["clock"]:
        found = _read(read["day"], read["month"], read["clock"], ZoneInfo(zone), moment)
        if read["offset"]:
            found = [each for each in found if each == _by_offset(read, moment)]
        assert found == [moment], said


def _read(day: str, month: str, clock: str, zone: ZoneInfo, near: datetime) -> list[datetime]:
    """Every UTC instant within two days of `near` that this zone's clock would show so."""
    minutes = (near + timedelta(minutes=quarter) for quarter in range(-2 * 1440, 2 * 1440 + 1, 15))
    shown = ((each, each.replace(tzinfo=UTC).astimezone(zone)) for each in minutes)
    return [each for each, local in shown if (str(local.day), f"{local:%b}", f"{local:%H:%M}") == (day, month, clock)]


def _by_offset(read: re.Match[str], near: datetime) -> datetime:
    """The UTC instant of a local clock with its offset, in the year of `near`."""
    sign = -1 if read["offset"].startswith("-") else 1
    hours, _, minutes = read["offset"][1:].partition(":")
    zone = timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    local = datetime.strptime(f"{near.year} {read['month']} {read['day']} {read['clock']}", "%Y %b %d %H:%M")
    return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def test_one_clock_is_told_where_all_agree_and_the_mission_only_where_its_clock_differs() -> None:
    value = "2026-12-02T04:00:00Z"

    assert both(a_reader("hans", "Asia/Singapore"), value, "Asia/Kuching") == "北京时间12月2日（周三）中午12:00"
    assert "使领馆当地" not in both(a_reader("hans", "Europe/Madrid"), value, "Europe/Paris")
    assert both(a_reader("hans", "Asia/Shanghai"), value, "America/New_York").endswith(
        "；使领馆当地12月1日（周二）晚上11:00（那边还是前一天）"
    )


def test_every_mission_served_has_a_zone_that_exists_and_names_in_three_scripts() -> None:
    missions = load_catalogue().missions

    assert len(missions) >= 60
    for code, mission in missions.items():
        assert mission.zone.utcoffset(datetime(2027, 1, 1)) is not None, code
        assert mission.zh.startswith("中国驻") and mission.zh.endswith(("大使馆", "总领事馆")), code
        assert mission.en.startswith(("Embassy of China in", "Consulate General of China in")), code
        assert a_reader("hant", mission.zone.key).chinese(mission.zh) != mission.zh, code
    assert (missions["the-hague"].city, missions["the-hague"].zone.key) == ("The Hague", "Europe/Amsterdam")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data is not on this machine")
def test_every_mission_served_stands_in_the_corrected_reference_list_with_its_seat_name_and_zone() -> None:
    listed: dict[str, Any] = {each.id: each for each in missions_of(with_reference(own_list(LEXICON), REFERENCE))}

    for code, mission in load_catalogue().missions.items():
        known = listed[code]
        assert (known.country, known.name, known.zone) == (mission.country, mission.zh, mission.zone.key), code
        assert plain(known.city) == plain(mission.city), code
