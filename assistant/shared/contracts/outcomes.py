"""The closed set of ways in which a turn can end (design §6); the prefix is the family."""

from enum import Enum


class Outcome(str, Enum):
    """How a turn ended. `Outcome(value)` raises ValueError for anything else."""

    ANSWERED_KNOWLEDGE = "answered_knowledge"
    ANSWERED_SMALLTALK = "answered_smalltalk"
    CLARIFY_CHOICES = "clarify_choices"
    FLOW_PETITION = "flow_petition"
    FLOW_BOOKING = "flow_booking"
    FLOW_TRACK = "flow_track"
    HANDOVER_QUEUED = "handover_queued"
    HANDOVER_CLOSED = "handover_closed"
    UNANSWERABLE_NO_SOURCE = "unanswerable_no_source"
    GUARD_EMERGENCY = "guard_emergency"
    GUARD_WRONG_DOOR = "guard_wrong_door"
    GUARD_OUT_OF_SCOPE = "guard_out_of_scope"
    GUARD_OTHER_PLACE = "guard_other_place"
    GUARD_ABUSE = "guard_abuse"
    ERROR_DIALOGUE_UNAVAILABLE = "error_dialogue_unavailable"
    ERROR_BACKEND_UNAVAILABLE = "error_backend_unavailable"
    ERROR_RATE_LIMITED = "error_rate_limited"
    ERROR_INTERNAL = "error_internal"

    @property
    def family(self) -> str:
        """The prefix: answered, clarify, flow, handover, unanswerable, guard or error."""
        return self.value.split("_", 1)[0]

    def __str__(self) -> str:
        return self.value
