"""The curators' questions for the first screen (knowledge/vocabulary/asked.yml): of a month, of a domain."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml


@dataclass(frozen=True)
class Question:
    """What a citizen would say, and the file that answers it."""

    entry: str
    zh: str
    en: str


@dataclass(frozen=True)
class Listed:
    """The curators' questions, and which of them stand in which month (1–12) and in which service domain."""

    questions: dict[str, Question]
    months: dict[int, tuple[str, ...]]
    domains: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path) -> Self:
        """From asked.yml."""
        rows: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        questions = {code: Question(**row) for code, row in rows["questions"].items()}
        months, domains = ({name: tuple(codes) for name, codes in rows[key].items()} for key in ("months", "domains"))
        return cls(questions, months, domains)

    def of(self, month: int) -> list[Question]:
        """The questions of a month, in the curators' order."""
        return [self.questions[code] for code in self.months[month]]

    def on(self, domain: str, month: int) -> list[Question]:
        """The questions of a service domain in the curators' order, those of the month first."""
        of_month = set(self.months[month])
        return [self.questions[code] for code in sorted(self.domains[domain], key=lambda code: code not in of_month)]

    def belongs(self, entry: str, topic: str, domain: str) -> bool:
        """Whether a file of this topic is of the domain: listed there, or listed in none and of the domain's name."""
        at_home = {
            name for name, codes in self.domains.items() if entry in (self.questions[code].entry for code in codes)
        }
        return domain in at_home if at_home else topic == domain

    def about(self, entry: str) -> Question | None:
        """How the curators put the question that this file answers, if they do."""
        return next((question for question in self.questions.values() if question.entry == entry), None)
