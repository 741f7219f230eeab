"""Sentences that the model is known to get wrong: strict, but for a small band in which processors may differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.build.paths import ROOT
from scripts.evaluation.understanding import UNDECIDED, Judged

KNOWN_WRONG = ROOT / "tests" / "nlu" / "known_wrong.yml"
_HEAD = """# Sentences of acts/ that the model gets wrong today, by the act that is meant. Strict: one that has become
# right is to be taken off, a new one is to be mended or added with open eyes. Never train on these.
"""


@dataclass(frozen=True)
class Difference:
    """`new`: wrong and not listed; `mended`: listed and right; `gone`: listed and no test sentence any more."""

    new: list[str]
    mended: list[str]
    gone: list[str]


def read_known(path: Path = KNOWN_WRONG) -> dict[str, str]:
    """The act meant, by sentence; empty where there is no list."""
    if not path.exists():
        return {}
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {text: act for act, texts in data.items() for text in texts}


def difference(judged: Sequence[Judged], known: dict[str, str]) -> Difference:
    """How the model differs from the list; sentences within UNDECIDED are on whichever side the list has them."""
    sure = [row for row in judged if abs(row.margin) > UNDECIDED]
    texts = {row.sentence.text for row in judged}
    return Difference(
        new=[row.sentence.text for row in sure if not row.right and row.sentence.text not in known],
        mended=[row.sentence.text for row in sure if row.right and row.sentence.text in known],
        gone=[text for text in known if text not in texts],
    )


def write_known(judged: Sequence[Judged], path: Path = KNOWN_WRONG) -> int:
    """How many sentences are on the list now: every one that is wrong."""
    wrong: dict[str, list[str]] = {}
    for row in judged:
        if not row.right:
            wrong.setdefault(row.sentence.act, []).append(row.sentence.text)
    path.write_text(_HEAD + yaml.safe_dump(wrong, allow_unicode=True, width=1000), encoding="utf-8")
    return sum(len(texts) for texts in wrong.values())
