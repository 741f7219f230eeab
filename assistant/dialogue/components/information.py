"""The yardstick of a linear head: terms, vector and bias in units of which each is known equally well.

One penalty for all lets frequent words and loud directions of the vector decide. Here a weight is penalised by how much
the sentences tell of it, its Fisher information: what dropout does on average (Wager, Wang and Liang, 2013; ADR 21).
"""

from dataclasses import dataclass
from typing import Any, Tuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Weights = Tuple[Array, Array, Array]  # of terms, of the vector, and a bias
# p(1-p) of a label that is 95 % sure, as most are once fitted; a fifth or four times of it tells acts as well.
_UNDECIDED = 0.05
_FAINT = 0.01  # of what directions vary in the mean: as much is added to each, so that none is blown up
# How many units of terms one of the vector is worth: by it strangers are understood whose words nobody taught.
_VECTOR_IS_WORTH = 1.5


@dataclass(frozen=True)
class Yardstick:
    """How long one unit of each weight is."""

    terms: Array   # (terms,)
    vector: Array  # (dimensions, dimensions)
    bias: float

    @classmethod
    def of(cls, sparse: Any, dense: Array, weights: Array) -> "Yardstick":
        """From rows of terms (CSR), centred vectors and what each sentence weighs.

        The information of terms is taken one by one, that of the vector as a whole: its units are whitened.
        """
        known = _UNDECIDED * weights
        squares = sparse.copy()
        squares.data = squares.data**2
        together = (dense * known[:, None]).T @ dense
        faint = _FAINT * np.trace(together) / max(1, dense.shape[1]) + 1e-9
        spread, directions = np.linalg.eigh(together + faint * np.eye(dense.shape[1]))
        return cls(
            terms=1 / np.sqrt(1 + squares.T @ known), vector=_VECTOR_IS_WORTH * directions / np.sqrt(spread),
            bias=float(1 / np.sqrt(1 + known.sum())),
        )

    def measured(self, sparse: Any, dense: Array) -> Tuple[Any, Array]:
        """Terms and vectors of sentences in these units."""
        from scipy.sparse import diags

        return (sparse @ diags(self.terms)).tocsr(), dense @ self.vector

    def back(self, weights: Weights) -> Weights:
        """Weights of these units as weights of what was measured."""
        return weights[0] * self.terms[:, None], self.vector @ weights[1], weights[2] * self.bias
