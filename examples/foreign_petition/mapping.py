"""Reads mapping.yml and turns what one system says into what the contract says."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from assistant.backends.clock import BEIJING, iso
from assistant.backends.petition.model import Event, Status
from assistant.shared.errors import BackendUnavailable, SetupError

_FILE = Path(__file__).parent / "mapping.yml"


@dataclass(frozen=True)
class Mapping:
    """Their words and ours."""

    fields: dict[str, str]
    statuses: dict[str, Status]
    events: dict[str, Event]
    citizens: frozenset[str]
    departments: dict[str, str]
    otherwise: str
    refusals: dict[int, str]

    def case(self, petition: dict[str, Any]) -> dict[str, Any]:
        """A petition of the contract in their fields; what they have no field for is added to the story."""
        told = dict(_flat(petition))
        case = {theirs: told.pop(ours) for ours, theirs in self.fields.items() if ours in told}
        rest = "\n".join(f"{name}: {value}" for name, value in told.items() if name != "language")
        return {**case, self.fields["text"]: "\n".join(part for part in (case.get(self.fields["text"]), rest) if part)}

    def status(self, theirs: str) -> Status:
        """The status of the contract; BackendUnavailable for one that the mapping does not list."""
        if theirs not in self.statuses:
            raise BackendUnavailable(f"status {theirs!r} is not in the mapping", mend=f"add it to {_FILE.name}")
        return self.statuses[theirs]

    def department(self, name: str) -> dict[str, str]:
        """The handling body by code and by the name they give it."""
        return {"code": self.departments.get(name, self.otherwise), "name": name}

    def step(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """A line of their history as a line of the timeline; None for what the contract has no word for."""
        event = self.events.get(row["cz"])
        if event is None:
            return None
        return {
            "at": iso(instant(row["sj"])),
            "event": event.value,
            "actor": "citizen" if row["cz"] in self.citizens else "department",
            "status": self.status(row["ajzt"]).value,
            "words": f"petition_step_{event.value}",
            "told": row.get("bz"),
        }


def load_mapping(path: Path = _FILE) -> Mapping:
    """The mapping; SetupError names a status or event that the contract does not know."""
    told = yaml.safe_load(path.read_text("utf-8"))
    try:
        statuses = {str(theirs): Status(ours) for theirs, ours in told["statuses"].items()}
        events = {theirs: Event(ours) for theirs, ours in told["events"].items()}
    except ValueError as error:
        raise SetupError(f"{path.name}: {error}", mend="take a status or event that the contract knows") from error
    rest = {name: told[name] for name in ("fields", "departments", "otherwise", "refusals")}
    return Mapping(statuses=statuses, events=events, citizens=frozenset(told["citizens"]), **rest)


def instant(text: str) -> datetime:
    """Their clock: Beijing time without an offset, `2026-11-22 09:00:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def _flat(value: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, each in value.items():
        if isinstance(each, dict):
            found += _flat(each, f"{before}{name}.")
        elif each not in (None, [], False):
            found.append((f"{before}{name}", each))
    return found
