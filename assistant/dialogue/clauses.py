"""A long message in clauses: what is urgent is often said in one of them, after a story about something else."""

import re
from itertools import pairwise
from typing import Iterator, List, Tuple

Span = Tuple[int, int]
LONG_HAN, LONG_LATIN = 28, 70
_MOST = 60
_ENDS = re.compile(r"[，。！？；、…,.!?;:\n]+\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
# Dictated: nothing marks where a clause ends.
_UNMARKED_HAN, _UNMARKED_LATIN = 36, 90
_LETTERS, _WORDS = 12, 6


def is_long(text: str) -> bool:
    """Whether `text` is long enough to say two things."""
    return len(text) >= (LONG_LATIN if text.isascii() else LONG_HAN)


def windows(text: str) -> List[Span]:
    """Every clause of `text` and every two that follow each other, as spans in order; of a very long text the last
    60. A text without marks is cut into runs of like length."""
    clauses = list(_clauses(text))
    found = sorted({*clauses, *((one[0], other[1]) for one, other in pairwise(clauses))})
    return found[-_MOST:]


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for mark in (*_ENDS.finditer(text), None):
        end = mark.start() if mark else len(text)
        if text[start:end].strip():
            yield from _runs(text, start, end)
        start = mark.end() if mark else end


def _runs(text: str, start: int, end: int) -> Iterator[Span]:
    """A clause, or pieces of one that is too long to be one."""
    said = text[start:end]
    if len(said) <= (_UNMARKED_LATIN if said.isascii() else _UNMARKED_HAN):
        yield start, end
    elif said.isascii():
        words = [match.span() for match in re.finditer(r"\S+", said)]
        for at in range(0, len(words), _WORDS):
            yield start + words[at][0], start + words[min(at + _WORDS, len(words)) - 1][1]
    else:
        for at in range(start, end, _LETTERS):
            yield at, min(at + _LETTERS, end)
