"""What the petition system refuses."""

from assistant.backends.clock import iso
from assistant.backends.petition.model import IllegalStep
from assistant.shared.errors import Conflict

# What helps, by reason; words for citizens are made from the codes elsewhere.
_MENDS = {
    "withdraw-too-late": "ask the handling body to end the matter; only the first ten minutes are free",
    "urge-not-due": "wait until the date in `until`; the legal time is still running",
    "urged-recently": "wait until the date in `until`; an urge is already with the handling body",
    "already-rated": "ask for a review where the answer is not accepted",
    "review-too-late": "the thirty days are over; the answer is final",
    "review-final": "review and re-review are used up; the opinion is final",
}


class NotNow(Conflict):
    """The step is illegal in this state or at this time; code is the reason, `until` when it will be legal."""

    def __init__(self, step: IllegalStep) -> None:
        super().__init__(
            str(step),
            mend=_MENDS.get(step.reason, "see `actions` of the petition for what is possible now"),
            code=step.reason,
            action=step.event.value,
            status=step.status.value,
            until=iso(step.until),
        )
