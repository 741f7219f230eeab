"""Numbers of petitions and bookings as people type them: with spaces, full-width, O for 0, l for 1, or mistyped."""

import re
from dataclasses import dataclass
from datetime import date

from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, check_digit
from assistant.shared.text.folding import fold

_DIGITS = 14
# A whole number, or one with a digit or two too few or too many.
_NUMBER = re.compile(r"(?<![a-z0-9])(xf|yy)((?:[ \-.·_]{0,2}[0-9oil|q]){12,16})(?![a-z0-9])")
_LETTERS = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1", "|": "1"})


@dataclass(frozen=True)
class Reference:
    """A number at `text[start:end]`: kind petition_number, booking_number or mistyped_number."""

    kind: str
    value: str
    start: int
    end: int


def find_references(text: str) -> list[Reference]:
    """Every number in `text`, in canonical spelling; `mistyped_number` when it cannot be one of ours."""
    found = []
    for match in _NUMBER.finditer(fold(text)):
        digits = re.sub(r"[^0-9a-z|]", "", match.group(2)).translate(_LETTERS)
        if not digits.isdecimal():
            continue
        prefix = match.group(1).upper()
        kind = "petition_number" if prefix == PETITION_PREFIX else "booking_number"
        found.append(Reference(kind if _is_right(digits) else "mistyped_number", f"{prefix}{digits}", *match.span()))
    return found


def _is_right(digits: str) -> bool:
    if len(digits) != _DIGITS or check_digit(digits[:-1]) != digits[-1]:
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
