"""Judges the search on gold questions with a calibration that never saw the question: k-fold, so figures are honest."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.retrieval.calibration import Calibration, Decision
from assistant.retrieval.fitting import fit_calibration, is_gap, is_right, names_of, rated, section_of
from assistant.retrieval.gold import Observation

Report = dict[str, dict[str, int | float | None]]
_SCRIPTS = ("hans", "hant", "yue", "en")


@dataclass(frozen=True)
class Judgement:
    """What came of one gold question."""

    ask: str
    expect: str
    script: str
    wanted: str
    first: str
    decision: Decision
    probability: float
    rank: int
    section_right: bool | None
    right: bool
    offered: bool
    split: str = "fit"

    @property
    def fault(self) -> str:
        """What is wrong with it, empty if nothing is."""
        if self.decision == "answer":
            return "" if self.right else "wrong answer"
        if self.expect == "answer":
            return "" if self.decision == "choices" and self.offered else f"lost ({self.decision})"
        return "false choices" if self.decision == "choices" and self.expect != "gap" else ""


def cross_validated(sample: Sequence[Observation], *, folds: int = 5) -> list[Judgement]:
    """Every question judged by a calibration that never saw it: one to fit on by what the other folds taught, a held
    one by what all of the former taught."""
    # Neighbouring rows of a gold file are about one matter; every fold takes every n-th row, in hashed order.
    order = sorted((row for row in sample if row.gold.split != "held"), key=lambda row: hash_of(row.gold.ask))
    held = [row for row in sample if row.gold.split == "held"]
    found: list[Judgement] = []
    for fold in range(folds):
        calibration = fit_calibration([row for n, row in enumerate(order) if n % folds != fold])
        found.extend(judge(row, calibration) for row in order[fold::folds])
    if held:
        calibration = fit_calibration(order)
        found.extend(judge(row, calibration) for row in held)
    return found


def judge(row: Observation, calibration: Calibration) -> Judgement:
    """What `calibration` makes of one question."""
    ranking, values = rated(row, calibration)
    names = names_of(row, ranking)
    first = names[0] if names else ""
    decision = calibration.decide(values, first_is_gap=bool(first) and is_gap(row, first, calibration))
    gold = row.gold
    return Judgement(
        ask=gold.ask,
        expect=gold.expect,
        script=gold.script,
        wanted=", ".join(sorted(gold.entries)) or gold.expect,
        first=first,
        decision=decision,
        probability=values[0] if values else 0.0,
        rank=next((n for n, name in enumerate(names, start=1) if name in gold.entries), 0),
        section_right=section_of(row, first, calibration) in gold.sections
        if gold.sections and first in gold.entries
        else None,
        right=bool(first) and is_right(row, first, calibration),
        offered=any(is_right(row, name, calibration) for name in names[: calibration.near(values)]),
        split=gold.split,
    )


def measure(judged: Sequence[Judgement]) -> Report:
    """The figures for questions to fit on and for held ones, and of both for each script."""
    report: Report = {}
    for split in ("fit", "held"):
        groups: dict[str, Callable[[Judgement], bool]] = {split: lambda row: True}
        groups |= {f"{split} {script}": _in_script(script) for script in _SCRIPTS}
        rows = [row for row in judged if row.split == split]
        report |= {name: _figures([row for row in rows if chosen(row)]) for name, chosen in groups.items()}
    return report


def hash_of(text: str) -> str:
    """A fixed order that has nothing to do with the text's meaning."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _in_script(script: str) -> Callable[[Judgement], bool]:
    return lambda row: row.script == script


def _figures(rows: Sequence[Judgement]) -> dict[str, int | float | None]:
    known = [row for row in rows if row.expect == "answer"]
    unknown = [row for row in rows if row.expect in ("gap", "refuse")]
    outside = [row for row in rows if row.expect == "outside"]
    answered = [row for row in known + unknown if row.decision == "answer"]
    sections = [row for row in known if row.section_right is not None]
    return {
        "questions": len(known),
        "hit@1": _share(known, lambda row: row.rank == 1),
        "hit@3": _share(known, lambda row: 1 <= row.rank <= 3),
        "section@1": _share(sections, lambda row: row.section_right is True),
        "answer rate": _share(known, lambda row: row.decision == "answer"),
        "precision": _share(answered, lambda row: row.right),
        "choices right": _share(known, lambda row: row.decision == "choices" and row.offered),
        "refused": _share(known, lambda row: row.decision == "refuse"),
        "refusals": len(unknown),
        "false answers": _share(unknown, lambda row: row.decision == "answer" and not row.right),
        "outside": len(outside),
        "outside ans.": _share(outside, lambda row: row.decision == "answer"),
    }


def _share(rows: Sequence[Judgement], chosen: Callable[[Judgement], bool]) -> float | None:
    return sum(chosen(row) for row in rows) / len(rows) if rows else None
