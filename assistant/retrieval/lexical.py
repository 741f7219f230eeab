"""BM25 over characters: postings with ready-made weights in flat arrays, memory-mapped, no library behind it."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.retrieval.wordform import tokens

K1 = 1.2
B = 0.6
_ARRAYS = ("starts", "texts", "weights")
Floats = npt.NDArray[np.float32]


class LexicalIndex:
    """Scores every text of a release against a query."""

    def __init__(
        self,
        terms: dict[str, int],
        starts: npt.NDArray[np.int64],
        texts: npt.NDArray[np.int32],
        weights: Floats,
        size: int,
    ) -> None:
        self._terms, self._starts, self._texts, self._weights = terms, starts, texts, weights
        self.size = size
        self._unknown_idf = math.log(1 + (size + 0.5) / 0.5)

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """The index of `texts`, which are in word form."""
        counted = [Counter(tokens(text)) for text in texts]
        lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
        average = float(lengths.mean()) if len(lengths) else 1.0
        postings: dict[str, list[tuple[int, int]]] = {}
        for number, counts in enumerate(counted):
            for term, count in counts.items():
                postings.setdefault(term, []).append((number, count))
        starts = np.zeros(len(postings) + 1, dtype=np.int64)
        numbers: list[int] = []
        weights: list[float] = []
        names = sorted(postings)
        for index, term in enumerate(names):
            rows = postings[term]
            idf = math.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            for number, count in rows:
                length = 1 - B + B * lengths[number] / average
                numbers.append(number)
                weights.append(idf * count * (K1 + 1) / (count + K1 * length))
            starts[index + 1] = len(numbers)
        return cls(
            {term: index for index, term in enumerate(names)},
            starts,
            np.array(numbers, dtype=np.int32),
            np.array(weights, dtype=np.float32),
            len(texts),
        )

    def save(self, directory: Path) -> None:
        """The index lies in `directory`."""
        for name, array in zip(_ARRAYS, (self._starts, self._texts, self._weights), strict=True):
            np.save(directory / f"lexical.{name}.npy", np.asarray(array), allow_pickle=False)
        document = {"size": self.size, "terms": sorted(self._terms, key=self._terms.__getitem__)}
        (directory / "lexical.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> "LexicalIndex":
        """The index that lies in `directory`, its arrays memory-mapped."""
        document = json.loads((directory / "lexical.json").read_text(encoding="utf-8"))
        arrays = [np.load(directory / f"lexical.{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS]
        starts, texts, weights = arrays
        return cls(
            {term: index for index, term in enumerate(document["terms"])}, starts, texts, weights, document["size"]
        )

    def scores(self, text: str) -> tuple[Floats, float]:
        """The score of every text for `text` (in word form), and the weight of the query's own terms.

        The second is what the first is measured against: terms that no text holds count in it, and count much.
        """
        found = np.zeros(self.size, dtype=np.float32)
        mass = 0.0
        for term in set(tokens(text)):
            index = self._terms.get(term)
            if index is None:
                mass += self._unknown_idf
                continue
            start, end = int(self._starts[index]), int(self._starts[index + 1])
            found[self._texts[start:end]] += self._weights[start:end]
            mass += math.log(1 + (self.size - (end - start) + 0.5) / (end - start + 0.5))
        return found, mass
