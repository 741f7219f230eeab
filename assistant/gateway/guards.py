"""Which words tell of danger to life: patterns from knowledge/vocabulary/guards.yml, owned by curators."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Danger:
    """`guard`: emergency or self_harm. `detail`: police, fire, medical or traffic."""

    guard: str
    detail: str | None


class Guards:
    """Finds danger in a normalised, Simplified text."""

    def __init__(
        self, rules: list[tuple[Danger, re.Pattern[str], re.Pattern[str] | None]], unless: re.Pattern[str]
    ) -> None:
        self._rules = rules
        self._unless = unless

    @classmethod
    def load(cls, path: Path) -> "Guards":
        """From the vocabulary file: `unless`, and a list of {guard, detail, patterns, unless}."""
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        rules = [
            (
                Danger(rule["guard"], rule.get("detail")),
                _any(rule["patterns"]),
                _any(rule["unless"]) if "unless" in rule else None,
            )
            for rule in data["rules"]
        ]
        return cls(rules, _any(data["unless"]))

    def danger(self, text: str) -> Danger | None:
        """The first danger that `text` tells of; None when there is none, or it is a question about the past."""
        if self._unless.search(text):
            return None
        return next(
            (
                danger
                for danger, pattern, unless in self._rules
                if pattern.search(text) and not (unless and unless.search(text))
            ),
            None,
        )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
