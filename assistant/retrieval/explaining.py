"""Why each hit stands where it does: every feature with its weight, and what the two come to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.retrieval.calibration import FEATURES, Calibration
from assistant.retrieval.fusion import FEATURES as RANKING
from assistant.retrieval.schemas import Reason, Reasons

if TYPE_CHECKING:
    from assistant.retrieval.search import Rating


def reasons(rating: "Rating", calibration: Calibration, *, count: int) -> list[Reasons]:
    """For each of the first `count` hits what ranked it and what made its probability."""
    return [
        Reasons(
            ranking=_row(RANKING, rating.ranking.table[index], calibration.ranking),
            probability=_row(FEATURES, rating.rows[index], calibration.coefficients),
            intercept=calibration.intercept,
        )
        for index in range(count)
    ]


def _row(names: Sequence[str], values: Iterable[float], weights: Mapping[str, float]) -> list[Reason]:
    return [
        Reason(name=name, value=value, weight=weights[name], part=value * weights[name])
        for name, value in zip(names, map(float, values), strict=True)
    ]
