"""How a number may look, for every finder that has a unit after it; and one way to write values and ranges."""

import re
from dataclasses import dataclass

from assistant.shared.text.numbers.values import DIGITS, ENGLISH, HAN, numeral

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?"
BIG = rf"(?:{_ARABIC}(?:[百千万亿]{{1,3}}(?:\d{{1,4}}千|[{HAN}]{{1,8}}|\d)?)?|[{HAN}]{{1,16}})"
# Nothing before it that makes it a part of a longer number or name; 第 makes it an ordinal.
FREE = rf"(?<![\da-z.,第几数{HAN}])(?<!\d-)"
MORE = "[多几来余]"
TO = r"(?:到|至|-|~)"
_NUMBER_WORDS = "|".join(sorted((word for word in ENGLISH if word != "zero"), key=len, reverse=True))
_SCALES = r"(?:hundred|thousand|million|billion|dozen)"
ENGLISH_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}}(?:\.\d{{1,6}})?|half a|a couple of|a|{_NUMBER_WORDS})"
    rf"(?:[\s-](?:and\s)?(?:{_NUMBER_WORDS}|{_SCALES})\b)*"
)
_GUESS = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])(十|百|千|万|十万|百万|千万)?")


@dataclass(frozen=True)
class Quantity:
    """A number with what it counts at `text[start:end]`: number, amount, percent, count or age."""

    kind: str
    start: int
    end: int
    value: str


def span(first: float, last: float | None = None) -> str:
    """`12`, `12.5` or `12-15`."""
    return _plain(first) if last is None else f"{_plain(first)}-{_plain(last)}"


def spread(said: str) -> tuple[float, float] | None:
    """两三千 is between 2000 and 3000; None for what is no such guess."""
    match = _GUESS.fullmatch(said)
    if match is None or DIGITS[match[2]] - DIGITS[match[1]] != 1:
        return None
    unit = match[3] or ""
    first, last = numeral(match[1] + unit), numeral(match[2] + unit)
    return (first, last) if first is not None and last is not None else None


def step(said: str) -> float:
    """How far "and some more" reaches: to the next unit of the last that was said, 三千多 to 3999 and 20多 to 29."""
    value = numeral(said)
    if value is None:
        return 1.0
    size = 1.0
    while value % (size * 10) == 0 and size < value:
        size *= 10
    return size


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0").rstrip(".")
