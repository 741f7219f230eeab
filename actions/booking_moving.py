"""A booking moved to another time: the old one stands until the new one is confirmed."""

import asyncio
from typing import Any

from actions import slot_choice
from actions.booking_times import Times
from actions.forms import Progress, Slots
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import Conflict

GONE = ("hold-expired", "hold-mismatch")


def to_move(turn: Turn, booking: dict[str, Any]) -> Slots:
    """The slots by which the booking form knows, in this very turn, that it opens to move `booking`."""
    return {
        "booking_moves": {"number": booking["number"], "turn": turn.id},
        "booking_office": booking["office"]["code"], "booking_mission": booking["mission"]["code"],
        "booking_slot": None, "booking_hold": None, "booking_offered": None, "booking_missed": None,
    }


def allowed(booking: dict[str, Any], action: str) -> bool:
    """Whether the notary system lets its owner do `action` now."""
    return any(each["action"] == action and each["allowed"] for each in booking.get("actions", []))


class Moving:
    """Reschedules through the notary system; number and code stay."""

    def __init__(self, ports: Ports, times: Times) -> None:
        self._ports = ports
        self._times = times

    def begins(self, turn: Turn) -> bool:
        """Whether the booking form was opened by this turn to move a booking."""
        return bool((turn.slot("booking_moves") or {}).get("turn") == turn.id)

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """Other times at the same office and mission, those that the sentence names if it names any."""
        say.words("move_which", Outcome.FLOW_BOOKING)
        wanted = slot_choice.wanted(turn, self._ports.clock())
        return await self._times.offered(turn, say, {**turn.slots, "booking_when": wanted}, {})

    async def done(self, turn: Turn, say: Say) -> Progress:
        """The booking has moved; one whose hold ran out meanwhile is kept once more, or the nearest are offered."""
        number = str(turn.slot("booking_moves")["number"])
        hidden = (turn.slot("known_codes") or {}).get(number)
        code = await asyncio.to_thread(self._ports.vault.resolve, turn.session, str(hidden))
        hold_id = str((turn.slot("booking_hold") or {}).get("hold_id"))
        key = f"move:{turn.session}:{hold_id}"[-100:]
        try:
            moved = await self._ports.notary.reschedule(number, code, hold_id=hold_id, key=key)
        except Conflict as error:
            if error.code in GONE:
                return await self._times.again(turn, say, {"booking_move": None})
            say.words("booking_change_late", Outcome.FLOW_BOOKING, until_at=error.context.get("until"))
            return self.left()
        say.booking({**moved, "moved": True, "query_code": hidden})
        return self.left()

    def left(self) -> Progress:
        """Nothing is being moved any more."""
        names = ("booking_moves", "booking_move", "booking_slot", "booking_hold", "booking_offered", "booking_missed",
                 "booking_when", "booking_mission", "booking_office")
        return Progress(dict.fromkeys(names), None)
