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
_TRAIN_EACH = 40  # vectors a cell is placed with; FAISS asks for 39
_PROBED = 0.03  # share of the cells that a question looks into
_LEAST_PROBED = 24


class VectorIndex:
    """Cosines of one question with the nearest texts of a release."""

    def __init__(self, index: faiss.Index, adapter: Adapter | None = None) -> None:
        self._index, self._adapter = index, adapter
        if isinstance(index, faiss.IndexIVF):
            index.nprobe = probed(index.nlist)
            index.make_direct_map()  # so that a text's own vector can be read

    @classmethod
    def build(cls, vectors: Floats, adapter: Adapter | None = None) -> "VectorIndex":
        """The index of `vectors`, one unit vector a row."""
        rows = np.ascontiguousarray(vectors if adapter is None else adapter(vectors), dtype=np.float32)
        index = new_index(rows.shape[1], len(rows))
        if not index.is_trained:
            wanted = min(len(rows), _TRAIN_EACH * cells(len(rows)))
            # Every n-th text: the same ones whenever the same texts are indexed.
            index.train(np.ascontiguousarray(rows[np.linspace(0, len(rows) - 1, wanted).astype(np.int64)]))
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

    def turned(self, query: Floats) -> Floats:
        """A question's vector as this index wants it."""
        return query if self._adapter is None else self._adapter(query)

    def nearest(self, query: Floats, count: int, among: Numbers | None = None) -> tuple[Numbers, Floats]:
        """Numbers and cosines of the `count` nearest texts, nearest first; only texts of `among` if it is given.

        `query` is turned already. Fewer come back when the cells looked into hold fewer.
        """
        count = min(count, self.size if among is None else len(among))
        if count == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        limits = None if among is None else self._only(among)
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

    def _only(self, numbers: Numbers) -> Any:
        # FAISS adds keyword arguments to its parameter classes when it is loaded; its stubs do not know them.
        plain: Any = faiss.SearchParameters
        in_cells: Any = faiss.SearchParametersIVF
        chosen = faiss.IDSelectorBatch(numbers)
        if isinstance(self._index, faiss.IndexIVF):
            return in_cells(sel=chosen, nprobe=self._index.nprobe)
        return plain(sel=chosen)


def new_index(dimensions: int, count: int) -> faiss.Index:
    """An empty index of the type for `count` vectors: exact, or in cells with eight bits a number."""
    if count <= EXACT:
        return faiss.IndexFlatIP(dimensions)
    return faiss.index_factory(dimensions, f"IVF{cells(count)},SQ8", faiss.METRIC_INNER_PRODUCT)


def cells(count: int) -> int:
    """How many cells `count` vectors are put into: twice their square root, a power of two."""
    return int(2 ** round(np.log2(2 * np.sqrt(max(count, 1)))))


def probed(cells_there: int) -> int:
    """How many of the cells a question looks into."""
    return max(_LEAST_PROBED, round(cells_there * _PROBED))
