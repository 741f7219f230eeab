"""A matrix that turns vectors towards our field: fitted to the questions of the knowledge files, small, optional.

It belongs to one encoder. A probe (a sentence and its vector) tells whether an encoder is still that one.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.shared.errors import SetupError

Floats = npt.NDArray[np.float32]
FILE = "adapter.npy"
PROBE = "How do I replace a lost ID card?"
# Quantising an encoder afresh moves its vectors by less than this; another encoder is far away.
_SAME = 0.95


class QueryEncoder(Protocol):
    """What is asked of an encoder to know it again."""

    def encode_queries(self, texts: list[str]) -> Floats:
        """One unit vector a text."""


@dataclass(frozen=True)
class Adapter:
    """`vectors + vectors @ matrix`, at unit length again."""

    matrix: Floats
    probe: Floats

    def __call__(self, vectors: Floats) -> Floats:
        """Unit vectors, turned; one or many."""
        turned: Floats = vectors + vectors @ self.matrix
        turned /= np.maximum(np.linalg.norm(turned, axis=-1, keepdims=True), 1e-9)
        return turned

    def fits(self, encoder: QueryEncoder) -> bool:
        """Whether `encoder` is the one that it was fitted to."""
        seen = np.asarray(encoder.encode_queries([PROBE])[0], dtype=np.float32)
        return seen.shape == self.probe.shape and float(seen @ self.probe) > _SAME

    def save(self, path: Path) -> None:
        """It lies in the file `path`, in half precision: the rows of the matrix, then the probe."""
        np.save(path, np.vstack([self.matrix, self.probe[None]]).astype(np.float16), allow_pickle=False)

    @classmethod
    def read(cls, path: Path) -> "Adapter | None":
        """The adapter in `path`, None when there is no such file."""
        if not path.is_file():
            return None
        try:
            rows = np.load(path, allow_pickle=False).astype(np.float32)
        except (OSError, ValueError) as error:
            raise _unusable(path, str(error)) from error
        if rows.ndim != 2 or rows.shape[0] != rows.shape[1] + 1:
            raise _unusable(path, f"its shape is {rows.shape}")
        return cls(rows[:-1], rows[-1])

    @property
    def identity(self) -> str:
        """Names its content."""
        return hashlib.sha256(self.matrix.astype(np.float16).tobytes()).hexdigest()[:12]


def _unusable(path: Path, reason: str) -> SetupError:
    return SetupError(
        f"{path.name} is not an adapter: {reason}", mend="fit it again or delete it: the search works without"
    )
