"""K003 dates: dates are real and in order.

What: valid.from, valid.until and review_by are days; a source's `published` is a year, month or day and
`checked` a day; from ≤ until, published ≤ checked ≤ today.
Why: a wrong date makes an old figure look new, or takes a good answer away from citizens.
Mend: write YYYY-MM-DD; leave out what is not known.
Fix: `check --fix` fills in zeros: 2026-6-1 becomes 2026-06-01.

Pass:
    valid: {from: 2023-06-01, until: null}
Fail:
    valid: {from: 2023-06-31, until: 2022-01-01}
"""

from collections.abc import Iterable

from assistant.curation.dates import first_day, last_day
from assistant.curation.findings import Context, Edit, Finding

CODE = "K003"
NAME = "wrong-date"

_DAY_LENGTH = len("2026-11-22")
_DASHES = 2


def check(context: Context) -> Iterable[Finding]:
    """Every date that is none or that contradicts another."""
    file = context.file
    for path, value in (
        (("valid", "from"), file.valid_from),
        (("valid", "until"), file.valid_until),
        (("review_by",), file.text("review_by") or None),
    ):
        if value is not None and not _is_day(value):
            yield _no_day(context, path, value)
    start, end = first_day(file.valid_from), last_day(file.valid_until)
    if start and end and end < start:
        yield context.error(
            CODE,
            file.at("valid", "until"),
            f"valid until {end}, before it is valid from {start}",
            "swap or correct them",
        )
    for index, source in enumerate(file.sources):
        published, checked = first_day(source.published), first_day(source.checked)
        if source.published is not None and published is None:
            yield context.error(
                CODE,
                file.at("sources", index, "published"),
                f"published {source.published!r} is not a date",
                "write YYYY, YYYY-MM or YYYY-MM-DD, or leave it out",
            )
        if source.checked and not _is_day(source.checked):
            yield _no_day(context, ("sources", index, "checked"), source.checked)
        elif checked and checked > context.today:
            yield context.error(
                CODE,
                file.at("sources", index, "checked"),
                f"checked on {checked}, which is yet to come",
                "correct the date",
            )
        if published and checked and published > checked:
            yield context.error(
                CODE,
                file.at("sources", index, "published"),
                f"published {published}, after it was checked on {checked}",
                "correct one of the two",
            )


def _is_day(value: str) -> bool:
    return len(value) == _DAY_LENGTH and first_day(value) is not None


def _no_day(context: Context, path: tuple[str | int, ...], value: str) -> Finding:
    at, day = context.file.at(*path), first_day(value)
    # Only a whole day written short: a month or a year would become a day that nobody meant.
    edit = Edit(at.line, at.column, value, day.isoformat()) if day and value.count("-") == _DASHES else None
    return context.error(CODE, at, f"{path[-1]} {value!r} is not a day of the calendar", "write YYYY-MM-DD", edit)
