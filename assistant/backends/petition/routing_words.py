"""Which rule a message's words speak for: longer words weigh more, sure ones most, a word inside another nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SURE = 4  # points on top of the length of a word that hardly ever means something else


@dataclass(frozen=True)
class WordRule:
    """One rule of routing.yml: the words that speak for a body, and those that silence the rule."""

    topic: str
    department: str
    sure: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "WordRule":
        """The rule as written in the file."""
        words = {
            name: tuple(str(word).lower() for word in data.get(name, ())) for name in ("sure", "keywords", "unless")
        }
        return cls(data["topic"], data["department"], **words)

    def score(self, text: str) -> tuple[int, tuple[str, ...]]:
        """The points of the rule for `text` (lower case, Simplified), and the words that earned them."""
        if any(word in text for word in self.unless):
            return 0, ()
        found = [word for word in (*self.sure, *self.keywords) if word in text]
        longest = tuple(word for word in found if not any(word != other and word in other for other in found))
        sure = set(self.sure)
        return sum(len(word) + (_SURE if word in sure else 0) for word in longest), longest


@dataclass(frozen=True)
class Spoken:
    """A rule that has a word in a message, its points and the words."""

    rule: WordRule
    points: int
    words: tuple[str, ...]


def spoken(rules: Sequence[WordRule], text: str, *, head: str = "") -> list[Spoken]:
    """The rules that have a word in `text`, the most points first, the earlier first among equals.

    What the `head` (the title, or how it begins) says counts twice.
    """
    found = []
    for rule in rules:
        points, words = rule.score(text)
        if words:
            found.append(Spoken(rule, points + rule.score(head)[0], words))
    return sorted(found, key=lambda each: -each.points)
