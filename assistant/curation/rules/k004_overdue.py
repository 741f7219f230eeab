"""K004 overdue: published files are reviewed in time and not past their validity.

What: `review_by` lies ahead, and `valid.until` has not passed. A warning: time alone must not stop a release.
Why: an expired file is left out of the release and of search, so citizens lose the answer without notice;
an overdue one may say what is no longer true.
Mend: check the sources again, then set `checked` and `review_by`; or set `status: retired`.

Pass:
    review_by: 2027-02-01
Fail:
    review_by: 2024-02-01
"""

from collections.abc import Iterable

from assistant.curation.dates import last_day
from assistant.curation.findings import Context, Finding

CODE = "K004"
NAME = "overdue-review"
STOPS = False  # only warns, so a build need not wait for it


def check(context: Context) -> Iterable[Finding]:
    """A passed review date or validity of a published file."""
    file = context.file
    if not file.published:
        return
    review, end = last_day(file.text("review_by")), last_day(file.valid_until)
    if review and review < context.today:
        yield context.warning(
            CODE,
            file.at("review_by"),
            f"review was due on {review}",
            f"{file.text('owner') or 'its owner'} checks the sources and sets a new date",
        )
    if end and end < context.today:
        yield context.warning(
            CODE,
            file.at("valid", "until"),
            f"no longer valid since {end}: citizens do not find it",
            "set `status: retired`, or correct `valid.until`",
        )
