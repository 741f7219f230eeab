"""From features to an order, a probability, a section and a decision: linear models whose numbers are data
(calibration.yml), fitted to gold questions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from assistant.retrieval.fusion import FEATURES as RANKING
from assistant.retrieval.fusion import Ranking
from assistant.shared.errors import SetupError

Decision = Literal["answer", "choices", "refuse"]
Floats = npt.NDArray[np.float64]
_TAKEN = ("dense", "dense_second", "lexical", "lexical_second", "coverage")
FEATURES = (
    *_TAKEN,
    "margin",  # how far before the one after it, or behind the first
    "nearest",  # 1 for the best of all by this feature, as the next two
    "wordiest",
    "fullest",
    "length",  # of the question
    "letters",  # whether the question is in letters
    "elsewhere",  # whether it says nothing of another place that the question names
    "share",  # how likely it is the right one, if one of the candidates is
    "score",  # the score that ranks it
    "topic",  # how much of what is near is of its topic
)
SECTION = ("text", "asked", "words", "asked_words", "first", "gap")
# Releases that were made before these were known say nothing of them.
_LATER = frozenset({"words_place", "topic", "gap", "directory", "share", "score"})
MOST_CHOICES = 4
_SHORT = 24.0


@dataclass(frozen=True)
class Calibration:
    """What ranks entries and sections, what the features mean, from where on to answer or to offer choices."""

    ranking: Mapping[str, float]
    section: Mapping[str, float]
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
                ranking=_weights(data["ranking"], RANKING),
                section={name: float(data["section"][name]) for name in SECTION},
                intercept=float(data["intercept"]),
                coefficients=_weights(data["coefficients"], FEATURES),
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
            "ranking": {name: round(value, 3) for name, value in self.ranking.items()},
            "section": {name: round(value, 3) for name, value in self.section.items()},
            "intercept": round(self.intercept, 4),
            "coefficients": {name: round(value, 4) for name, value in self.coefficients.items()},
            "thresholds": {name: round(getattr(self, name), 4) for name in ("answer", "choices", "choice")},
        }

    def probability(self, features: Floats) -> list[float]:
        """The probability of each row of `features` to be the right entry."""
        weights = np.array([self.coefficients[name] for name in FEATURES])
        return [1 / (1 + math.exp(-value)) for value in np.clip(features @ weights + self.intercept, -30, 30)]

    def section_scores(self, table: Floats) -> Floats:
        """How well each section of an entry answers; rows of `table` are sections, columns SECTION."""
        result: Floats = table @ np.array([self.section[name] for name in SECTION])
        return result

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


def _weights(data: Mapping[str, Any], names: Sequence[str]) -> dict[str, float]:
    return {name: float(data.get(name, 0) if name in _LATER else data[name]) for name in names}


def features(ranking: Ranking, *, count: int, query_length: int, in_letters: bool, elsewhere: frozenset[int]) -> Floats:
    """The features of the first `count` hits of an ordered ranking, one row each, columns as in FEATURES.

    `elsewhere` names the entries that say nothing of another place that the question names.
    """
    shown = min(count, len(ranking.entries))
    rows = np.zeros((shown, len(FEATURES)))
    if not shown:
        return rows
    table, scores = ranking.table, ranking.scores
    columns = {name: rows[:, number] for number, name in enumerate(FEATURES)}
    for name in (*_TAKEN, "topic"):
        columns[name][:] = table[:shown, RANKING.index(name)]
    after = float(scores[1]) if len(scores) > 1 else float(scores[0]) - 1
    columns["margin"][0] = scores[0] - after
    columns["margin"][1:] = scores[1:shown] - scores[0]
    for name, best_by in (("nearest", "dense"), ("wordiest", "lexical_second"), ("fullest", "coverage")):
        best = int(np.argmax(table[:, RANKING.index(best_by)]))
        if best < shown:
            columns[name][best] = 1.0
    columns["length"][:] = min(query_length, _SHORT) / _SHORT
    columns["letters"][:] = in_letters
    columns["elsewhere"][:] = [int(number) in elsewhere for number in ranking.entries[:shown]]
    powers = np.exp(scores.astype(np.float64) - float(scores.max()))
    columns["share"][:] = (powers / powers.sum())[:shown]
    columns["score"][:] = scores[:shown]
    return rows
