"""Fitting and running one linear head: softmax regression over characters and vector, with honest confidences."""

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_ONE_IN = 3  # sentences held out to find the temperature
# Steps without the sentences held out, then from there with all: as good as 60 from nothing, in 60 % of the time.
_STEPS, _MORE_STEPS = 40, 30
Weights = Tuple[Array, Array, Array]  # of terms, of the vector, and a bias


@dataclass(frozen=True)
class Head:
    """Linear weights. A vector is centred before use; `temperature` makes confidences honest."""

    sparse_weights: Array  # terms × labels, so that a sentence reads whole rows
    dense_weights: Array   # dimensions × labels
    bias: Array
    centre: Array
    temperature: float

    def probabilities(self, sparse: Any, dense: Optional[Array]) -> Array:
        """Probability of each label for one sentence."""
        scores = self.bias + sparse.data @ self.sparse_weights[sparse.indices]
        if dense is not None:
            scores = scores + (dense.reshape(-1) - self.centre) @ self.dense_weights
        return softmax(scores.reshape(1, -1) / self.temperature)[0]

    def as_arrays(self, name: str) -> Dict[str, Array]:
        """For `numpy.savez`; `from_arrays` gives it back."""
        return {
            f"{name}_sparse": self.sparse_weights.astype(np.float32),
            f"{name}_dense": self.dense_weights.astype(np.float32),
            f"{name}_bias": self.bias, f"{name}_centre": self.centre.astype(np.float32),
            f"{name}_temperature": np.array(self.temperature),
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, Array], name: str) -> Optional["Head"]:
        """The head stored under `name`, None when there is none."""
        if f"{name}_bias" not in stored:
            return None
        return cls(
            stored[f"{name}_sparse"], stored[f"{name}_dense"], stored[f"{name}_bias"],
            stored[f"{name}_centre"], float(stored[f"{name}_temperature"]),
        )


def fit(
    sparse: Any, targets: Array, dense: Optional[Array], *, strength: float, dense_scale: float, seed: int,
    labels: int, balance: float = 1.0,
) -> Head:
    """A head whose temperature minimises the log loss on a third of the sentences, held out. `sparse` is CSR.

    `balance` 1 gives every label the same weight whatever its number of sentences, 0 gives every sentence the same.
    """
    centre = dense.mean(axis=0) if dense is not None else np.zeros(0)
    scaled = (dense - centre) * dense_scale if dense is not None else np.zeros((sparse.shape[0], 0))
    out = held_out(targets, seed)
    known = _softmax_regression(
        sparse[~out], scaled[~out], targets[~out], labels, strength=strength, balance=balance, steps=_STEPS
    )
    honest = temperature(sparse[out] @ known[0] + scaled[out] @ known[1] + known[2], targets[out])
    w_sparse, w_dense, bias = _softmax_regression(
        sparse, scaled, targets, labels, strength=strength, balance=balance, steps=_MORE_STEPS, start=known
    )
    return Head(w_sparse, w_dense * dense_scale, bias, centre, honest)


def held_out(targets: Array, seed: int) -> Array:
    """True at one sentence in three of every label, chosen by `seed`; the first of a label is never held out."""
    generator = np.random.default_rng(seed)
    chosen = np.zeros(len(targets), dtype=bool)
    for label in np.unique(targets):
        members = generator.permutation(np.flatnonzero(targets == label))
        chosen[members] = np.arange(len(members)) % _ONE_IN == _ONE_IN - 1
    return chosen


def temperature(scores: Array, targets: Array) -> float:
    """The divisor of `scores` under which the log loss is least."""
    candidates = np.geomspace(0.2, 3.0, 60)
    rows = np.arange(len(targets))
    losses = [-np.log(softmax(scores / t)[rows, targets] + 1e-12).mean() for t in candidates]
    return float(candidates[int(np.argmin(losses))])


def softmax(scores: Array) -> Array:
    """Row-wise softmax."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def _softmax_regression(
    sparse: Any, dense: Array, targets: Array, labels: int, *, strength: float, balance: float, steps: int,
    start: Optional[Weights] = None,
) -> Weights:
    """Weights as terms × labels, dimensions × labels and a bias: L2 regularised, by L-BFGS from `start` (else from 0).

    scikit-learn's regression makes one sparse matrix of both parts; the dense part alone then costs ten times as much.
    """
    from scipy.optimize import minimize

    counts = np.bincount(targets, minlength=labels).astype(float)
    weight = (len(targets) / (labels * np.maximum(counts, 1))) ** balance
    per_row = weight[targets][:, None]
    truth = np.zeros((len(targets), labels))
    truth[np.arange(len(targets)), targets] = 1.0
    terms, dimensions, back = sparse.shape[1], dense.shape[1], sparse.T.tocsr()
    ends = (terms * labels, (terms + dimensions) * labels)

    def parts(flat: Array) -> Weights:
        return (
            flat[: ends[0]].reshape(terms, labels), flat[ends[0]: ends[1]].reshape(dimensions, labels), flat[ends[1]:]
        )

    def loss(flat: Array) -> Tuple[float, Array]:
        w_sparse, w_dense, bias = parts(flat)
        scores = sparse @ w_sparse + dense @ w_dense + bias
        scores -= scores.max(axis=1, keepdims=True)
        exponents = np.exp(scores)
        total = exponents.sum(axis=1, keepdims=True)
        value = strength * float((per_row * truth * (np.log(total) - scores)).sum())
        residual = strength * per_row * (exponents / total - truth)
        gradient = np.concatenate([(back @ residual).ravel(), (dense.T @ residual).ravel(), residual.sum(axis=0)])
        gradient[: ends[1]] += flat[: ends[1]]
        return value + 0.5 * float(flat[: ends[1]] @ flat[: ends[1]]), gradient

    first = np.zeros(ends[1] + labels) if start is None else np.concatenate([part.ravel() for part in start])
    result = minimize(
        loss, first, jac=True, method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": 5, "gtol": 1e-3, "ftol": 1e-6},
    )
    return parts(result.x)
