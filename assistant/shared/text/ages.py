"""Ages: 82岁, 八十几, 未满18周岁, 8个月大, my 82-year-old grandmother, in her eighties. Both runtimes.

Values are `82`, `80-89`, `60+`, `<18`, `8 months`.
"""

import re
from collections.abc import Callable
from functools import cache

from assistant.shared.text.numbers.pattern import Quantity, span, step
from assistant.shared.text.numbers.values import english, numeral
from assistant.shared.text.relations import Relation

_DIGIT = "[一二三四五六七八九]"
_HAN = rf"一百[一二]?十?{_DIGIT}?|[二三四五六七八九]?十{_DIGIT}?"
_N = rf"(?:1?\d{{1,2}}|{_HAN}|[一二两三四五六七八九])"
_DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
_WHO = "people seniors anyone those children child kids adults citizens persons".split()
_MONTHS = re.compile(rf"(?<![\d第])(?P<n>{_N})个月(?!大|前|后|内|以|没|未|冇|的工资)")
_YOUNG = frozenset({"child", "son", "daughter", "grandson", "granddaughter"})
_OLDEST = 130
_Reader = Callable[["re.Match[str]"], str | None]
# After these a bare number is an age: 我妈75，今年66了. What may stand between is 今年, 都, 已经.
_BETWEEN = r"(?:今年|就快|快|都|已经|已|有|够|就|是|,|\s)*"
_SUBJECT = re.compile(rf"(?:(?:今年|[我佢他她])){_BETWEEN}$")
_LINK = re.compile(rf"{_BETWEEN}|\s+(?:is|are|turns|turned)\s+(?:now\s+|both\s+)?")
_PERSON = re.compile(r"\b(?:i am|i'm|im|he is|he's|she is|she's)\s+(?:now\s+)?$")


def find_ages(folded: str, relations: list[Relation]) -> list[Quantity]:
    """Every age in a folded text; `relations` are the people named in it, whose ages may lack 岁."""
    found: list[Quantity] = []
    for pattern, read in _patterns():
        for match in pattern.finditer(folded):
            value = read(match)
            if value is not None and all(match.end() <= each.start or each.end <= match.start() for each in found):
                found.append(Quantity("age", *match.span(), value))
    for match in _MONTHS.finditer(folded):
        who = [each for each in relations if each.value in _YOUNG and _LINK.fullmatch(folded, each.end, match.start())]
        if who:
            found.append(Quantity("age", *match.span(), f"{span(numeral(match['n']) or 0)} months"))
    for match in _bare().finditer(folded):
        value = _told(match["n"], match["more"])
        free = all(match.end() <= each.start or each.end <= match.start() for each in found)
        if value is not None and free and _of_somebody(folded, match.start(), relations):
            found.append(Quantity("age", *match.span(), value))
    return found


def _of_somebody(folded: str, start: int, relations: list[Relation]) -> bool:
    ahead = folded[max(0, start - 16) : start]
    if _SUBJECT.search(ahead) or _PERSON.search(ahead):
        return True
    return any(each.end <= start and _LINK.fullmatch(folded, each.end, start) for each in relations)


def _number(said: str) -> float | None:
    value = numeral(said)
    return value if value is not None and 0 < value < _OLDEST else None


def _told(said: str, more: str | None) -> str | None:
    value = _number(said)
    if value is None:
        return None
    return span(value, value + step(said) - 1) if more and value >= 10 else None if more else span(value)


def _years(match: "re.Match[str]") -> str | None:
    first, last = match["first"], match["n"]
    if first:
        low, high = _number(first), _number(last)
        return span(low, high) if low and high and low < high else None
    value = _number(last)
    if value is None:
        return None
    if match["more"]:
        return _told(last, match["more"])
    if match["before"] in ("未满", "不满", "不足", "未够", "未足") or match["after"] in ("以下",):
        return f"<{span(value)}"
    if match["before"] or match["after"]:
        return f"{span(value)}+"
    return span(value + 0.5 if match["half"] else value)


def _english(match: "re.Match[str]") -> str | None:
    value = english(match["n"])
    return span(value) if value and value < _OLDEST else None


def _limit(match: "re.Match[str]") -> str | None:
    value = english(match["n"])
    return None if not value else f"<{span(value)}" if match["side"] in ("under", "below") else f"{span(value)}+"


@cache
def _patterns() -> tuple[tuple["re.Pattern[str]", _Reader], ...]:
    word = r"(?:\d{1,3}|[a-z]+(?:-[a-z]+)?)"
    return tuple((re.compile(pattern), reader) for pattern, reader in (
        (rf"(?P<before>未满|不满|不足|未够|未足|年满|满|超过)?(?<![\d第])(?:(?P<first>{_N})(?:至|到|-|~))?(?P<n>{_N})"
         r"(?P<more>[多几来])?(?:周)?岁"
         r"(?P<half>半)?(?P<after>以上|及以上|以下|或以上)?(?![月数末入])", _years),
        (r"年过(?P<n>[五六七八九])旬", lambda match: f"{int(numeral(match['n']) or 0) * 10}+"),
        (rf"(?<![\d第])(?P<n>{_N})个月大", lambda match: f"{span(numeral(match['n']) or 0)} months"),
        (rf"\b(?P<n>{word})[- ]years?[- ]olds?\b", _english),
        (r"\baged?\s+(?P<n>\d{1,3})\b(?!-)", _english),
        (r"\bin (?:his|her|their|my) (?:early |mid-?|late )?(?P<tens>" + "|".join(_DECADES) + r")\b",
         lambda match: span(_DECADES[match["tens"]], _DECADES[match["tens"]] + 9)),
        ("(?:" + "|".join(f"(?<={who} )" for who in _WHO) + r")(?P<side>over|under|above|below) (?P<n>\d{1,3})\b",
         _limit),
    ))  # fmt: skip


@cache
def _bare() -> "re.Pattern[str]":
    ends = r"(?=了|$|[,，。！!、;；?？.]\D|[,，。！!、;；?？.]$|[的嘅]|\s(?:and|now|this|next|in|on)\b)"
    return re.compile(rf"(?<![\d.])(?P<n>1?\d{{2}}|{_HAN})(?P<more>[多几])?{ends}")
