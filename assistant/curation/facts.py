"""The fact book that knowledge files are built from, and the numbers in a text.

The book is not part of the project; where it is absent, the rules that need it stay silent.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Fact:
    """One fact: all its words, and what it binds us to."""

    id: str
    text: str
    use: str
    cite_link: bool
    source_url: str
    stale_risk: str = "low"

    @property
    def numbers(self) -> frozenset[str]:
        """Every number it names."""
        return frozenset(numbers_in(self.text)) | frozenset(chinese_numbers_in(self.text))


FactBook = Mapping[str, Fact]


def read_facts(directory: Path) -> FactBook | None:
    """Facts by id from the YAML files of `directory`, or None where there is no such folder."""
    if not directory.is_dir():
        return None
    book: dict[str, Fact] = {}
    for path in sorted(directory.glob("*.yml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (the safe one, in C)
        for row in document["facts"]:
            words = (row.get(key) for key in ("fact", "value", "note", "source_title", "source_date", "authority"))
            book[row["id"]] = Fact(
                id=row["id"],
                text="\n".join(str(word) for word in words if word is not None),
                use=row["use"],
                cite_link=bool(row.get("cite_link")),
                source_url=str(row.get("source_url") or ""),
                stale_risk=str(row.get("stale_risk") or "low"),
            )
    return book


def numbers_in(text: str) -> Iterator[str]:
    """Each number written in digits, in one spelling: no thousands commas, no leading or trailing zeros."""
    for match in _ARABIC.finditer(text):
        yield canonical(match.group(0))


def chinese_numbers_in(text: str) -> Iterator[str]:
    """Each number written in Chinese numerals, as digits."""
    for match in _CHINESE.finditer(text):
        yield str(_chinese_value(match.group(0)))


def canonical(number: str) -> str:
    """`number` without thousands commas and without zeros that say nothing."""
    plain = number.replace(",", "")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") or "0"


def _chinese_value(numeral: str) -> int:
    if not any(char in _UNITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
