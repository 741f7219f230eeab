"""Text as the index reads it: normal form, Simplified characters, spellings of the vocabulary.

The query, the indexed text and the text given to the encoder all pass through here, so that they can meet.
"""

import re
from collections.abc import Mapping

from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified

_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
_PLURAL_LENGTH = 4


class WordForm:
    """The normal form under one table of spellings (typed → meant)."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._spellings = dict(spellings)
        longest_first = sorted(spellings, key=lambda typed: (-len(typed), typed))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if spellings else None

    def __call__(self, text: str) -> str:
        """`text` in the form that is encoded; nothing is replaced twice."""
        plain = to_simplified(normalise(text))
        if self._pattern is None:
            return plain
        return self._pattern.sub(lambda match: self._spellings[match.group(0)], plain)


def tokens(text: str) -> list[str]:
    """The terms of a text in word form: each Chinese character and pair of them, each word or number elsewhere."""
    found: list[str] = []
    for match in _TOKEN.finditer(text.lower()):
        run = match.group(0)
        if "\u3400" <= run[0] <= "\u9fff":
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            found.append(_singular(run))
    return found


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _PLURAL_LENGTH and word.endswith("s") and not word.endswith("ss") else word
