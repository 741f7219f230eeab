"""The form in which times, numbers and people are looked for: folded letters, and one mark for each kind of mark."""

from assistant.shared.text import folding

_MARKS = str.maketrans(
    {"\u00a0": " ", "–": "-", "—": "-", "〜": "~", "’": "'", "‘": "'", "噚": "寻", "㖊": "寻", "𠮶": "嗰", "￥": "¥"}
)


def fold(text: str) -> str:
    """`text` in Simplified, lower case and half-width; always of the same length, so that a place stays the place."""
    return folding.fold(text).translate(_MARKS)
