"""The words of time: one pattern finds them all, and each is read into what it means by itself.

An atom is a day, a part of day, a clock, two clocks, a duration or a zone. grammar.py puts them together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.shared.text.times import atoms_english, atoms_han, zones

Reader = Callable[["re.Match[str]", str], Any]


@dataclass(frozen=True)
class Atom:
    """`kind` is day, part, clock, clocks, length, zone or every (what repeats is no time)."""

    kind: str
    value: Any
    start: int
    end: int


def _zone(match: "re.Match[str]", original: str) -> Any:
    said = match["zone_han"] or match["zone_en"] or match["zone_bare"]
    return (zones.names()[said],)


@cache
def _lexer() -> tuple["re.Pattern[str]", dict[str, tuple[str, "re.Pattern[str]", Reader]]]:
    entries: list[tuple[str, str, Reader]] = [("zone", zones.pattern(), _zone)]
    entries += atoms_han.ENTRIES
    entries += atoms_english.ENTRIES
    readers, parts = {}, []
    for number, (kind, pattern, reader) in enumerate(entries):
        name = f"x{number}"
        readers[name] = (kind, re.compile(pattern), reader)
        parts.append(f"(?P<{name}>{_NAMED.sub('(?:', pattern)})")
    return re.compile("|".join(parts)), readers


_NAMED = re.compile(r"\(\?P<\w+>")


def find_atoms(folded: str, original: str) -> list[Atom]:
    """All atoms in order; none overlaps another."""
    lexer, readers = _lexer()
    found = []
    for match in lexer.finditer(folded):
        kind, pattern, reader = readers[str(match.lastgroup)]
        inner = pattern.match(folded, match.start())
        value: Any | None = reader(inner, original) if inner else None
        if value is not None and inner is not None:
            found.append(Atom(kind, value, match.start(), match.end()))
    return found
