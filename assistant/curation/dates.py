"""Dates as curators write them: a day, a month or a year."""

import re
from calendar import monthrange
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def first_day(text: str | None) -> date | None:
    """The first day that `text` (YYYY, YYYY-MM or YYYY-MM-DD) may mean; None when it is no date."""
    return _day(text, last=False)


def last_day(text: str | None) -> date | None:
    """The last day that `text` may mean; None when it is no date."""
    return _day(text, last=True)


def _day(text: str | None, *, last: bool) -> date | None:
    match = _FORM.fullmatch(text or "")
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        month = month or (12 if last else 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None
