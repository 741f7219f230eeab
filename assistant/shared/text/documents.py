"""Notarial matters and documents named in a sentence, by the ids of `nlu_data/lexicon/documents.yml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.shared.text.folding import fold

Patterns = Mapping[str, Mapping[str, list[str]]]
VIDEO_MATTERS = frozenset(
    "declaration mandate marital-status nationality name birth death kinship no-criminal-record experience education "
    "certificate signature seal true-copy".split()
)


@dataclass(frozen=True)
class Paper:
    """A matter or document at `text[start:end]`; `kind` is matter or document, `value` its id."""

    kind: str
    value: str
    start: int
    end: int


class Documents:
    """Finds matters and documents. Built once; safe to share."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = [
            (kind, value, re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE | re.ASCII))
            for kind, group in (("matter", patterns["matters"]), ("document", patterns["documents"]))
            for value, alternatives in group.items()
        ]

    @classmethod
    def load(cls, lexicon: Path) -> "Documents":
        """With the patterns of documents.yml in `lexicon`."""
        return cls(patterns_of(lexicon))

    def find(self, text: str) -> list[Paper]:
        """Every matter and document in `text`, in order: where two overlap the longer one, of equals the matter."""
        folded = fold(text)
        found = [
            Paper(kind, value, *match.span())
            for kind, value, pattern in self._patterns
            for match in pattern.finditer(folded)
            if match.group()
        ]
        chosen: list[Paper] = []
        for paper in sorted(found, key=lambda each: (each.start - each.end, each.kind != "matter")):
            if all(paper.end <= other.start or other.end <= paper.start for other in chosen):
                chosen.append(paper)
        return sorted(chosen, key=lambda each: each.start)


def patterns_of(lexicon: Path) -> dict[str, dict[str, list[str]]]:
    """The patterns as plain data, ready for JSON."""
    import yaml

    found = yaml.safe_load((lexicon / "documents.yml").read_text(encoding="utf-8"))
    return {"matters": found["matters"], "documents": found["documents"]}
