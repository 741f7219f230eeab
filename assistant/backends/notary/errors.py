"""What the notary system refuses."""

from datetime import datetime
from typing import Any

from assistant.backends.clock import iso
from assistant.shared.errors import BadInput, Conflict, NotFound


class UnknownSlot(NotFound):
    """A slot id that the schedule does not hold."""

    code = "unknown-slot"

    def __init__(self, slot_id: str) -> None:
        super().__init__(f"slot {slot_id!r} is not on the schedule", mend="take a slot_id that GET /slots lists now")


class SlotClosed(Conflict):
    """Too soon or too far ahead to be held."""

    code = "slot-closed"

    def __init__(self, slot_id: str, opens: datetime, closes: datetime) -> None:
        super().__init__(
            f"slot {slot_id!r} cannot be held now",
            mend="take one that starts between `from` and `until`",
            **{"from": iso(opens), "until": iso(closes)},
        )


class SlotTaken(Conflict):
    """All seats of the interval are held or booked; `nearest` names up to three that are free."""

    code = "slot-taken"

    def __init__(self, slot_id: str, nearest: list[dict[str, Any]]) -> None:
        super().__init__(
            f"slot {slot_id!r} is taken",
            mend="hold one of `nearest`, or list the slots again",
            taken=True,
            nearest=nearest,
        )


class HoldGone(Conflict):
    """No hold of this id keeps a seat now: never made, expired, or used."""

    code = "hold-expired"

    def __init__(self) -> None:
        super().__init__("this hold keeps no seat any more", mend="hold a slot again")


class HoldNotExtended(Conflict):
    """A hold is extended twice at most."""

    code = "hold-not-extendable"

    def __init__(self, expires_at: datetime) -> None:
        super().__init__(
            "this hold was extended twice already", mend="book before it expires", expires_at=iso(expires_at)
        )


class HoldElsewhere(Conflict):
    """The hold is for another office or mission than the booking names."""

    code = "hold-mismatch"

    def __init__(self, name: str, held: str, asked: str) -> None:
        super().__init__(
            f"the hold is for {name} {held!r}, the booking names {asked!r}", mend=f"name {held!r}, or hold another slot"
        )


class NotEligible(Conflict):
    """The applicant cannot use this way at all; `reasons` and `needs` are codes of the vocabulary."""

    code = "not-eligible"

    def __init__(self, reasons: tuple[str, ...], needs: tuple[str, ...]) -> None:
        super().__init__(
            "the applicant is not eligible", mend="see `needs` for what to do instead", reasons=reasons, needs=needs
        )


class SlotsFree(Conflict):
    """Nobody waits for what can be held now."""

    code = "slots-free"

    def __init__(self, slot_id: str) -> None:
        super().__init__("a slot of these is free now", mend="hold it instead of waiting", slot_id=slot_id)


class UnknownWaiting(NotFound):
    """No place in the waiting list has this id."""

    code = "unknown-waiting"

    def __init__(self) -> None:
        super().__init__("no place in the waiting list has this id", mend="join the list again")


class WaitingOver(Conflict):
    """A place in the waiting list that was taken up, lost or given up."""

    code = "waiting-over"

    def __init__(self, state: str) -> None:
        super().__init__(f"this place in the waiting list is {state}", mend="join the list again", state=state)


class CalendarRefused(BadInput):
    """A change of the calendar that cannot be made; `rows` names each fault with its row."""

    code = "calendar-refused"

    def __init__(self, source: str, faults: list[tuple[int, str]]) -> None:
        first = "; ".join(f"row {row}: {fault}" for row, fault in faults[:5])
        super().__init__(
            f"{source} was not taken, {len(faults)} faults: {first}",
            mend="mend every row and import the whole file again; nothing of it was kept",
            rows=[{"row": row, "fault": fault} for row, fault in faults],
        )


class AttendanceKnown(Conflict):
    """Whether somebody came was said before, or cannot be said of this booking yet."""

    code = "attendance-known"

    def __init__(self, number: str, state: str) -> None:
        super().__init__(f"booking {number} is {state}", mend="only a booking that stands is marked, once")


class BookingFixed(Conflict):
    """A booking that is cancelled, or too near to be changed."""

    def __init__(self, action: str, *, cancelled: bool, until: datetime) -> None:
        super().__init__(
            "the booking is cancelled" if cancelled else f"it is too late to {action}",
            mend="book again" if cancelled else "call the notary office",
            code="booking-cancelled" if cancelled else f"{action}-too-late",
            until=iso(until),
        )
