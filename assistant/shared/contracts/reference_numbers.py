"""Numbers a citizen is given: `XF20261122000173` is a petition, `YY…` a booking.

Two letters, the Beijing date of registration, a five-digit serial, and one check digit
(ISO/IEC 7064 MOD 11,10 over the thirteen digits), which catches every single wrong digit.
The query code that goes with a number is six digits, so that it can be read out over a telephone.
"""

import re
from datetime import date

PETITION_PREFIX = "XF"
BOOKING_PREFIX = "YY"
QUERY_CODE_DIGITS = 6

_NUMBER = re.compile(r"(?<![A-Za-z0-9])(XF|YY)[ -]?(\d{8})[ -]?(\d{5})[ -]?(\d)(?![0-9])", re.IGNORECASE)


def check_digit(digits: str) -> str:
    """The ISO/IEC 7064 MOD 11,10 check digit of a string of decimal digits."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10
        product = ((total or 10) * 2) % 11
    return str((11 - product) % 10)


def make_number(prefix: str, day: date, serial: int) -> str:
    """The reference number for the `serial`-th (1–99999) matter registered on `day`."""
    if not 0 < serial <= 99_999:
        raise ValueError(f"serial {serial} does not fit five digits; expected 1 to 99999")
    digits = f"{day:%Y%m%d}{serial:05d}"
    return f"{prefix}{digits}{check_digit(digits)}"


def find_numbers(text: str) -> list[str]:
    """Every well-formed number in `text` whose check digit is right, in canonical spelling."""
    found = []
    for match in _NUMBER.finditer(text):
        prefix, day, serial, check = match.groups()
        if check_digit(day + serial) == check:
            found.append(f"{prefix.upper()}{day}{serial}{check}")
    return found


def is_number(text: str, prefix: str) -> bool:
    """Whether `text` is one well-formed number with this prefix and nothing else."""
    return find_numbers(text) == [text] and text.startswith(prefix)
