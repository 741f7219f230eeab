"""Which body a petition goes to, and which level should settle it, with the reason told: by rules that staff can
read (`routing.yml`, `levels.yml`), and by what was learned from real messages, which weighs a whole story."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from assistant.backends.petition.divisions import load_divisions, place_of
from assistant.backends.petition.levels import BEGINNING, Desk, Levels, load_levels
from assistant.backends.petition.routing_words import Spoken, WordRule, spoken
from assistant.shared.errors import SetupError
from assistant.shared.text.divisions.model import Resolution
from assistant.shared.text.divisions.resolving import Divisions
from assistant.shared.text.script import to_simplified

RULES = Path(__file__).with_name("routing.yml")
_HEAD = 40  # characters in which people without a title say what it is about
_POINTS = 0.2  # deviations of what was learned that one unit of ln(1 + points of a rule) is worth
_SURE = 0.6  # deviations: below it what was learned sends nothing to a body that no rule has a word for
_NOWHERE = Resolution()
_NO_DESK = Desk("district", "none", "")


class Learned(Protocol):
    """What was learned from real messages (`subject.py`)."""

    def evidence(self, text: str) -> Mapping[str, float]:
        """What a message says for each body, in deviations from the average message."""

    def telling(self, text: str, label: str) -> tuple[str, ...]:
        """The words that speak most for a body."""


@dataclass(frozen=True)
class Department:
    """A competent body; `fact` names where its competence is written."""

    code: str
    name: str
    fact: str
    level: str | None


@dataclass(frozen=True)
class Route:
    """Where a petition goes. `reason`: keywords (the rules say so), learned (the whole story outweighs them) or
    fallback; `matched`: the words that told. `level` is that of the body, `desk` where it should be settled.

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
        learned: Learned | None = None,
    ) -> None:
        self._divisions = divisions or load_divisions()
        self._levels = levels or load_levels()
        self._learned = learned
        self.departments = {
            code: Department(code, each["name"], each["fact"], each.get("level"))
            for code, each in data["departments"].items()
        }
        self.districts = {each["code"]: str(each["name"]) for each in data["districts"]}
        self._rules = tuple(WordRule.read(rule) for rule in data["rules"])
        self._fallback = WordRule.read(data["fallback"])
        for rule in (*self._rules, self._fallback):
            if rule.department not in self.departments:
                raise SetupError(
                    f"rule {rule.topic!r} sends to {rule.department!r}, which is no department",
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
        desk = self._levels.desk(told, rule.department, self._districts_named(told[:BEGINNING]))
        return Route(rule.topic, rule.department, level, where, reason, matched, place, desk)

    def taught(self) -> list[tuple[str, str]]:
        """Every word of the rules with its body: messages of one word, to learn from."""
        return [(word, rule.department) for rule in self._rules for word in (*rule.sure, *rule.keywords)]

    def _body(self, told: str, head: str) -> tuple[WordRule, str, tuple[str, ...]]:
        found = spoken(self._rules, told.lower(), head=head)
        best = self._best(told, found)
        if found and found[0].rule.department == best:
            return found[0].rule, "keywords", found[0].words
        for rule in (*(each.rule for each in found), *self._rules):
            if rule.department == best and self._learned is not None:
                return rule, "learned", self._learned.telling(told, best)
        return self._fallback, "fallback", ()

    def _best(self, told: str, found: list[Spoken]) -> str | None:
        """The body that most speaks for, by the rules and by what was learned; None where nothing speaks enough."""
        if self._learned is None:
            return found[0].rule.department if found else None
        points: dict[str, int] = {}
        for each in found:
            points.setdefault(each.rule.department, each.points)
        evidence = {body: each for body, each in self._learned.evidence(told).items() if body in self.departments}
        for body in points:
            evidence.setdefault(body, 0.0)
        weighed = {body: each + _POINTS * math.log1p(points.get(body, 0)) for body, each in evidence.items()}
        best = max(weighed, key=weighed.__getitem__, default=None)
        return None if best is None or (best not in points and evidence[best] < _SURE) else best

    def _districts_named(self, told: str) -> set[str]:
        mentions = self._divisions.find(told)
        return {each.divisions[0].code for each in mentions if each.kind == "district" and len(each.divisions) == 1}


def load_router(path: Path = RULES, divisions: Divisions | None = None, *, learned: Learned | None = None) -> Router:
    """The router of `path` over `divisions`; SetupError when the file is not as it must be."""
    try:
        return Router(yaml.safe_load(path.read_text(encoding="utf-8")), divisions, learned=learned)
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="compare it with routing.yml") from error
