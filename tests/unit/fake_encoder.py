"""A small deterministic encoder for tests: hashed character n-grams, unit length, no model."""

import zlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class FakeEncoder:
    """Same interface as the real one; counts what it was asked to encode."""

    def __init__(self, *, dimensions: int = 96, model_id: str = "fake-ngrams-1") -> None:
        self.dimensions, self.model_id = dimensions, model_id
        self.queries: list[str] = []
        self.passages: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """One unit vector a text."""
        self.queries.extend(texts)
        return self._encode(texts)

    def knows_queries(self, texts: Sequence[str]) -> bool:
        """It keeps nothing."""
        return False

    def encode_passages(
        self, texts: Sequence[str], batch_size: int = 16, progress: Callable[[int, int], None] | None = None
    ) -> Floats:
        """One unit vector a text."""
        self.passages.extend(texts)
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            letters = text.lower()
            for size in (1, 2, 3):
                for start in range(len(letters) - size + 1):
                    row[zlib.crc32(letters[start : start + size].encode()) % self.dimensions] += size
            row /= np.linalg.norm(row) or 1.0
        return rows
