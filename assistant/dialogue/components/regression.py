"""Fitting and running one head of the classifier. Fitting needs scikit-learn; running needs numpy only."""

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Head:
    """Linear weights. A vector is centred and scaled before use; `temperature` makes confidences honest."""

    sparse_weights: Array
    dense_weights: Array
    bias: Array
    centre: Array
    temperature: float

    def probabilities(self, sparse: Any, dense: Optional[Array]) -> Array:
        """Probability of each label for one sentence."""
        scores = self.bias + self.sparse_weights[:, sparse.indices] @ sparse.data
        if dense is not None:
            scores = scores + self.dense_weights @ (dense.reshape(-1) - self.centre)
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
    sparse: Any, targets: Array, dense: Optional[Array], *, strength: float, dense_scale: float, seed: int
) -> Head:
    """A head whose temperature minimises the log loss on sentences held out in three folds. `sparse` is CSR."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    centre = dense.mean(axis=0) if dense is not None else np.zeros(0)
    rows = sparse if dense is None else hstack([sparse, csr_matrix((dense - centre) * dense_scale)], format="csr")

    def regression() -> Any:
        return LogisticRegression(C=strength, max_iter=150, tol=1e-3, class_weight="balanced", random_state=seed)

    held_out = np.zeros((len(targets), targets.max() + 1))
    for train, test in StratifiedKFold(3, shuffle=True, random_state=seed).split(targets, targets):
        held_out[test] = regression().fit(rows[train], targets[train]).decision_function(rows[test])
    candidates = np.geomspace(0.2, 3.0, 40)
    losses = [-np.log(softmax(held_out / t)[np.arange(len(targets)), targets] + 1e-12).mean() for t in candidates]
    model = regression().fit(rows, targets)
    columns = sparse.shape[1]
    return Head(
        model.coef_[:, :columns], model.coef_[:, columns:] * dense_scale, model.intercept_, centre,
        float(candidates[int(np.argmin(losses))]),
    )


def softmax(scores: Array) -> Array:
    """Row-wise softmax."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return result
