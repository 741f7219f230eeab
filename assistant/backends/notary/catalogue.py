"""Offices, missions, matters and the schedule, read from the YAML files beside this one."""

from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from assistant.backends.notary.eligibility_case import Known
from assistant.backends.notary.model import Mission, Office, Rules, Window
from assistant.shared.errors import SetupError

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Matter:
    """One thing that can be notarised; `direct`: missions also certify it themselves."""

    code: str
    zh: str
    en: str
    direct: bool


@dataclass(frozen=True)
class Catalogue:
    """Everything that is data, by code, in the order of the files."""

    offices: dict[str, Office]
    missions: dict[str, Mission]
    matters: dict[str, Matter]
    rules: Rules
    known: Known
    service_zh: str
    service_en: str


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """The catalogue in `folder`; SetupError that names the file when one cannot be used."""
    schedule = _read(folder / "schedule.yml")
    try:
        usual = schedule["mission"]
        offices = [Office(o["code"], o["zh"], o["en"], o["capacity"]) for o in schedule["offices"]]
        mission_rows = _read(folder / "missions.yml")["missions"]
        missions = [_mission(m, usual) for m in mission_rows]
        matter_rows = _read(folder / "matters.yml")
        matters = [Matter(m["code"], m["zh"], m["en"], m.get("direct", False)) for m in matter_rows["matters"]]
        known = _known(mission_rows, matter_rows)
        rules = Rules(
            windows=tuple(_window(each) for each in (*schedule["sessions"], *schedule["overseas"])),
            step=timedelta(minutes=schedule["step_minutes"]),
            notice=timedelta(hours=schedule["notice_hours"]),
            horizon=timedelta(days=schedule["horizon_days"]),
            change=timedelta(hours=schedule["change_hours"]),
        )
        service = schedule["service"]
    except (KeyError, TypeError, ValueError) as error:
        raise SetupError(
            f"the notary catalogue cannot be used: {error!r}", mend=f"see the files in {folder.name}/"
        ) from error
    _refuse_off_grid(rules)
    return Catalogue(
        {each.code: each for each in offices},
        {each.code: each for each in missions},
        {each.code: each for each in matters},
        rules,
        known,
        service["zh"],
        service["en"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be read: {error}", mend="restore it from the repository") from error
    if not isinstance(found, dict):
        raise SetupError(f"{path.name} holds {type(found).__name__}", mend="it must be a mapping")
    return found


def _window(data: dict[str, Any]) -> Window:
    return Window(frozenset(data["days"]), time.fromisoformat(data["opens"]), time.fromisoformat(data["closes"]))


def _mission(data: dict[str, Any], usual: dict[str, Any]) -> Mission:
    window = _window({**usual, **{name: data[name] for name in ("days", "opens", "closes") if name in data}})
    return Mission(data["code"], data["country"], data["city"], ZoneInfo(data["zone"]), data["zh"], data["en"], window)


def _known(missions: list[dict[str, Any]], matters: dict[str, Any]) -> Known:
    """What the eligibility rules need of the rows."""
    return Known(
        matters=frozenset(each["code"] for each in matters["matters"]),
        direct=frozenset(each["code"] for each in matters["matters"] if each.get("direct")),
        certifying=frozenset(each["code"] for each in missions if each.get("certifies")),
        district_only=frozenset(each["code"] for each in missions if each.get("district_only")),
        mission_needs={each["code"]: tuple(each["needs"]) for each in missions if "needs" in each},
        elsewhere={each["code"]: tuple(each["instead"]) for each in matters["elsewhere"]},
    )


def _refuse_off_grid(rules: Rules) -> None:
    # Two sessions on different grids could overlap without having equal starts, and oversell.
    step = int(rules.step.total_seconds() // 60)
    for window in rules.windows:
        if (window.opens.hour * 60 + window.opens.minute) % step:
            raise SetupError(
                f"a session opens at {window.opens:%H:%M}, which is not on the grid of {step} minutes",
                mend="let every session in schedule.yml open at a multiple of step_minutes",
            )
