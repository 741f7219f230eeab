"""At which level a matter should be settled, by the rules of levels.yml, with the rule and the signs told."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.shared.errors import SetupError

RULES = Path(__file__).with_name("levels.yml")
SEVERAL_DISTRICTS = "several_districts"  # a sign that the text alone does not show: two districts are named
SEA = "sea"
BEGINNING = 120  # characters: title and first sentences say what the matter is, a long story names much in passing


@dataclass(frozen=True)
class Desk:
    """The level that should settle a matter. `rule` and `why` say by which rule, `signs` what in the message fits it.

    `sea`: a grid of the sea is told too.
    """

    level: str
    rule: str
    why: str
    signs: tuple[str, ...] = ()
    sea: bool = False


@dataclass(frozen=True)
class _Rule:
    code: str
    level: str
    why: str
    departments: frozenset[str]
    signals: frozenset[str]
    at_least: int
    any_signals: frozenset[str]
    unless: frozenset[str]

    def fits(self, department: str, present: Collection[str]) -> bool:
        return (
            (not self.departments or department in self.departments)
            and self.signals <= set(present)
            and len(self.any_signals & set(present)) >= self.at_least
            and not self.unless & set(present)
        )


class Levels:
    """The rules as read from one file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.levels = tuple(data["levels"])
        self.signals = {name: re.compile("|".join(written), re.I) for name, written in data["signals"].items()}
        self.rules = tuple(_read(rule) for rule in data["rules"])
        self._otherwise = data["otherwise"]
        known = {*self.signals, SEVERAL_DISTRICTS}
        for rule in self.rules:
            unknown = sorted((rule.signals | rule.any_signals | rule.unless) - known)
            if rule.level not in self.levels or unknown:
                raise SetupError(
                    f"rule {rule.code!r} of levels.yml has level {rule.level!r} and unknown signals {unknown}",
                    mend=f"name one of {', '.join(self.levels)}, and signals that the file defines",
                )

    def desk(self, text: str, department: str, districts: Collection[str] = ()) -> Desk:
        """The desk for `text` (Simplified) of a matter that is `department`'s; `districts`: those it names."""
        whole = "".join(text.split())
        said = whole[:BEGINNING]
        found = {name: match.group() for name, sign in self.signals.items() if (match := sign.search(said))}
        if len(set(districts)) > 1:
            found[SEVERAL_DISTRICTS] = " ".join(sorted(set(districts)))
        sea = self.signals[SEA].search(whole) is not None
        for rule in self.rules:
            if rule.fits(department, found):
                signs = sorted((rule.signals | rule.any_signals) & set(found))
                return Desk(rule.level, rule.code, rule.why, tuple(found[name] for name in signs), sea)
        last = self._otherwise
        return Desk(last["level"], last["code"], last["why"], (), sea)


def load_levels(path: Path = RULES) -> Levels:
    """The rules of `path`; SetupError when the file is not as it must be."""
    try:
        return Levels(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, re.error, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="compare it with levels.yml") from error


def _read(rule: Mapping[str, Any]) -> _Rule:
    at_least, any_of = rule.get("any_signals", (0, ()))
    return _Rule(
        rule["code"],
        rule["level"],
        rule["why"],
        frozenset(rule.get("departments", ())),
        frozenset(rule.get("signals", ())),
        at_least,
        frozenset(any_of),
        frozenset(rule.get("unless", ())),
    )
