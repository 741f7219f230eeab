"""The dense index: FAISS inner product over unit vectors, written with FAISS and memory-mapped on load."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
FILE = "vectors.faiss"


class VectorIndex:
    """Cosines of one query with the nearest texts of a release."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Floats) -> "VectorIndex":
        """The index of `vectors`, one unit vector a row."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def save(self, directory: Path) -> None:
        """The index lies in `directory`."""
        faiss.write_index(self._index, str(directory / FILE))

    @classmethod
    def load(cls, directory: Path) -> "VectorIndex":
        """The index that lies in `directory`, memory-mapped: replicas on one machine share its pages."""
        return cls(faiss.read_index(str(directory / FILE), faiss.IO_FLAG_MMAP_IFC))

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """How long each vector is."""
        return int(self._index.d)

    def nearest(
        self, query: Floats, count: int, among: npt.NDArray[np.int64] | None = None
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        """Numbers and cosines of the `count` nearest texts, nearest first; only texts of `among` if it is given."""
        count = min(count, self.size if among is None else len(among))
        if count == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        limits = None if among is None else _only(among)
        scores, numbers = self._index.search(query.reshape(1, -1), count, params=limits)
        return numbers[0], scores[0]

    def cosines(self, query: Floats, numbers: npt.NDArray[np.int64]) -> Floats:
        """The cosine of the query with each of the texts `numbers`."""
        if not len(numbers):
            return np.zeros(0, dtype=np.float32)
        rows: Floats = self._index.reconstruct_batch(numbers)
        result: Floats = rows @ query
        return result


def _only(numbers: npt.NDArray[np.int64]) -> Any:
    # FAISS adds keyword arguments to its parameter classes when it is loaded; its stubs do not know them.
    parameters: Any = faiss.SearchParameters
    return parameters(sel=faiss.IDSelectorBatch(numbers))
