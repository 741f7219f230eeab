"""Which of the 250,002 pieces stay: those that text in Chinese, English, digits and punctuation can ever use.

A piece goes only when it holds a character outside the kept set. Such a piece can never match inside text made of
kept characters, so the best split of that text, and with it every vector, stays what it was.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SPACE_MARK = "\u2581"
_HAN = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3000, 0x303F),  # CJK punctuation, iteration mark, ideographic zero
    (0x3100, 0x312F),  # bopomofo
    (0x31A0, 0x31BF),
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),  # compatibility
    (0xFF00, 0xFFEF),  # full and half width
    (0x20000, 0x3FFFF),
)
_LATIN_1_END = 0x100
_EMOJI_PARTS = "\u20e3\ufe0e\ufe0f"  # keycap and the two variation selectors


def is_kept_character(character: str) -> bool:
    """True for Han, ASCII, Latin-1, punctuation, symbols, emoji, and the mark that stands for a space."""
    point = ord(character)
    if point < _LATIN_1_END or character == SPACE_MARK or character in _EMOJI_PARTS:
        return True
    if any(first <= point <= last for first, last in _HAN):
        return True
    return unicodedata.category(character)[0] in "PS"


def kept_pieces(pieces: Sequence[str]) -> npt.NDArray[np.int64]:
    """The old numbers of the pieces that stay, ascending; position in this array is the new number."""
    known: dict[str, bool] = {}

    def stays(piece: str) -> bool:
        for character in piece:
            if character not in known:
                known[character] = is_kept_character(character)
            if not known[character]:
                return False
        return True

    return np.array([number for number, piece in enumerate(pieces) if stays(piece)], dtype=np.int64)
