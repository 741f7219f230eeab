"""Fitting and running one linear head: softmax regression over characters and vector, with honest confidences."""

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

import numpy as np

from assistant.dialogue.components.information import Array, Weights, Yardstick

_ONE_IN = 3  # sentences held out to find the temperature
# By then the loss falls by less than a hundred thousandth a step: neither the start nor who is held out matters much.
_MOST_STEPS, _NEAR_ENOUGH = 80, 1e-5


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
    sparse: Any, targets: Array, dense: Optional[Array], *, strength: float, seed: int, labels: int,
    balance: float = 1.0,
) -> Head:
    """A head whose temperature minimises the log loss on a third of the sentences, held out. `sparse` is CSR.

    `balance` 1 gives every label the same weight whatever its number of sentences, 0 gives every sentence the same.
    """
    centre = dense.mean(axis=0) if dense is not None else np.zeros(0)
    centred = dense - centre if dense is not None else np.zeros((sparse.shape[0], 0))
    counts = np.bincount(targets, minlength=labels).astype(float)
    weights = strength * ((len(targets) / (labels * np.maximum(counts, 1))) ** balance)[targets]
    used = np.flatnonzero(np.bincount(sparse.indices, minlength=sparse.shape[1]))
    yardstick = Yardstick.of(sparse[:, used], centred, weights)
    terms, vectors = yardstick.measured(sparse[:, used], centred)
    out = held_out(targets, seed)
    known = _softmax_regression(terms[~out], vectors[~out], targets[~out], weights[~out], labels, yardstick.bias)
    honest = temperature(terms[out] @ known[0] + vectors[out] @ known[1] + known[2] * yardstick.bias, targets[out])
    found = _softmax_regression(terms, vectors, targets, weights, labels, yardstick.bias, start=known)
    of_used, w_dense, bias = yardstick.back(found)
    w_sparse = np.zeros((sparse.shape[1], labels))
    w_sparse[used] = of_used
    return Head(w_sparse, w_dense, bias, centre, honest)


def held_out(targets: Array, seed: int) -> Array:
    """True at one sentence in three of every label, chosen by `seed`; the first of a label is never held out."""
    generator = np.random.default_rng(seed)
    chosen = np.zeros(len(targets), dtype=bool)
    for label in np.unique(targets):
        members = generator.permutation(np.flatnonzero(targets == label))
        chosen[members] = np.arange(len(members)) % _ONE_IN == _ONE_IN - 1
    return chosen


def temperature(scores: Array, targets: Array) -> float:
    """The divisor of `scores`, between 0.1 and 10, under which the log loss is least."""
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(targets))

    def loss(logarithm: float) -> float:
        return float(-np.log(softmax(scores / np.exp(logarithm))[rows, targets] + 1e-12).mean())

    return float(np.exp(minimize_scalar(loss, bounds=np.log((0.1, 10.0)), method="bounded").x))


def softmax(scores: Array) -> Array:
    """Row-wise softmax."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def _softmax_regression(
    sparse: Any, dense: Array, targets: Array, per_sentence: Array, labels: int, bias_unit: float,
    start: Optional[Weights] = None,
) -> Weights:
    """Weights as terms × labels, dimensions × labels and a bias: L2 regularised, by L-BFGS from `start` (else from 0).

    scikit-learn's regression makes one sparse matrix of both parts; the dense part alone then costs ten times as much.
    """
    from scipy.optimize import minimize

    weight = per_sentence[:, None]
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
        scores = sparse @ w_sparse + dense @ w_dense + bias * bias_unit
        scores -= scores.max(axis=1, keepdims=True)
        exponents = np.exp(scores)
        total = exponents.sum(axis=1, keepdims=True)
        value = float((weight * truth * (np.log(total) - scores)).sum())
        residual = weight * (exponents / total - truth)
        gradient = np.concatenate(
            [(back @ residual).ravel(), (dense.T @ residual).ravel(), residual.sum(axis=0) * bias_unit]
        )
        gradient[: ends[1]] += flat[: ends[1]]
        return value + 0.5 * float(flat[: ends[1]] @ flat[: ends[1]]), gradient

    first = np.zeros(ends[1] + labels) if start is None else np.concatenate([part.ravel() for part in start])
    result = minimize(
        loss, first, jac=True, method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS, "maxcor": 5, "gtol": 1e-3, "ftol": _NEAR_ENOUGH},
    )
    return parts(result.x)
