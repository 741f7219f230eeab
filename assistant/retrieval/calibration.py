"""From scores to a probability and a decision: one logistic regression, its numbers are data (calibration.yml)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from assistant.retrieval.fusion import Ranking
from assistant.shared.errors import SetupError

Decision = Literal["answer", "choices", "refuse"]
FEATURES = ("dense", "lexical", "fused", "margin", "agreement", "length", "letters", "elsewhere")
MOST_CHOICES = 4
_SHORT = 24.0


@dataclass(frozen=True)
class Calibration:
    """How much the lexical score weighs, what the features mean, and from where on to answer or to offer choices."""

    lexical_weight: float
    intercept: float
    coefficients: Mapping[str, float]
    answer: float
    choices: float
    choice: float

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> "Calibration":
        """The calibration that calibration.yml holds."""
        try:
            found = cls(
                lexical_weight=float(data["lexical_weight"]),
                intercept=float(data["intercept"]),
                coefficients={name: float(data["coefficients"][name]) for name in FEATURES},
                answer=float(data["thresholds"]["answer"]),
                choices=float(data["thresholds"]["choices"]),
                choice=float(data["thresholds"]["choice"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise SetupError(f"calibration lacks or misstates {error}", mend="run `knowledge fit` again") from error
        if not 0 <= found.choice <= found.choices <= found.answer <= 1:
            raise SetupError(
                f"thresholds {found.choice}, {found.choices}, {found.answer} are out of order",
                mend="choice ≤ choices ≤ answer, all within 0 and 1",
            )
        return found

    def to_mapping(self) -> dict[str, Any]:
        """What calibration.yml holds, rounded to what matters."""
        return {
            "lexical_weight": self.lexical_weight,
            "intercept": round(self.intercept, 4),
            "coefficients": {name: round(value, 4) for name, value in self.coefficients.items()},
            "thresholds": {name: round(getattr(self, name), 4) for name in ("answer", "choices", "choice")},
        }

    def probability(self, features: npt.NDArray[np.float64]) -> list[float]:
        """The probability of each row of `features` to be the right entry."""
        weights = np.array([self.coefficients[name] for name in FEATURES])
        return [1 / (1 + math.exp(-value)) for value in np.clip(features @ weights + self.intercept, -30, 30)]

    def decide(self, probabilities: list[float], *, first_is_gap: bool, answer: float = 0.0) -> Decision:
        """What to do with hits of these probabilities, best first; `answer` > 0 replaces the fitted threshold.

        An entry that only says what we don't know misleads less, so it needs less.
        """
        if not probabilities:
            return "refuse"
        needed = answer or self.answer
        if probabilities[0] >= ((needed + min(self.choices, needed)) / 2 if first_is_gap else needed):
            return "answer"
        return "choices" if probabilities[0] >= self.choices and len(probabilities) > 1 else "refuse"

    def near(self, probabilities: list[float]) -> int:
        """How many of the first hits are choices worth offering: two to four."""
        return max(2, sum(probability >= self.choice for probability in probabilities[:MOST_CHOICES]))


def features(
    ranking: Ranking, *, count: int, query_length: int, in_letters: bool, elsewhere: frozenset[int]
) -> npt.NDArray[np.float64]:
    """One row a hit for the first `count` of `ranking`, columns as FEATURES.

    `in_letters`: the question has no Chinese character; its scores against Chinese text run lower.
    `elsewhere` are the entries that do not speak of the other place that the question names.
    """
    size = min(count, len(ranking.entries))
    fused = ranking.fused.astype(np.float64)
    best_dense, best_lexical = ranking.dense.max(initial=-1.0), ranking.lexical.max(initial=0.0)
    rows = np.zeros((size, len(FEATURES)))
    for index in range(size):
        rival = fused[0] if index else (fused[1] if len(fused) > 1 else 0.0)
        agrees = (ranking.dense[index] >= best_dense) + (ranking.lexical[index] >= best_lexical)
        rows[index] = (
            (float(ranking.dense[index]) - 0.85) * 20,
            float(ranking.lexical[index]),
            fused[index],
            fused[index] - rival,
            float(agrees),
            min(query_length, _SHORT) / _SHORT,
            float(in_letters),
            float(int(ranking.entries[index]) in elsewhere),
        )
    return rows
