"""BM25 over characters, pairs and words: postings in flat arrays, memory-mapped, five bytes each.

Rare terms choose the candidates; terms that stand in very many texts only tell candidates apart, so a question costs
about the same in a thousand texts and in a million.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.retrieval.terms import terms

K1 = 1.2
B = 0.6
_ARRAYS = ("terms", "starts", "texts", "impacts")
_BLOCK = 100_000  # texts counted at once while building
_READ = 60_000  # postings that may choose candidates; a release of 5,000 texts seldom has as many for a question
_SPARE = 2  # candidates kept for each one wanted, until the frequent terms have spoken
_COMMON, _LEAST = 0.05, 4  # in a large index a term in more than every 20th text is not read, but for the rarest few
_LEVELS = 255
Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Wanted:
    """The known terms of a question, rarest first: rows of the index and their weights; `mass` is all it weighs."""

    rows: Numbers
    weights: Floats
    mass: float


class LexicalIndex:
    """Scores the texts of a release against a question."""

    def __init__(
        self, terms: Numbers, starts: Numbers, texts: npt.NDArray[np.int32], impacts: npt.NDArray[np.uint8], size: int
    ) -> None:
        self._terms, self._starts, self._texts, self._impacts = terms, starts, texts, impacts
        self.size = size
        self._last: tuple[str, Wanted] | None = None

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """The index of `texts`, which are in word form."""
        blocks = [_counted(texts[start : start + _BLOCK]) for start in range(0, len(texts), _BLOCK)]
        known = np.unique(np.concatenate([block.terms for block in blocks])) if blocks else np.zeros(0, np.int64)
        average = sum(float(block.lengths.sum()) for block in blocks) / max(len(texts), 1) or 1.0
        rows = [np.searchsorted(known, block.terms) for block in blocks]
        held = np.zeros(len(known), dtype=np.int64)
        for row, block in zip(rows, blocks, strict=True):
            held[row] += np.diff(block.starts)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(held)])
        numbers = np.zeros(int(starts[-1]), dtype=np.int32)
        impacts = np.zeros(int(starts[-1]), dtype=np.uint8)
        free = starts[:-1].copy()
        for order, (row, block) in enumerate(zip(rows, blocks, strict=True)):
            spans = np.diff(block.starts)
            places = np.repeat(free[row] - block.starts[:-1], spans) + np.arange(len(block.texts))
            numbers[places] = block.texts + order * _BLOCK
            norm = K1 * (1 - B + B * block.lengths[block.texts] / average)
            impacts[places] = np.ceil(_LEVELS * block.counts / (block.counts + norm))
            free[row] += spans
        return cls(known, starts, numbers, impacts, len(texts))

    def save(self, directory: Path) -> None:
        """The index lies in `directory`."""
        arrays = (self._terms, self._starts, self._texts, self._impacts)
        for name, array in zip(_ARRAYS, arrays, strict=True):
            np.save(directory / f"lexical.{name}.npy", np.asarray(array), allow_pickle=False)
        (directory / "lexical.json").write_text(json.dumps({"size": self.size}), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> "LexicalIndex":
        """The index that lies in `directory`, its arrays memory-mapped."""
        document = json.loads((directory / "lexical.json").read_text(encoding="utf-8"))
        arrays = [np.load(directory / f"lexical.{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS]
        # A plain view of the mapped file: numpy's own class for it costs a microsecond at every slice.
        found, starts, texts, impacts = (np.asarray(array).view(np.ndarray) for array in arrays)
        return cls(found, starts, texts, impacts, document["size"])

    def wanted(self, text: str) -> Wanted:
        """What `text` (in word form) asks of this index. Terms that no text holds count in its mass, and count much."""
        last = self._last  # one question is asked several things about, one after the other
        if last is not None and last[0] == text:
            return last[1]
        asked = np.unique(terms([text])[0])
        rows = np.minimum(np.searchsorted(self._terms, asked), max(len(self._terms) - 1, 0))
        known = rows[self._terms[rows] == asked] if len(self._terms) else np.zeros(0, dtype=np.int64)
        held = self._starts[known + 1] - self._starts[known]
        order = np.argsort(held, kind="stable")
        if self.size > _READ:
            order = order[: max(int(np.searchsorted(held[order], self.size * _COMMON)), _LEAST)]
        weights = np.log(1 + (self.size - held[order] + 0.5) / (held[order] + 0.5))
        unknown = (len(asked) - len(known)) * math.log(1 + (self.size + 0.5) / 0.5)
        wanted = Wanted(known[order], weights.astype(np.float32), float(weights.sum()) + unknown)
        self._last = (text, wanted)
        return wanted

    def top(
        self, wanted: Wanted, count: int, allowed: npt.NDArray[np.bool_] | None = None, most: int = _READ
    ) -> tuple[Numbers, Floats]:
        """The `count` best texts (of those `allowed`) and their scores, best first; `most`: postings read to choose."""
        found, frequent = self._chosen(wanted, most)
        said = found > 0
        numbers = np.flatnonzero(said if allowed is None else said & allowed)
        scores = found[numbers]
        if frequent:
            # In the order of the index: neighbours are looked up in the same pages.
            numbers = np.sort(_best(numbers, scores, count * _SPARE)[0])
            scores = found[numbers]
            rest = Wanted(wanted.rows[frequent:], wanted.weights[frequent:], wanted.mass)
            scores = scores + self.scores(rest, numbers)
        return _best(numbers, scores, count)

    def scores(self, wanted: Wanted, numbers: Numbers) -> Floats:
        """The score of each of the texts `numbers`."""
        result: Floats = (wanted.weights[:, None] * self.parts(wanted, numbers)).sum(axis=0, dtype=np.float32)
        return result

    def parts(self, wanted: Wanted, numbers: Numbers) -> Floats:
        """How much each term of `wanted` (rows) says in each of the texts `numbers`, without its weight."""
        table = np.zeros((len(wanted.rows), len(numbers)), dtype=np.float32)
        sought = numbers.astype(np.int32)
        for line, row in zip(table, wanted.rows, strict=True):
            start, end = int(self._starts[row]), int(self._starts[row + 1])
            texts = self._texts[start:end]
            places = np.minimum(np.searchsorted(texts, sought), end - start - 1)
            line[:] = np.where(texts[places] == sought, self._impacts[start:end][places], 0)
        return table * np.float32((K1 + 1) / _LEVELS)

    def _chosen(self, wanted: Wanted, most: int) -> tuple[Floats, int]:
        """The score of every text by the rare terms, and from which term on the others were left out (0: none were)."""
        found = np.zeros(self.size, dtype=np.float32)
        read = 0
        for number, (row, weight) in enumerate(zip(wanted.rows, wanted.weights, strict=True)):
            start, end = int(self._starts[row]), int(self._starts[row + 1])
            read += end - start
            if number and read > most:
                return found, number
            found[self._texts[start:end]] += (weight * (K1 + 1) / _LEVELS) * self._impacts[start:end]
        return found, 0


@dataclass(frozen=True)
class _Block:
    terms: Numbers
    starts: Numbers
    texts: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.float32]


def _counted(texts: Sequence[str]) -> _Block:
    """How often each term stands in each text, by term and then by text."""
    found, owners = terms(texts)
    known, rows = np.unique(found, return_inverse=True)
    cells, counts = np.unique(rows * len(texts) + owners, return_counts=True)
    starts = np.searchsorted(cells, np.arange(len(known) + 1) * len(texts))
    lengths = np.bincount(owners, minlength=len(texts)).astype(np.float32)
    return _Block(known, starts, (cells % len(texts)).astype(np.int32), counts.astype(np.float32), lengths)


def _best(numbers: Numbers, scores: Floats, count: int) -> tuple[Numbers, Floats]:
    if len(numbers) > count:
        kept = np.argpartition(-scores, count - 1)[:count]
        numbers, scores = numbers[kept], scores[kept]
    order = np.lexsort((numbers, -scores))
    return numbers[order].astype(np.int64), scores[order]
