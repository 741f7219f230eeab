"""What a release must pass before citizens get it. Each refusal names its gate, its reason and its mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.curation.findings import Finding

_SHOWN = 5


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish. `gate` is lint, recall, citation or gap."""

    gate: str
    reason: str
    mend: str


@dataclass(frozen=True)
class Figures:
    """How a release does on the gold questions; `lost` are those whose right entry is not among the first three.

    `answered` maps each question that nothing answers, and that was answered all the same, to the address shown.
    """

    questions: int
    first: float
    in_three: float
    lost: frozenset[str] = frozenset()
    answered: Mapping[str, str] = field(default_factory=dict)


def lint_gate(errors: Sequence[Finding]) -> list[Refusal]:
    """Refuses while lint errors stand."""
    if not errors:
        return []
    first = errors[0]
    reason = f"{len(errors)} lint errors stand, first {first.file}:{first.line} {first.code} {first.fault}"
    return [Refusal("lint", reason, "mend them: `assistant knowledge check` lists them")]


def recall_gate(before: Figures, after: Figures, *, allowed: float) -> list[Refusal]:
    """Refuses when the share of gold questions with the right entry first, or among three, falls by over `allowed`."""
    return [
        Refusal(
            "recall",
            f"right entry {name}: {old:.3f} → {new:.3f} over {after.questions} gold questions (a fall of {allowed:.3f} "
            f"is allowed); newly lost: {_some(sorted(after.lost - before.lost))}",
            "ask these with `assistant knowledge ask`; add ways to ask, or undo the change",
        )
        for name, old, new in (
            ("first", before.first, after.first),
            ("among three", before.in_three, after.in_three),
        )
        if old - new > allowed
    ]


def citation_gate(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], moved: Mapping[str, Any]
) -> list[Refusal]:
    """Refuses when an address that answers may have cited leads nowhere any more.

    Both are entries of releases; an id in `moved` has a successor, or its page says that it has ended.
    """
    known = {row["entry_id"]: _anchors(row) for row in after}
    broken: list[str] = []
    for row in before:
        name = row["entry_id"]
        if name in moved:
            continue
        if name in known:
            broken += [f"/k/{name}#{anchor}" for anchor in sorted(_anchors(row) - known[name])]
        else:
            broken.append(f"/k/{name}")
    if not broken:
        return []
    return [
        Refusal(
            "citation",
            f"{len(broken)} addresses that answers have cited lead nowhere: {_some(broken)}",
            "name the old id under `supersedes` of its successor (a section: {section: old, by: new}), or keep the "
            "file with `status: retired`",
        )
    ]


def gap_gate(before: Figures, after: Figures) -> list[Refusal]:
    """Refuses when a question that nothing answers was not answered until now, and is."""
    return [
        Refusal(
            "gap",
            f"{ask!r} has no confirmed answer, and {after.answered[ask]} is given for it",
            "make that file or its questions more exact; if the answer is right, correct the gold question",
        )
        for ask in sorted(after.answered.keys() - before.answered.keys())
    ]


def _anchors(row: Mapping[str, Any]) -> set[str]:
    return {anchor for part in row["sections"] for anchor in (part["anchor"], *part.get("aliases", []))}


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN]) or "none"
    return f"{shown} and {rest} more" if rest > 0 else shown
