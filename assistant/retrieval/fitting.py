"""Fits the calibration to gold questions: the weight that ranks best, a regression, thresholds by precision."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.retrieval.calibration import FEATURES, Calibration, features
from assistant.retrieval.fusion import Ranking, reweigh
from assistant.retrieval.gold import Observation

PRECISION = 0.96
_WEIGHTS = tuple(round(0.05 * step, 2) for step in range(2, 11))
_RATED = 5
_FOLDS = 5
# A hit that is not the first teaches less; a chat line teaches less than a question of our own field.
_LATER_HIT, _OUTSIDE = 0.3, 0.3
_CHOICE, _FLOOR = 0.05, 0.1
_REFUSAL_COST = 0.5
Floats = npt.NDArray[np.float64]


def fit_calibration(sample: Sequence[Observation]) -> Calibration:
    """The calibration for `sample`, its thresholds chosen on questions that the regression had not seen."""
    weight = _best_weight(sample)
    blank = Calibration(weight, 0.0, dict.fromkeys(FEATURES, 0.0), 1.0, 0.0, 0.0)
    unseen: list[tuple[Observation, list[float]]] = []
    for fold in range(_FOLDS):
        held = sample[fold::_FOLDS]
        model = _fit_regression([row for n, row in enumerate(sample) if n % _FOLDS != fold], blank)
        unseen.extend((row, probabilities(row, model)) for row in held)
    fitted = _fit_regression(sample, blank)
    answer = _answer_threshold(unseen, weight)
    choices = _choices_threshold(unseen, weight, answer)
    return replace(fitted, answer=answer, choices=choices, choice=min(_CHOICE, choices))


def probabilities(row: Observation, calibration: Calibration) -> list[float]:
    """The probability of the first hits of `row`, best first."""
    ranking = reweigh(row.ranking, calibration.lexical_weight)
    return calibration.probability(_features(row, ranking))


def _features(row: Observation, ranking: Ranking) -> Floats:
    return features(
        ranking, count=_RATED, query_length=row.length, in_letters=row.in_letters, elsewhere=row.elsewhere
    )


def ranked_names(row: Observation, weight: float) -> list[str]:
    """The entries of `row`, best first."""
    return [row.names[int(number)] for number in reweigh(row.ranking, weight).entries]


def is_right(row: Observation, name: str) -> bool:
    """Whether showing entry `name` is right: it answers, or it says of a gap that it is one."""
    return name in row.gold.entries or (row.gold.expect == "gap" and name in row.gaps)


def _best_weight(sample: Sequence[Observation]) -> float:
    def reciprocal_rank(weight: float) -> float:
        total = 0.0
        for row in sample:
            if row.gold.expect == "answer":
                names = ranked_names(row, weight)
                total += max((1 / (rank + 1) for rank, name in enumerate(names) if name in row.gold.entries), default=0)
        return total

    return max(_WEIGHTS, key=reciprocal_rank)


def _fit_regression(sample: Sequence[Observation], blank: Calibration) -> Calibration:
    from sklearn.linear_model import LogisticRegression

    rows: list[Floats] = []
    labels: list[bool] = []
    weights: list[float] = []
    for row in sample:
        ranking = reweigh(row.ranking, blank.lexical_weight)
        names = [row.names[int(number)] for number in ranking.entries[:_RATED]]
        table = _features(row, ranking)
        for rank, (name, values) in enumerate(zip(names, table, strict=True)):
            rows.append(values)
            labels.append(is_right(row, name))
            weights.append((_LATER_HIT if rank else 1.0) * (_OUTSIDE if row.gold.expect == "outside" else 1.0))
    model = LogisticRegression(C=1.0, max_iter=1000).fit(np.array(rows), np.array(labels), sample_weight=weights)
    coefficients = dict(zip(FEATURES, (float(value) for value in model.coef_[0]), strict=True))
    return replace(blank, intercept=float(model.intercept_[0]), coefficients=coefficients)


def _answer_threshold(unseen: Sequence[tuple[Observation, list[float]]], weight: float) -> float:
    """The lowest threshold above which PRECISION of the answers are right; chat lines are left out of the count."""
    judged = sorted(
        (
            (found[0], is_right(row, ranked_names(row, weight)[0]))
            for row, found in unseen
            if found and row.gold.expect != "outside"
        ),
        reverse=True,
    )
    right, threshold = 0, 0.99
    for count, (probability, good) in enumerate(judged, start=1):
        right += good
        if right / count >= PRECISION:
            threshold = probability
    return float(min(max(threshold, _FLOOR), 0.99))


def _choices_threshold(unseen: Sequence[tuple[Observation, list[float]]], weight: float, answer: float) -> float:
    """Where offering choices helps most: right entries offered, less offers to those whom nothing can help."""
    best, best_gain = answer, 0.0
    for step in range(1, 40):
        threshold = answer * step / 40
        gain = 0.0
        for row, found in unseen:
            if found and threshold <= found[0] < answer:
                near = max(2, sum(value >= _CHOICE for value in found[:4]))
                helps = any(is_right(row, name) for name in ranked_names(row, weight)[:near])
                cost = _REFUSAL_COST * (_OUTSIDE if row.gold.expect == "outside" else 1.0)
                gain += 1.0 if helps else -cost
        if gain > best_gain:
            best, best_gain = threshold, gain
    return float(best)
