"""Where personal data stands in a normalised text. Wrong in doubt on the side of hiding.

Read folded (Simplified, small letters, of the same length), so that a pattern is written once for every script.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.shared.contracts.placeholders import PLACEHOLDER, Kind
from assistant.shared.text.folding import fold
from assistant.shared.text.references import find_references
from assistant.vault.find_addresses import find_addresses
from assistant.vault.find_numbers import find_numbers
from assistant.vault.names import find_names, listed_names
from assistant.vault.names_unsaid import find_unsaid_names

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_SIX_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}(?!\d)")
_CODE_SAID = re.compile(r"查询码|验证码|query code|(?<![a-z])code(?![a-z])")
_PHONE_ANSWER = re.compile(r"(?<!\d)\+?\d(?:[ \-.()]{0,2}\d){5,14}(?!\d)")


@dataclass(frozen=True)
class Found:
    """Personal data at `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    value: str


def find_personal_data(text: str, *, expecting: Kind | None = None) -> list[Found]:
    """Everything personal in a normalised `text`, in order, not overlapping; placeholders in it are left alone.

    `expecting` is what the citizen was just asked for: then a bare name, phone or six-digit code counts too.
    """
    folded = fold(text)
    references = [(each.start, each.end) for each in find_references(text)]
    taken = [match.span() for match in PLACEHOLDER.finditer(text)] + references
    found: list[Found] = []
    for kind, start, end in _candidates(text, folded, expecting, bool(references)):
        value = text[start:end]
        if value.strip() and all(end <= left or right <= start for left, right in taken):
            taken.append((start, end))
            found.append(Found(kind, start, end, value))
    if found and "\n" in text:
        for start, end in listed_names(text):
            if all(end <= left or right <= start for left, right in taken):
                found.append(Found(Kind.NAME, start, end, text[start:end]))
    return sorted(found, key=lambda each: each.start)


def _candidates(text: str, folded: str, expecting: Kind | None, has_reference: bool) -> Iterator[tuple[Kind, int, int]]:
    """Candidates, surest first: an earlier one wins where two overlap."""
    for match in _EMAIL.finditer(text):
        yield Kind.EMAIL, *match.span()
    for start, end in find_addresses(text, folded):
        yield Kind.ADDRESS, start, end
    yield from find_numbers(text, folded)
    if expecting is Kind.PHONE:
        for match in _PHONE_ANSWER.finditer(text):
            yield Kind.PHONE, *match.span()
    if expecting is Kind.CODE or has_reference or _CODE_SAID.search(folded):
        for match in _SIX_DIGITS.finditer(text):
            yield Kind.CODE, *match.span()
    for start, end in find_names(text, asked=expecting is Kind.NAME):
        yield Kind.NAME, start, end
    for start, end in find_unsaid_names(folded):
        yield Kind.NAME, start, end
