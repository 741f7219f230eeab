"""Reads a sentence typed in pinyin ("shenfenzheng diule zenme ban") as the characters that our files most likely use.

Syllables become characters by the pairs that stand side by side in the texts of the release: no dictionary beside it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z]+|[^a-z\s]+")
_LONGEST = 6
_LEAST = 3  # syllables; "can you" is two
_PAIRED = 0.9  # how much the pair counts against the character alone


class PinyinReader:
    """Knows the characters and pairs of `texts`."""

    def __init__(self, texts: Iterable[str]) -> None:
        from pypinyin import Style, pinyin

        runs = [match.group(0) for text in texts for match in _RUN.finditer(text)]
        self._single = Counter(char for run in runs for char in run)
        self._pairs = Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))
        self._total = sum(self._single.values())
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for char in sorted(self._single):
            for sound in set(pinyin(char, style=Style.NORMAL, heteronym=True)[0]):
                self._sounds[sound.replace("ü", "v")].append(char)

    def read(self, text: str) -> str | None:
        """`text` in characters; None when it is not wholly pinyin, or too short to tell from English.

        What stands in characters already ("sfz diule", once its initials are spelled out) is kept.
        """
        words = _WORD.findall(text.lower())
        found = [self._syllables(word) if word.isascii() else list("".join(_RUN.findall(word))) for word in words]
        if any(word.isalpha() and not syllables for word, syllables in zip(words, found, strict=True)):
            return None
        flat = [syllable for syllables in found for syllable in syllables]
        return self._characters(flat) if len(flat) >= _LEAST else None

    def _syllables(self, word: str) -> list[str]:
        """The word cut into known syllables, as few as possible; empty when it cannot be."""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _LONGEST), end):
                before, piece = best[start], word[start:end]
                if (
                    before is not None
                    and piece in self._sounds
                    and ((known := best[end]) is None or len(before) + 1 < len(known))
                ):
                    best[end] = [*before, piece]
        return best[-1] or []

    def _characters(self, syllables: Sequence[str]) -> str:
        """The likeliest characters: the best way through the pairs."""
        ways = {char: (math.log(self._count(char) / self._total), char) for char in self._meant(syllables[0])}
        for syllable in syllables[1:]:
            ways = {
                char: max((score + self._step(last, char), said + char) for last, (score, said) in ways.items())
                for char in self._meant(syllable)
            }
        return max(ways.values())[1]

    def _step(self, last: str, char: str) -> float:
        paired = self._pairs[last + char] / self._count(last)
        return math.log(_PAIRED * paired + (1 - _PAIRED) * self._count(char) / self._total)

    def _meant(self, syllable: str) -> list[str]:
        """The characters that a syllable may be; one that is a character already is itself."""
        return self._sounds[syllable] if syllable.isascii() else [syllable]

    def _count(self, char: str) -> int:
        return max(self._single[char], 1)
