"""What the classifier sees of a sentence besides its vector: its characters and words, and how it sounds."""

from typing import List, Sequence

from assistant.dialogue.sounds import initials, syllables

_BEGIN, _END = "\u0002", "\u0003"


def characters(text: str, words: Sequence[str], max_ngram: int) -> List[str]:
    """Character n-grams with sentence ends marked, and words."""
    marked = _BEGIN + text.lower() + _END
    found = [
        marked[start:start + length]
        for length in range(1, max_ngram + 1)
        for start in range(len(marked) - length + 1)
    ]
    return found + [f"w:{word}" for word in words]


def sounds(text: str, words: Sequence[str], max_ngram: int) -> List[str]:
    """Runs of two to `max_ngram` syllables with sentence ends marked, and initials of words."""
    heard = [_BEGIN, *syllables(text), _END]
    found = [
        " ".join(heard[start:start + length])
        for length in range(2, max_ngram + 1)
        for start in range(len(heard) - length + 1)
    ]
    return found + [f"i:{letters}" for letters in initials(words)]
