"""Times of a booking: which are offered, which is kept, kept longer, and what is offered when it is gone."""

from typing import Any

from actions import slot_choice
from actions.booking_words import wants_another_time
from actions.forms import Progress, Slots
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import Conflict, NotFound, Unavailable
from assistant.shared.text.choices import Choice, Meaning

_SHOWN, _LOOKED_THROUGH = 40, 2000
AFTER_HOLD = ("booking_name", "booking_phone", "booking_confirm", "booking_move")


class Times:
    """Free times of one notary system, and the one that is kept."""

    def __init__(self, ports: Ports) -> None:
        self._notary = ports.notary
        self._clock = ports.clock

    async def offered(self, turn: Turn, say: Say, known: Slots, slots: Slots, *, nearest: Any = ()) -> Progress:
        """Free times are shown, those of the window first asked for, `nearest` before all others; or it is said that
        there are none, and waiting in line is offered."""
        await self.given_up(turn)
        office, mission = str(known.get("booking_office") or "wuyi"), str(known["booking_mission"])
        window = known.get("booking_when") or {}
        free, missed = await self._free(office, mission, window), None
        if window and not free:
            say.utter("utter_booking_none_then")
            missed = {end: window[end] for end in ("first", "last") if end in window} or None
            free = await self._free(office, mission, {})
        if nearest:
            ids = {each["slot_id"] for each in nearest}
            free = [*nearest, *(each for each in free if each["slot_id"] not in ids)]
        else:
            free = slot_choice.laid_out(free, turn)
        named_office = _named(await self._notary.offices(), office)
        named_mission = _named(await self._notary.missions(), mission)
        say.slots([{**slot, "id": slot["slot_id"]} for slot in free], named_office, named_mission)
        fresh = {"booking_offered": slot_choice.offered(free), "booking_slot": None, "booking_hold": None,
                 "booking_when": None, "booking_missed": missed}
        return Progress({**slots, **fresh}, "booking_slot" if free else "booking_wait")

    async def chosen(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """The chosen time is kept; taken times, and others that are wanted, are offered anew."""
        slot_id, shown = slots.get("booking_slot"), turn.slot("booking_offered") or []
        if slot_id is None:
            choice = slot_choice.meant(turn, shown, self._clock())
            if choice.meaning is Meaning.ASK and wants_another_time(turn):
                choice = Choice(Meaning.LATER)
            if choice.meaning is Meaning.ASK:
                say.words("slot_which", Outcome.FLOW_BOOKING)
                return Progress({}, "booking_slot")
            if choice.slot is None:
                known = {**turn.slots, "booking_when": slot_choice.window(choice, shown)}
                return await self.offered(turn, say, known, {})
            slot_id = choice.slot
        return await self._kept(turn, say, str(slot_id), gone="slot_taken")

    async def again(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """A time whose hold ran out is kept once more where it is still free; else the nearest are offered."""
        held = turn.slot("booking_hold") or {}
        slot_id = held.get("slot_id") or turn.slot("booking_slot")
        if slot_id is None:
            say.words("hold_expired", Outcome.FLOW_BOOKING)
            return await self.offered(turn, say, {**turn.slots, **slots}, slots)
        progress = await self._kept(turn, say, str(slot_id), gone="hold_expired", state="again")
        return Progress({**slots, **progress.slots, "booking_confirm": None}, progress.ask)

    async def longer(self, turn: Turn, say: Say) -> Progress:
        """The time is kept ten minutes from now, twice at most; then it is said until when it is kept."""
        held = turn.slot("booking_hold") or {}
        try:
            hold = await self._notary.extend(str(held.get("hold_id")), key=turn.key("extend"))
        except Conflict as error:
            if error.code != "hold-not-extendable":
                return await self.again(turn, say, {})
            say.hold({**held, "state": "longest", "extensions_left": 0, "slot": held.get("slot") or {}})
            return Progress({}, turn.requested)
        say.hold({**hold, "state": "extended"})
        return Progress({"booking_hold": remembered(hold)}, turn.requested)

    async def given_up(self, turn: Turn) -> None:
        """Nothing is kept for the citizen any more; what was kept is free for others."""
        held = turn.slot("booking_hold")
        if not held:
            return
        try:
            await self._notary.release(str(held.get("hold_id")), key=turn.key("release"))
        except (Conflict, NotFound, Unavailable):
            return  # over already, or it runs out by itself: nothing that keeps anybody from leaving

    async def _kept(self, turn: Turn, say: Say, slot_id: str, *, gone: str, state: str = "held") -> Progress:
        try:
            hold = await self._notary.hold(slot_id, key=turn.key("hold"))
        except (Conflict, NotFound) as error:
            say.words(gone, Outcome.FLOW_BOOKING)
            return await self.offered(turn, say, turn.slots, {}, nearest=error.context.get("nearest") or ())
        if (turn.slot("booking_hold") or {}).get("hold_id") != hold["hold_id"]:
            await self.given_up(turn)
        say.hold({**hold, "state": state})
        fresh = {"booking_slot": slot_id, "booking_hold": remembered(hold), "booking_confirm": None}
        return Progress(fresh, after(turn.slots))

    async def _free(self, office: str, mission: str, window: slot_choice.Window) -> list[dict[str, Any]]:
        ends = {end: window[end] for end in ("first", "last") if end in window}
        limit = _LOOKED_THROUGH if "hours" in window else _SHOWN
        found = await self._notary.slots(office, mission, limit=limit, **ends)
        return slot_choice.within(found, window)[:_SHOWN]


def after(known: Slots) -> str:
    """What is asked once a time is kept: who comes, how to reach them, whether all is right."""
    if known.get("booking_moves"):
        return "booking_move"
    missing = (slot for slot in ("booking_name", "booking_phone") if not known.get(slot))
    return next(missing, "booking_confirm")


def remembered(hold: dict[str, Any]) -> dict[str, Any]:
    """What of a hold is needed in later turns."""
    slot = hold.get("slot") or {}
    kept = {name: slot[name] for name in ("slot_id", "start", "end", "zone") if name in slot}
    return {"hold_id": hold["hold_id"], "expires_at": hold["expires_at"], "slot_id": slot.get("slot_id"), "slot": kept}


def _named(items: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next((item for item in items if item["code"] == code), {"code": code})
