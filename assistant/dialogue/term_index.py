"""Terms of training sentences with their weights, and a sentence as a row of them: TF-IDF of unit length."""

from collections import Counter
from typing import Dict, Iterable, List, Sequence

import numpy as np
from scipy.sparse import csr_matrix


class TermIndex:
    """Which terms are known, in order, and how much each weighs."""

    def __init__(self, weights: Dict[str, float]) -> None:
        self.weights = weights
        self._position = {term: at for at, term in enumerate(weights)}
        self._values = np.fromiter(weights.values(), dtype=np.float64, count=len(weights))

    @classmethod
    def learned(cls, sentences: Iterable[Sequence[str]], at_least: int) -> "TermIndex":
        """Every term that stands in `at_least` of the `sentences`; the rarer, the heavier."""
        seen: Counter[str] = Counter()
        total = 0
        for terms in sentences:
            seen.update(set(terms))
            total += 1
        return cls({
            term: float(np.log((1 + total) / (1 + count)) + 1)
            for term, count in sorted(seen.items()) if count >= at_least
        })

    def row(self, terms: List[str]) -> csr_matrix:
        """One row, as many columns as there are terms; all 0 where none is known."""
        counts: Dict[int, int] = {}
        for term in terms:
            at = self._position.get(term)
            if at is not None:
                counts[at] = counts.get(at, 0) + 1
        columns = np.fromiter(counts, dtype=np.int32, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        values = (1 + np.log(times)) * self._values[columns]
        length = np.linalg.norm(values)
        values = values / length if length else values
        return csr_matrix((values, columns, np.array([0, len(columns)])), shape=(1, len(self._position)))
