"""Which body a petition goes to, by rules that staff can read (`routing.yml`), with the reason told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.backends.petition.divisions import load_divisions, place_of
from assistant.shared.errors import SetupError
from assistant.shared.text.divisions.model import Resolution
from assistant.shared.text.divisions.resolving import Divisions
from assistant.shared.text.script import to_simplified

RULES = Path(__file__).with_name("routing.yml")


_NOWHERE = Resolution()


@dataclass(frozen=True)
class Department:
    """A competent body; `fact` names where its competence is written."""

    code: str
    name: str
    fact: str
    level: str | None


@dataclass(frozen=True)
class Route:
    """Where a petition goes. `reason` is keywords, or fallback when no rule spoke; `matched` the words that did.

    `place` tells town and village too, and what to ask where several places bear the name.
    """

    topic: str
    department: str
    level: str
    district: str | None
    reason: str
    matched: tuple[str, ...]
    place: Resolution = _NOWHERE


@dataclass(frozen=True)
class _Rule:
    topic: str
    department: str
    keywords: tuple[str, ...]


class Router:
    """Rules, departments and districts as read from one file."""

    def __init__(self, data: dict[str, Any], divisions: Divisions | None = None) -> None:
        self._divisions = divisions or load_divisions()
        self.departments = {
            code: Department(code, each["name"], each["fact"], each.get("level"))
            for code, each in data["departments"].items()
        }
        self.districts = {each["code"]: str(each["name"]) for each in data["districts"]}
        self._rules = tuple(_Rule(r["topic"], r["department"], tuple(r["keywords"])) for r in data["rules"])
        self._fallback = _Rule(data["fallback"]["topic"], data["fallback"]["department"], ())
        for rule in (*self._rules, self._fallback):
            if rule.department not in self.departments:
                raise SetupError(
                    f"rule {rule.topic!r} sends to {rule.department!r}, which is no department",
                    mend=f"name one of {', '.join(self.departments)} in routing.yml",
                )

    def route(self, text: str, *, subject: str | None, district: str | None, address: str | None) -> Route:
        """Body, level and district for a petition in any Chinese script."""
        told = to_simplified(f"{subject or ''}\n{text}")
        found = [(rule, tuple(word for word in rule.keywords if word in told)) for rule in self._rules]
        rule, matched = max(found, key=lambda pair: len(pair[1]), default=(self._fallback, ()))
        if not matched:
            rule = self._fallback
        place = place_of(self._divisions, self.districts.get((district or "").strip(), district), address, told)
        where = place.code[:6] if place.code else None
        level = self.departments[rule.department].level or ("city" if where is None else "district")
        return Route(rule.topic, rule.department, level, where, "keywords" if matched else "fallback", matched, place)


def load_router(path: Path = RULES, divisions: Divisions | None = None) -> Router:
    """The router of `path` over `divisions`; SetupError when the file is not as it must be."""
    try:
        return Router(yaml.safe_load(path.read_text(encoding="utf-8")), divisions)
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="compare it with routing.yml") from error
