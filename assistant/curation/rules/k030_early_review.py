"""K030 early-review: what changes soon is looked at soon.

What: a published file that stands on a fact with `stale_risk: high` (a phone, a fee, an address, a yearly amount) is
reviewed within a year of the day on which that source was checked.
Why: such figures change every year; an answer that was right when it was checked is wrong without anybody touching it.
Mend: set `review_by` to a day within twelve months of `checked`.
Silent where the fact book is absent.

Pass:
    checked: 2026-11-21   review_by: 2027-05-01
Fail:
    checked: 2026-11-21   review_by: 2029-01-01     # with a yearly amount among the facts
"""

from collections.abc import Iterable
from datetime import timedelta

from assistant.curation.dates import first_day
from assistant.curation.findings import Context, Finding

CODE = "K030"
NAME = "late-review"

_LONGEST = timedelta(days=366)


def check(context: Context) -> Iterable[Finding]:
    """A review date too far off for what the file says."""
    file, facts = context.file, context.facts
    review = first_day(file.text("review_by"))
    if facts is None or review is None or not file.published:
        return
    for source in file.sources:
        checked = first_day(source.checked)
        soon = [fact for fact in source.facts if fact in facts and facts[fact].stale_risk == "high"]
        if soon and checked and review - checked > _LONGEST:
            yield context.error(
                CODE,
                file.at("review_by"),
                f"review is due on {review}, but {soon[0]} of source {source.id}, checked {checked}, changes soon",
                f"set review_by to {checked + _LONGEST} or earlier",
            )
            return
