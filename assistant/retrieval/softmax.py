"""Learns which row of a table to choose: a softmax over the rows of each table, one weight a column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_PENALTY = 1.0


@dataclass(frozen=True)
class Choice:
    """Rows to choose from, and which of them are right."""

    table: Floats
    right: npt.NDArray[np.bool_]


def fit_choice(choices: Sequence[Choice], names: Sequence[str]) -> dict[str, float]:
    """The weight of each column that makes the right rows likeliest; all 0 when there is nothing to learn from."""
    from scipy.optimize import minimize

    if not choices:
        return dict.fromkeys(names, 0.0)
    rows = np.concatenate([choice.table for choice in choices])
    spread = np.maximum(rows.std(axis=0), 1e-6)
    starts = np.cumsum([0, *(len(choice.table) for choice in choices)])[:-1]
    groups = np.repeat(np.arange(len(choices)), [len(choice.table) for choice in choices])
    right = np.concatenate([choice.right for choice in choices])
    scaled = rows / spread

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        scores -= np.maximum.reduceat(scores, starts)[groups]
        powers = np.exp(scores)
        shares = powers / np.add.reduceat(powers, starts)[groups]
        right_shares = np.add.reduceat(np.where(right, shares, 0), starts)
        pull = np.where(right, shares, 0) / (right_shares[groups] + 1e-12) - shares
        value = -np.log(right_shares + 1e-12).sum() + _PENALTY * weights @ weights
        return float(value), -(pull @ scaled) + 2 * _PENALTY * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (float(value) for value in found.x / spread), strict=True))
