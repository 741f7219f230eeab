"""How slots are handed out beside the weekly hours: holds, offers, lateness, reminders, rooms of the missions."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from assistant.backends.notary.model import HOLD_FOR
from assistant.shared.errors import SetupError

FILE = Path(__file__).with_name("schedule.yml")


@dataclass(frozen=True)
class Schedule:
    """What schedule.yml says beside hours; `sample` is true while nobody vouches for it."""

    sample: bool = True
    hold_for: timedelta = HOLD_FOR
    offer_for: timedelta = timedelta(hours=2)
    late: timedelta = timedelta(minutes=15)
    reminders: tuple[timedelta, ...] = ()
    mission_capacity: int = 1
    regions: dict[str, str] = field(default_factory=dict)


def load_schedule(path: Path = FILE) -> Schedule:
    """The schedule in `path`; SetupError that names the file and the fault when it cannot be used."""
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        schedule = Schedule(
            sample=bool(data["sample"]),
            hold_for=timedelta(minutes=data["hold_minutes"]),
            offer_for=timedelta(minutes=data["offer_minutes"]),
            late=timedelta(minutes=data["late_minutes"]),
            reminders=tuple(timedelta(hours=each) for each in data["reminder_hours"]),
            mission_capacity=int(data["mission_capacity"]),
            regions=dict(data["regions"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="see the file in the repository") from error
    if schedule.mission_capacity < 1 or schedule.hold_for <= timedelta(0):
        raise SetupError(
            f"{path.name} says mission_capacity {schedule.mission_capacity}, hold {schedule.hold_for}",
            mend="give each at least 1",
        )
    return schedule
