"""Which sections of an entry answer: their own text, the ways to ask that name them, the words that they share."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.retrieval.calibration import SECTION
from assistant.retrieval.fusion import QUESTION
from assistant.retrieval.fusion import SECTION as TEXT

Floats = npt.NDArray[np.float64]
# A telephone's reader follows about so many characters and sections; the rest stays behind a button.
ROOM, _MOST = 520, 3
# Shown until it is this likely that the right section is among them; one less likely than the second stays out.
_SURE, _LEAST = 0.9, 0.04
# A section that only says that something is not known stands alone when it is this likely to be what was asked.
_SURE_GAP = 0.7
_UNASKED = 0.02  # a section that no question names is a little farther than the farthest one that a question does


def section_table(
    *,
    sections: npt.NDArray[np.integer],
    roles: npt.NDArray[np.int8],
    dense: npt.NDArray[np.float32],
    lexical: npt.NDArray[np.float32],
    gaps: list[bool],
) -> Floats:
    """The features of every section of one entry, from its passages; `sections[i]` is -1 for one that names none."""
    count = len(gaps)
    table = np.zeros((count, len(SECTION)))
    for column, (role, values) in enumerate(((TEXT, dense), (QUESTION, dense), (TEXT, lexical), (QUESTION, lexical))):
        chosen = (roles == role) & (sections >= 0)
        best = np.full(count, -np.inf)
        np.maximum.at(best, sections[chosen], values[chosen])
        least = best[np.isfinite(best)].min() if np.isfinite(best).any() else 0.0
        table[:, column] = np.where(np.isfinite(best), best, least - _UNASKED)
    table[0, -2] = 1.0
    table[:, -1] = gaps
    return table


def leading(scores: Floats, *, lengths: Sequence[int], gaps: Sequence[bool]) -> list[int]:
    """The sections to show, likeliest first: as many as make it sure that the right one is among them, if they fit.

    `scores` are those of the softmax that was fitted, so their shares are probabilities.
    """
    powers = np.exp(scores - scores.max())
    shares = powers / powers.sum()
    order = [int(number) for number in np.argsort(-scores, kind="stable")]
    first = order[0]
    if gaps[first] and shares[first] >= _SURE_GAP:
        return [first]
    kept, sure, room = [first], float(shares[first]), ROOM - lengths[first]
    for number in order[1:]:
        if sure >= _SURE or len(kept) == _MOST or shares[number] < _LEAST:
            break
        if lengths[number] <= room:
            kept.append(number)
            sure, room = sure + float(shares[number]), room - lengths[number]
    return sorted(kept, key=lambda number: gaps[number])  # what is known before what is not
