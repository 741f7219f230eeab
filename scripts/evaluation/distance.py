"""How far a sentence is from the nearest of many others: Levenshtein over the longer length, 0 the same, 1 nothing.

Measured on letters and digits only, in normal form, lower case and Simplified: a copy in another script is a copy.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified


def folded(text: str) -> str:
    """`text` as it is compared."""
    return "".join(letter for letter in to_simplified(normalise(text)).casefold() if letter.isalnum())


def edit_distance(one: str, other: str) -> float:
    """Levenshtein distance over the longer length, of folded texts."""
    longest = max(len(one), len(other))
    if not longest:
        return 0.0
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return row[-1] / longest


class Neighbours:
    """Finds the nearest of `texts`. Letters in common bound the distance, so that few pairs are compared in full."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: Sequence[str] = sorted({folded(text) for text in texts} - {""})
        self._column = {letter: i for i, letter in enumerate(sorted({c for text in self._texts for c in text}))}
        self._lengths = np.array([len(text) for text in self._texts])
        # A row for each letter: how often it stands in each text.
        self._counts = np.zeros((len(self._column), len(self._texts)), dtype=np.int64)
        for i, text in enumerate(self._texts):
            for letter in text:
                self._counts[self._column[letter], i] += 1

    def within(self, text: str, limit: float) -> list[tuple[float, str]]:
        """(distance, folded text) of those nearer than `limit`, nearest first."""
        asked = folded(text)
        if not asked or not self._texts:
            return []
        longest = np.maximum(self._lengths, len(asked))
        shared = np.zeros(len(self._texts), dtype=np.int64)
        for letter, times in Counter(asked).items():
            if letter in self._column:
                shared += np.minimum(self._counts[self._column[letter]], times)
        possible = np.flatnonzero((longest - shared) / longest < limit).tolist()
        near = [(edit_distance(asked, self._texts[i]), self._texts[i]) for i in possible]
        return sorted(pair for pair in near if pair[0] < limit)
