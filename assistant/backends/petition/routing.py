"""Which body a petition goes to, and which level should settle it, by rules that staff can read (`routing.yml`,
`levels.yml`), with the reason told. Where no word speaks, the learned subject may."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.backends.petition.divisions import load_divisions, place_of
from assistant.backends.petition.levels import Desk, Levels, load_levels
from assistant.backends.petition.routing_words import WordRule, best
from assistant.shared.errors import SetupError
from assistant.shared.text.divisions.model import Resolution
from assistant.shared.text.divisions.resolving import Divisions
from assistant.shared.text.script import to_simplified

RULES = Path(__file__).with_name("routing.yml")
# A message in Simplified characters → the learned subject, or None where it is not sure.
SubjectOf = Callable[[str], str | None]

_HEAD = 40  # characters in which people without a title say what it is about
_NOWHERE = Resolution()
_NO_DESK = Desk("district", "none", "")


@dataclass(frozen=True)
class Department:
    """A competent body; `fact` names where its competence is written."""

    code: str
    name: str
    fact: str
    level: str | None


@dataclass(frozen=True)
class Route:
    """Where a petition goes. `reason`: keywords, subject (no word spoke, the learned subject did) or fallback;
    `matched`: the words or the subject that did. `level` is that of the body, `desk` where it should be settled.

    `place` tells town and village too, and what to ask where several places bear the name.
    """

    topic: str
    department: str
    level: str
    district: str | None
    reason: str
    matched: tuple[str, ...]
    place: Resolution = _NOWHERE
    desk: Desk = _NO_DESK


class Router:
    """Rules, departments and districts as read from one file."""

    def __init__(
        self,
        data: dict[str, Any],
        divisions: Divisions | None = None,
        *,
        levels: Levels | None = None,
        subject_of: SubjectOf | None = None,
    ) -> None:
        self._divisions = divisions or load_divisions()
        self._levels = levels or load_levels()
        self._subject_of = subject_of
        self.departments = {
            code: Department(code, each["name"], each["fact"], each.get("level"))
            for code, each in data["departments"].items()
        }
        self.districts = {each["code"]: str(each["name"]) for each in data["districts"]}
        self._rules = tuple(WordRule.read(rule) for rule in data["rules"])
        self._fallback = WordRule.read(data["fallback"])
        self._subjects = {str(name): tuple(bodies) for name, bodies in data.get("subjects", {}).items()}
        self._points = int(data.get("subject_points", 0))
        sent = [(rule.topic, rule.department) for rule in (*self._rules, self._fallback)]
        sent += [(name, department) for name, bodies in self._subjects.items() for department in bodies]
        for topic, department in sent:
            if department not in self.departments:
                raise SetupError(
                    f"rule {topic!r} sends to {department!r}, which is no department",
                    mend=f"name one of {', '.join(self.departments)} in routing.yml",
                )

    def route(self, text: str, *, subject: str | None, district: str | None, address: str | None) -> Route:
        """Body, level and district for a petition in any Chinese script."""
        told = to_simplified(f"{subject or ''}\n{text}")
        head = to_simplified(subject or text[:_HEAD]).lower()
        rule, reason, matched = self._body(told, head)
        place = place_of(self._divisions, self.districts.get((district or "").strip(), district), address, told)
        where = place.code[:6] if place.code else None
        level = self.departments[rule.department].level or ("city" if where is None else "district")
        desk = self._levels.desk(told, rule.department, self._districts_named(told))
        return Route(rule.topic, rule.department, level, where, reason, matched, place, desk)

    def _body(self, told: str, head: str) -> tuple[WordRule, str, tuple[str, ...]]:
        subject = None if self._subject_of is None else self._subject_of(told)
        bodies = self._subjects.get(subject or "", ())
        found = best(self._rules, told.lower(), head=head, favoured=bodies, points=self._points)
        if found is not None:
            return found[0], "keywords", found[1]
        for rule in self._rules if bodies else ():
            if rule.department == bodies[0]:
                return rule, "subject", (str(subject),)
        return self._fallback, "fallback", ()

    def _districts_named(self, told: str) -> set[str]:
        mentions = self._divisions.find(told)
        return {each.divisions[0].code for each in mentions if each.kind == "district" and len(each.divisions) == 1}


def load_router(
    path: Path = RULES, divisions: Divisions | None = None, *, subject_of: SubjectOf | None = None
) -> Router:
    """The router of `path` over `divisions`; SetupError when the file is not as it must be."""
    try:
        return Router(yaml.safe_load(path.read_text(encoding="utf-8")), divisions, subject_of=subject_of)
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="compare it with routing.yml") from error
