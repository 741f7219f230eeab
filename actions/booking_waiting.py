"""The waiting list in conversation: a place in the line, what is offered, taken, declined, or came too late."""

from datetime import timedelta

from actions.booking_times import Times, after, remembered
from actions.forms import Progress, Slots
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import Conflict, NotFound

_AHEAD = timedelta(days=92)


class Line:
    """`booking_wait` remembers the place in the line: waiting_id, office and mission."""

    def __init__(self, ports: Ports, times: Times) -> None:
        self._notary = ports.notary
        self._clock = ports.clock
        self._times = times

    async def joined(self, turn: Turn, say: Say) -> Progress:
        """The citizen waits for the window that had nothing free; who need not wait is shown what is free."""
        known, now = turn.slots, self._clock()
        office, mission = str(known.get("booking_office") or "wuyi"), str(known["booking_mission"])
        window = known.get("booking_missed") or {}
        first, last = window.get("first") or now.isoformat(), window.get("last") or (now + _AHEAD).isoformat()
        try:
            place = await self._notary.wait(office, mission, first=first, last=last, key=turn.key("wait"))
        except Conflict as error:
            # Nobody can wait for what is too near to be booked; what can be booked is shown.
            too_near = error.code == "slot-closed"
            say.words("waiting_too_near" if too_near else "waiting_needless", Outcome.FLOW_BOOKING)
            return await self._times.offered(turn, say, {**known, "booking_when": None if too_near else window}, {})
        say.words("waiting_joined", Outcome.FLOW_BOOKING, before=place["before"])
        kept = {"waiting_id": place["waiting_id"], "office": office, "mission": mission}
        return Progress({"booking_wait": kept, "booking_missed": None, "booking_slot": None}, None)

    async def looked(self, turn: Turn, say: Say) -> Progress | None:
        """How the place in the line stands; None when there is none any more, and times are to be offered."""
        place = turn.slot("booking_wait")
        if not isinstance(place, dict):
            return None
        try:
            now = await self._notary.waiting(str(place["waiting_id"]))
        except NotFound:
            now = {"state": "gone"}
        if now["state"] == "offered" and now.get("offer"):
            say.hold({**now["offer"], "state": "offered"})
            slots = {"booking_hold": remembered(now["offer"]), "booking_office": place["office"],
                     "booking_slot": now["offer"]["slot"]["slot_id"], "booking_mission": place["mission"]}
            return Progress({**slots, "booking_offer": None, "booking_confirm": None}, "booking_offer")
        if now["state"] == "waiting":
            say.words("waiting_still", Outcome.FLOW_BOOKING, before=now["before"])
            return Progress({"booking_line": None}, "booking_line")
        if now["state"] == "lapsed":
            say.words("waiting_lapsed", Outcome.FLOW_BOOKING)
        return None

    async def answered(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """Keep waiting, see other times, or give the place up."""
        match slots["booking_line"]:
            case "stay":
                say.words("waiting_stays", Outcome.FLOW_BOOKING)
                return Progress({"booking_line": None}, None)
            case "times":
                return await self._times.offered(turn, say, turn.slots, {"booking_line": None})
        await self.left(turn)
        say.words("waiting_left", Outcome.FLOW_BOOKING)
        return Progress({"booking_wait": None, "booking_line": None}, None)

    async def decided(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """What was offered is booked like any other time, or goes to the next."""
        if slots["booking_offer"] == "yes":
            return Progress({"booking_offer": "yes"}, after(turn.slots))
        await self.left(turn)
        say.words("waiting_declined", Outcome.FLOW_BOOKING)
        gone = dict.fromkeys(("booking_wait", "booking_offer", "booking_hold", "booking_slot"))
        return Progress(gone, None)

    async def left(self, turn: Turn) -> None:
        """The place in the line is given up, where there is one."""
        place = turn.slot("booking_wait")
        if not isinstance(place, dict):
            return
        try:
            await self._notary.leave(str(place["waiting_id"]), key=turn.key("leave"))
        except (Conflict, NotFound):
            return  # it was over already, which is what is wanted
