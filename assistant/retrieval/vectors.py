"""The dense index: FAISS inner product over unit vectors. Its type follows from how many there are (ADR 12)."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from assistant.retrieval.adapter import FILE as ADAPTER_FILE
from assistant.retrieval.adapter import Adapter

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
FILE = "vectors.faiss"
EXACT = 20_000  # up to here every vector is compared: a few milliseconds, and nothing can be missed
_TRAIN = 40_000  # vectors that the short codes are learned from
_NUMBERS_A_CODE = 2  # numbers of a vector that one code of four bits stands for
_REFINED = 7  # times as many as wanted are found by short codes, then compared in half precision
_SPARE = 4  # times as many are looked for when some of them are not allowed


class VectorIndex:
    """Cosines of one question with the nearest texts of a release."""

    def __init__(self, index: faiss.Index, adapter: Adapter | None = None) -> None:
        self._index, self._adapter = index, adapter
        if isinstance(index, faiss.IndexRefine):
            index.k_factor = _REFINED

    @classmethod
    def build(cls, vectors: Floats, adapter: Adapter | None = None) -> "VectorIndex":
        """The index of `vectors`, one unit vector a row."""
        rows = np.ascontiguousarray(vectors if adapter is None else adapter(vectors), dtype=np.float32)
        index = new_index(rows.shape[1], len(rows))
        if not index.is_trained:
            # Every n-th text: the same ones whenever the same texts are indexed.
            index.train(np.ascontiguousarray(rows[:: -(-len(rows) // _TRAIN)]))
        index.add(rows)
        return cls(index, adapter)

    def save(self, directory: Path) -> None:
        """The index lies in `directory`."""
        faiss.write_index(self._index, str(directory / FILE))
        if self._adapter is not None:
            self._adapter.save(directory / ADAPTER_FILE)

    @classmethod
    def load(cls, directory: Path) -> "VectorIndex":
        """The index that lies in `directory`, memory-mapped: replicas on one machine share its pages."""
        index = faiss.read_index(str(directory / FILE), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, Adapter.read(directory / ADAPTER_FILE))

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """How long each vector is."""
        return int(self._index.d)

    @property
    def inner(self) -> faiss.Index:
        """The FAISS index itself."""
        return self._index

    def turned(self, query: Floats) -> Floats:
        """A question's vector as this index wants it."""
        return query if self._adapter is None else self._adapter(query)

    def nearest(self, query: Floats, count: int, among: Numbers | None = None) -> tuple[Numbers, Floats]:
        """Numbers and cosines of the `count` nearest texts, nearest first; only texts of `among` if it is given.

        `query` is turned already. Fewer can come back where most texts of a large index are not allowed.
        """
        allowed = self.size if among is None else len(among)
        count = min(count, allowed)
        if count == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if among is not None and self.size > EXACT:
            return self._nearest_of(query, count, among)
        limits = None if among is None else _only(among)
        scores, numbers = self._index.search(query.reshape(1, -1), count, params=limits)
        found = numbers[0] >= 0
        return numbers[0][found], scores[0][found]

    def cosines(self, query: Floats, numbers: Numbers) -> Floats:
        """The cosine of the (turned) question with each of the texts `numbers`."""
        if not len(numbers):
            return np.zeros(0, dtype=np.float32)
        rows: Floats = self._index.reconstruct_batch(numbers)
        result: Floats = rows @ query
        return result

    def _nearest_of(self, query: Floats, count: int, among: Numbers) -> tuple[Numbers, Floats]:
        """The same where short codes are compared, which FAISS cannot do for some of them only."""
        if len(among) <= EXACT:
            numbers, scores = among, self.cosines(query, among)
        else:
            found, near = self._index.search(query.reshape(1, -1), min(count * _SPARE, self.size))[::-1]
            open_ones = np.isin(found[0], among)
            numbers, scores = found[0][open_ones], near[0][open_ones]
        order = np.argsort(-scores, kind="stable")[:count]
        return numbers[order], scores[order]


def new_index(dimensions: int, count: int) -> faiss.Index:
    """An empty index of the type for `count` vectors: exact, or short codes refined in half precision."""
    if count <= EXACT or dimensions % _NUMBERS_A_CODE:
        return faiss.IndexFlatIP(dimensions)
    kind = f"PQ{dimensions // _NUMBERS_A_CODE}x4fs,Refine(SQfp16)"
    return faiss.index_factory(dimensions, kind, faiss.METRIC_INNER_PRODUCT)


def _only(numbers: Numbers) -> Any:
    # FAISS adds keyword arguments to its parameter classes when it is loaded; its stubs do not know them.
    parameters: Any = faiss.SearchParameters
    return parameters(sel=faiss.IDSelectorBatch(numbers))
