"""What the petition system refuses."""

from assistant.backends.clock import iso
from assistant.backends.petition.model import IllegalStep
from assistant.shared.errors import BadInput, Conflict, Forbidden

# What helps, by reason; words for citizens are made from the codes elsewhere.
_MENDS = {
    "withdraw-too-late": "ask the handling body to end the matter; only the first ten minutes are free",
    "edit-too-late": "add a supplement; only the first ten minutes are for changing what was said",
    "urge-not-due": "wait until the date in `until`; the legal time is still running",
    "urged-recently": "wait until the date in `until`; an urge is already with the handling body",
    "already-rated": "ask for a review where the answer is not accepted",
    "review-too-late": "the thirty days are over; the answer is final",
    "paused": "wait until the hearing is over; the clock stands still",
    "review-open": "wait until the date in `until`; until then the petitioner may ask for a review",
    "attention-open": "have supervision attend to the bad rating first",
    "not-yours": "let the role that is competent take the step",
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


class StepIncomplete(BadInput):
    """A step of staff lacks what the law wants with it, such as the right door of what is not accepted."""

    code = "step-incomplete"

    def __init__(self, what: str) -> None:
        super().__init__(what, mend="give what is named together with the step")


class AccusedBody(Forbidden):
    """A petition would reach a body that it accuses (art. 30)."""

    code = "accused-body"

    def __init__(self, number: str, department: str) -> None:
        super().__init__(
            f"{number} may not go to {department}, which it accuses",
            mend="send it to the discipline inspection body or another one that it does not accuse",
        )


class ReasonNeeded(BadInput):
    """Personal data is read only for a reason that is written down."""

    code = "reason-needed"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"a reason of {len(reason.strip())} characters does not say why personal data is read",
            mend="say in at least four characters what it is needed for",
        )
