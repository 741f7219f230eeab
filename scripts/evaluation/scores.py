"""Precision, recall, F1, confusions and reliability of a classifier. Standard library only; runs in both Pythons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """How well one label is told. An absent label has precision 1 when nothing was taken for it."""

    label: str
    count: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores(wanted: Sequence[str], found: Sequence[str]) -> dict[str, Score]:
    """A score for each label that was wanted."""
    asked, said = Counter(wanted), Counter(found)
    right = Counter(want for want, seen in zip(wanted, found, strict=True) if want == seen)
    return {
        label: Score(
            label,
            count,
            precision=right[label] / said[label] if said[label] else float(not count),
            recall=right[label] / count,
        )
        for label, count in sorted(asked.items())
    }


def macro_f1(wanted: Sequence[str], found: Sequence[str]) -> float:
    """The mean F1 of the labels that were wanted; 0 when there are none."""
    each = scores(wanted, found)
    return sum(score.f1 for score in each.values()) / len(each) if each else 0.0


def confusions(wanted: Iterable[str], found: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often (wanted, found) came, wrong ones and right ones."""
    return Counter(zip(wanted, found, strict=True))


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence: how sure they were on average, and how often right."""

    count: int
    confidence: float
    accuracy: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Bins of equal width over 0…1 that hold an answer, from unsure to sure."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for confidence, correct in zip(confidences, right, strict=True):
        held.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, correct))
    return [
        Bin(
            len(rows),
            sum(confidence for confidence, _ in rows) / len(rows),
            sum(correct for _, correct in rows) / len(rows),
        )
        for _, rows in sorted(held.items())
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """The mean gap between confidence and accuracy, weighed by how many answers a bin holds."""
    total = sum(row.count for row in bins)
    return sum(row.count * abs(row.confidence - row.accuracy) for row in bins) / total if total else 0.0
