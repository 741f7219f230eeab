"""Which rule a message's words speak for: longer words weigh more, sure ones most, a word inside another nothing."""

from collections.abc import Collection, Mapping, Sequence
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


def best(
    rules: Sequence[WordRule], text: str, *, head: str = "", favoured: Collection[str] = (), points: int = 0
) -> tuple[WordRule, tuple[str, ...]] | None:
    """The rule with most points and its words, the earlier among equals; None where no word speaks.

    What the `head` (the title, or how it begins) says counts twice.
    A rule that has a word gets `points` more where its department is one of `favoured`.
    """
    scored = []
    for rule in rules:
        earned, words = rule.score(text)
        earned += rule.score(head)[0]
        more = points if earned and rule.department in favoured else 0
        scored.append((rule, earned + more, words))
    rule, most, words = max(scored, key=lambda each: each[1])
    return (rule, words) if most else None
