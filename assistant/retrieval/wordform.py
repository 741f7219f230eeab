"""Text as the index reads it: normal form, Simplified characters, spellings of the vocabulary.

The query, the indexed text and the text given to the encoder all pass through here, so that they can meet.
"""

import re
from collections.abc import Mapping

from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified

_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
_PLURAL_LENGTH = 4
# English words that say nothing of the matter. Most of the index is Chinese, so by their rarity alone they would weigh
# as much as "passport".
_ENGLISH_EMPTY = frozenset(
    "a about all am an and any are as at be been but by can could did do doe doing don for from get go going "
    "got had has have he her here hi him his how i if in into is it its just know like ll me my need no not "
    "now of on one or our out please she should so some tell than that the their them then there they this to "
    "up us use ve want was we were what when where which who whom why will with would you your".split()
)


class WordForm:
    """The normal form under one table of spellings (typed → meant)."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._spellings = dict(spellings)
        longest_first = sorted(spellings, key=lambda typed: (-len(typed), typed))
        self._pattern = re.compile("|".join(map(_whole, longest_first))) if spellings else None

    def __call__(self, text: str) -> str:
        """`text` in the form that is encoded; nothing is replaced twice."""
        plain = to_simplified(normalise(text))
        if self._pattern is None:
            return plain
        return self._pattern.sub(self._meant, plain)

    def _meant(self, match: re.Match[str]) -> str:
        typed = match.group(0)
        return self._spellings[typed if typed in self._spellings else typed.lower()]


def tokens(text: str) -> list[str]:
    """The terms of a text in word form: each Chinese character and pair of them, each word or number elsewhere."""
    found: list[str] = []
    for match in _TOKEN.finditer(text.lower()):
        run = match.group(0)
        if "\u3400" <= run[0] <= "\u9fff":
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
        elif run not in _ENGLISH_EMPTY:
            found.append(_singular(run))
    return found


def words_in_letters(text: str) -> list[str]:
    """The terms of a lower-case text in word form that are not Chinese."""
    found = (match.group(0) for match in _LETTERS.finditer(text))
    return [_singular(word) for word in found if word not in _ENGLISH_EMPTY]


def extent(terms: list[str]) -> int:
    """How much is said: a word in letters says as much as two Chinese characters, which are three terms."""
    return sum(1 if "\u3400" <= term[0] <= "\u9fff" else 3 for term in terms)


def in_letters(text: str) -> bool:
    """Whether a text has no Chinese character, so that it meets most of the index across languages."""
    return not any("\u3400" <= char <= "\u9fff" for char in text)


def _whole(typed: str) -> str:
    """The pattern of one spelling: letters ("sfz") are a word of their own, in either case."""
    return rf"(?<![A-Za-z0-9])(?i:{re.escape(typed)})(?![A-Za-z0-9])" if typed.isascii() else re.escape(typed)


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _PLURAL_LENGTH and word.endswith("s") and not word.endswith("ss") else word
