"""Terms as 64-bit numbers, for whole blocks of texts at once: an index of a million texts holds no strings.

A Chinese character is its code point, a pair of them two code points side by side, a word in letters a hash.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.retrieval.wordform import words_in_letters

Numbers = npt.NDArray[np.int64]
_FIRST, _PAUSE, _RESUME, _LAST = 0x3400, 0x4DBF, 0x4E00, 0x9FFF
_SHIFT = 21
_WORD = 1 << 62


def terms(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Every term of `texts` (in word form) and the number of the text that it stands in; the same as `tokens`."""
    lowered = [text.lower() for text in texts]
    # The break between two texts keeps pairs from reaching over it.
    points = np.frombuffer("\n".join(lowered).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    lengths = np.fromiter((len(text) + 1 for text in lowered), dtype=np.int64, count=len(lowered))
    owners = np.repeat(np.arange(len(lowered), dtype=np.int64), lengths)[: len(points)]
    chinese = ((points >= _FIRST) & (points <= _PAUSE)) | ((points >= _RESUME) & (points <= _LAST))
    pairs = np.flatnonzero(chinese[:-1] & chinese[1:])
    words = [(word_number(word), number) for number, text in enumerate(lowered) for word in words_in_letters(text)]
    in_letters = np.array(words, dtype=np.int64).reshape(-1, 2)
    return (
        np.concatenate([points[chinese], points[pairs] << _SHIFT | points[pairs + 1], in_letters[:, 0]]),
        np.concatenate([owners[chinese], owners[pairs], in_letters[:, 1]]),
    )


@lru_cache(maxsize=65536)
def word_number(word: str) -> int:
    """The number of a word in letters; that two of a million words share one happens once in a million indexes."""
    digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    return _WORD | int.from_bytes(digest, "little") >> 2
