"""Fits the calibration to gold questions: weights that rank entries and sections, a regression, thresholds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.retrieval.calibration import FEATURES, MOST_CHOICES, SECTION, Calibration, features
from assistant.retrieval.fusion import FEATURES as RANKING
from assistant.retrieval.fusion import Ranking
from assistant.retrieval.gold import Observation
from assistant.retrieval.softmax import Choice, fit_choice

PRECISION = 0.96
_RATED = 5
_FOLDS = 5
# A hit that is not the first teaches less; a chat line teaches less than a question of our own field.
_LATER_HIT, _OUTSIDE = 0.3, 0.3
_CHOICE, _FLOOR = 0.05, 0.1
_REFUSAL_COST = 0.5
Floats = npt.NDArray[np.float64]
Unseen = list[tuple[Observation, list[bool], list[float]]]  # of the first hits: is it right, how likely was that


def fit_calibration(sample: Sequence[Observation]) -> Calibration:
    """The calibration for `sample`, its thresholds chosen on questions that the models had not seen.

    Held questions teach nothing.
    """
    sample = [row for row in sample if row.gold.split != "held"]
    unseen: Unseen = []
    for fold in range(_FOLDS):
        model = _fit_models([row for n, row in enumerate(sample) if n % _FOLDS != fold])
        for row in sample[fold::_FOLDS]:
            ranking, values = rated(row, model)
            names = names_of(row, ranking)[:_RATED]
            unseen.append((row, [is_right(row, name, model) for name in names], values[:_RATED]))
    fitted = _fit_models(sample)
    answer = _answer_threshold(unseen)
    choices = _choices_threshold(unseen, answer)
    return replace(fitted, answer=answer, choices=choices, choice=min(_CHOICE, choices))


def rated(row: Observation, calibration: Calibration) -> tuple[Ranking, list[float]]:
    """The candidates of `row`, best first, and the probability of each."""
    ranking = row.ranking.ordered(calibration.ranking)
    return ranking, calibration.probability(_features(row, ranking))


def names_of(row: Observation, ranking: Ranking) -> list[str]:
    """The entries of a ranking of `row`."""
    return [row.names[int(number)] for number in ranking.entries]


def is_right(row: Observation, name: str, calibration: Calibration) -> bool:
    """Whether showing entry `name` is right: it answers, or what is shown of it says of a gap that it is one."""
    if name in row.gold.entries:
        return True
    return row.gold.expect == "gap" and section_of(row, name, calibration) in row.admitting[name]


def is_gap(row: Observation, name: str, calibration: Calibration) -> bool:
    """Whether the section of entry `name` that would be shown only says that something is not known."""
    _, table = row.sections[name]
    return bool(table[int(np.argmax(calibration.section_scores(table))), SECTION.index("gap")])


def section_of(row: Observation, name: str, calibration: Calibration) -> str:
    """The anchor of the section of entry `name` that would be shown."""
    anchors, table = row.sections[name]
    return anchors[int(np.argmax(calibration.section_scores(table)))]


def _fit_models(sample: Sequence[Observation]) -> Calibration:
    ranking = fit_choice([choice for row in sample if (choice := _entry_choice(row))], RANKING)
    section = fit_choice([choice for row in sample for choice in _section_choices(row)], SECTION)
    blank = Calibration(ranking, section, 0.0, dict.fromkeys(FEATURES, 0.0), 1.0, 0.0, 0.0)
    return _fit_regression(sample, blank)


def _entry_choice(row: Observation) -> Choice | None:
    right = np.array([row.names[int(number)] in row.gold.entries for number in row.ranking.entries], dtype=np.bool_)
    if row.gold.expect != "answer" or not right.any() or right.all():
        return None
    return Choice(row.ranking.table.astype(np.float64), right)


def _section_choices(row: Observation) -> list[Choice]:
    found = []
    for name in sorted(row.gold.entries & row.sections.keys()) if row.gold.sections else ():
        anchors, table = row.sections[name]
        right = np.array([anchor in row.gold.sections for anchor in anchors], dtype=np.bool_)
        if right.any() and not right.all():
            found.append(Choice(table, right))
    return found


def _features(row: Observation, ranking: Ranking) -> Floats:
    return features(
        ranking,
        count=len(ranking.entries),
        query_length=row.length,
        in_letters=row.in_letters,
        elsewhere=row.elsewhere,
    )


def _fit_regression(sample: Sequence[Observation], blank: Calibration) -> Calibration:
    from sklearn.linear_model import LogisticRegression

    rows: list[Floats] = []
    labels: list[bool] = []
    weights: list[float] = []
    for row in sample:
        ranking = row.ranking.ordered(blank.ranking)
        table = _features(row, ranking)
        for rank, (name, values) in enumerate(zip(names_of(row, ranking)[:_RATED], table[:_RATED], strict=True)):
            rows.append(values)
            labels.append(is_right(row, name, blank))
            weights.append((_LATER_HIT if rank else 1.0) * (_OUTSIDE if row.gold.expect == "outside" else 1.0))
    data = np.array(rows)
    # Cosines lie close together: in their own unit the penalty would hold their weights down.
    middle, spread = data.mean(axis=0), np.maximum(data.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((data - middle) / spread, np.array(labels), sample_weight=weights)
    values = model.coef_[0] / spread
    coefficients = dict(zip(FEATURES, (float(value) for value in values), strict=True))
    return replace(blank, intercept=float(model.intercept_[0] - middle @ values), coefficients=coefficients)


def _answer_threshold(unseen: Unseen) -> float:
    """The lowest threshold above which PRECISION of the answers are right; chat lines are left out of the count."""
    judged = sorted(
        ((values[0], right[0]) for row, right, values in unseen if values and row.gold.expect != "outside"),
        reverse=True,
    )
    good, threshold = 0, 0.99
    for count, (probability, right) in enumerate(judged, start=1):
        good += right
        if good / count >= PRECISION:
            threshold = probability
    return float(min(max(threshold, _FLOOR), 0.99))


def _choices_threshold(unseen: Unseen, answer: float) -> float:
    """Where offering choices helps most: right entries offered, less offers to those whom nothing can help."""
    best, best_gain = answer, 0.0
    for step in range(1, 40):
        threshold = answer * step / 40
        gain = 0.0
        for row, right, values in unseen:
            if values and threshold <= values[0] < answer:
                near = max(2, sum(value >= _CHOICE for value in values[:MOST_CHOICES]))
                cost = _REFUSAL_COST * (_OUTSIDE if row.gold.expect == "outside" else 1.0)
                gain += 1.0 if any(right[:near]) else -cost
        if gain > best_gain:
            best, best_gain = threshold, gain
    return float(best)
