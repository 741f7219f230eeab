"""How characters sound, so that 杜软 and 杜阮 are one: a table made at set-up, looked up here.

Southern speakers type z for zh, n for l, in for ing: those are not told apart.
"""

import re
from collections.abc import Mapping

_MERGED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"^l"), "n"), (re.compile(r"(?<=[aei])ng$"), "n"))


def merged(syllable: str) -> str:
    """A toneless syllable with the sounds merged that southern speakers do not keep apart."""
    for pattern, sound in _MERGED:
        syllable = pattern.sub(sound, syllable)
    return syllable


def sound(text: str, table: Mapping[str, str]) -> str | None:
    """The merged syllables of `text`, or None when a character is not in `table`."""
    found = [table.get(char) for char in text]
    return None if None in found or not found else "'".join(str(each) for each in found)
