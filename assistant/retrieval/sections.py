"""Which section of an entry answers: its own text, the ways to ask that name it, the words that it shares."""

import numpy as np
import numpy.typing as npt

from assistant.retrieval.calibration import SECTION
from assistant.retrieval.fusion import QUESTION
from assistant.retrieval.fusion import SECTION as TEXT

Floats = npt.NDArray[np.float64]
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
