"""Simplified to Traditional as Hong Kong and most overseas communities write it, with a reviewed list of exceptions.

OpenCC converts by phrase and is nearly always right; where it cuts a sentence wrongly (换发|动机 for 换|发动机),
a phrase of the list says what stands there.
"""

import re
from collections.abc import Callable, Mapping

from assistant.shared.text.script import to_traditional


class Traditional:
    """Converts text; `phrases` maps Simplified phrases to their right forms, of the same length each."""

    def __init__(self, phrases: Mapping[str, str], convert: Callable[[str], str] = to_traditional) -> None:
        uneven = [phrase for phrase, form in phrases.items() if len(phrase) != len(form)]
        if uneven:
            raise ValueError(f"{uneven[0]!r} and its form {phrases[uneven[0]]!r} differ in length")
        self._forms: dict[str, str] = dict(phrases)
        self._convert = convert
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._pattern: re.Pattern[str] | None = (
            re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        )

    def convert(self, simplified: str) -> str:
        """The text in Traditional characters. Outside the listed phrases it is what OpenCC makes of the whole."""
        whole = self._convert(simplified)
        if self._pattern is None:
            return whole
        if len(whole) != len(simplified):  # positions would not fit: the pieces between phrases are converted alone
            return self._in_pieces(simplified)
        characters = list(whole)
        for match in self._pattern.finditer(simplified):
            characters[match.start() : match.end()] = self._forms[match.group()]
        return "".join(characters)

    def _in_pieces(self, simplified: str) -> str:
        assert self._pattern is not None
        done, parts = 0, []
        for match in self._pattern.finditer(simplified):
            parts += [self._convert(simplified[done : match.start()]), self._forms[match.group()]]
            done = match.end()
        return "".join([*parts, self._convert(simplified[done:])])
