"""The booking form: may this be done by video at all; then a time, a name, a phone, and it is booked."""

import asyncio
import re
from typing import Any

from actions import missions, slot_choice
from actions.answering import Answering
from actions.booking_steps import ASKED_BY, STEPS, case, told
from actions.forms import FormAction, Progress, Slots, Step
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.errors import BadInput, Conflict, NotFound
from assistant.shared.text.choices import Meaning

_SHOWN_SLOTS = 40
_OFFICES = {"台山市": "taishan"}
_PHONE_NOISE = re.compile(r"[^+0-9 ()-]")


class BookingForm(FormAction):
    """`validate_booking_form`."""

    form = "booking_form"
    form_id = "booking"
    cancelled = "utter_booking_cancelled"
    steps = STEPS

    def __init__(self, answering: Answering, ports: Ports) -> None:
        super().__init__(answering)
        self._ports = ports

    def cleared(self) -> Slots:
        """Nothing of the booking is remembered but its number and code."""
        extra = ("booking_country", "booking_office", "booking_offered", "booking_hold", "booking_draft",
                 "booking_when")
        return {**super().cleared(), **dict.fromkeys(extra)}

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """A first message that says where, who and what for is not asked again."""
        say.utter("utter_booking_start")
        office = next((_OFFICES[name] for name in turn.entities_of("district") if name in _OFFICES), "wuyi")
        slots: Slots = {"booking_office": turn.slot("booking_office") or office, "booking_confirm": None,
                        "booking_slot": None, "booking_hold": None,
                        "booking_when": slot_choice.wanted(turn, self._ports.clock())} | told(turn)
        slots |= await self._where(turn) or {}
        return await self._next(turn, say, slots)

    async def answered(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Progress:
        """Eligibility is asked after each fact; then slot, hold, name, phone, confirmation."""
        if step.slot == "booking_slot":
            return await self._held(turn, say, slots)
        if step.slot in ("booking_name", "booking_phone", "booking_confirm"):
            ask = self._first_open({**turn.slots, "booking_confirm": None}, slots)
            return Progress(slots, ask) if ask else await self._booked(turn, say, slots)
        if step.slot == "booking_mission" and not slots:
            slots = await self._where(turn) or {}
            if slots and slots["booking_country"] and not slots.get("booking_mission"):
                say_choices = await self._ask_mission(turn, say, slots)
                if say_choices is not None:
                    return say_choices
        return await self._next(turn, say, told(turn) | slots)

    async def not_understood(self, turn: Turn, say: Say, step: Step) -> Progress:
        """A name that nobody detected is taken as it is."""
        if step.slot == "booking_name" and 1 <= len(turn.text.strip()) <= 40 and not turn.is_question:
            hidden = await asyncio.to_thread(self._ports.vault.keep, turn.session, Kind.NAME, turn.text.strip())
            return await self.answered(turn, say, step, {"booking_name": hidden})
        if step.slot == "booking_confirm" and turn.act == "deny":
            say.utter("utter_which_to_change")
            return Progress({}, step.slot)
        return await super().not_understood(turn, say, step)

    async def asking(self, turn: Turn, say: Say, progress: Progress) -> Progress:
        """Who wants another time sees the times again."""
        if progress.ask != "booking_slot" or not turn.slot("booking_mission"):
            return progress
        return await self._offered(say, turn.slots, progress.slots)

    async def submitted(self, turn: Turn, say: Say, step: Step) -> Progress:
        """Name and phone are filled, if a time is kept for them."""
        if not turn.slot("booking_hold"):
            return await super().submitted(turn, say, step)
        values = turn.metadata.get("form_values") or {}
        slots = {name: value for name, value in values.items() if name in ("booking_name", "booking_phone")}
        return Progress(slots, self._first_open({**turn.slots, "booking_confirm": None}, slots))

    async def _where(self, turn: Turn) -> Slots | None:
        """Country and, if there is only one that fits, mission; None when no place was named."""
        where = await missions.find(turn, self._ports.notary)
        if where is None:
            return None
        only = where.missions[0]["code"] if len(where.missions) == 1 else None
        return {"booking_country": where.country, "booking_mission": only}

    async def _ask_mission(self, turn: Turn, say: Say, slots: Slots) -> Progress | None:
        """The choice between several missions of a country, or the end where there is none; None to go on."""
        where = await missions.find(turn, self._ports.notary, country=slots["booking_country"])
        if where is None or not where.missions:
            return None
        script = turn.metadata.get("script") or "hans"
        say.choices("choose_consulate", missions.choices(where.missions, script), Outcome.FLOW_BOOKING)
        return Progress(told(turn) | slots, "booking_mission")

    async def _next(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """What the notary system still has to know; the verdict when it is one."""
        known = {**turn.slots, **slots}
        verdict = await self._ports.notary.eligibility(case(known))
        asked = [ASKED_BY[field] for field in verdict.get("ask", []) if field in ASKED_BY]
        if verdict["eligible"] in ("no", False) or (verdict["eligible"] == "depends" and not asked):
            say.eligibility(verdict)
            return Progress(self.cleared(), None)
        if asked:
            ask = next(step.slot for step in self.steps if step.slot in asked)
            if ask == "booking_mission" and known.get("booking_country"):
                chosen = await self._ask_mission(turn, say, {"booking_country": known["booking_country"]})
                if chosen is None:
                    say.utter("utter_booking_no_mission")
                    return Progress(self.cleared(), None)
                return Progress(slots, ask)
            return Progress(slots, ask)
        say.eligibility({**verdict, "matter": known.get("booking_matter"), "mission": known.get("booking_mission")})
        return await self._offered(say, known, slots)

    async def _offered(self, say: Say, known: Slots, slots: Slots) -> Progress:
        office_code, mission_code = str(known["booking_office"] or "wuyi"), str(known["booking_mission"])
        window = known.get("booking_when") or {}
        free = await self._free(office_code, mission_code, window)
        if window and not free:
            say.utter("utter_booking_none_then")
            free = await self._free(office_code, mission_code, {})
        office = _named(await self._ports.notary.offices(), office_code)
        mission = _named(await self._ports.notary.missions(), mission_code)
        say.slots([{**slot, "id": slot["slot_id"]} for slot in free], office, mission)
        if not free:
            say.utter("utter_booking_no_slots")
            return Progress({**slots, "booking_slot": None}, None)
        fresh = {"booking_offered": slot_choice.offered(free), "booking_slot": None, "booking_hold": None,
                 "booking_when": None}
        return Progress({**slots, **fresh}, "booking_slot")

    async def _free(self, office: str, mission: str, window: slot_choice.Window) -> list[dict[str, Any]]:
        return (await self._ports.notary.slots(office, mission, limit=_SHOWN_SLOTS, **window))[:_SHOWN_SLOTS]

    async def _held(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """The chosen time is kept; taken times, and others that are wanted, are offered anew."""
        slot_id, shown = slots.get("booking_slot"), turn.slot("booking_offered") or []
        if slot_id is None:
            choice = slot_choice.meant(turn, shown, self._ports.clock())
            if choice.meaning is Meaning.ASK:
                say.utter("utter_not_that")
                return Progress({}, "booking_slot")
            if choice.slot is None:
                known = {**turn.slots, "booking_when": slot_choice.window(choice, shown)}
                return await self._offered(say, known, {})
            slot_id = choice.slot
        try:
            hold = await self._ports.notary.hold(str(slot_id), key=turn.key("hold"))
        except (Conflict, NotFound):
            say.words("slot_taken", Outcome.FLOW_BOOKING)
            return await self._offered(say, turn.slots, {})
        say.hold(hold)
        fresh = {"booking_slot": slot_id, "booking_hold": hold["hold_id"], "booking_confirm": None}
        ask = self._first_open({**turn.slots, "booking_confirm": None}, fresh)
        if ask == "booking_name":
            say.form("booking", Outcome.FLOW_BOOKING, {})
        return Progress(fresh, ask)

    async def _booked(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """The hold has become a booking; one that ran out is offered anew with everything else kept."""
        known, vault = {**turn.slots, **slots}, self._ports.vault
        name = await asyncio.to_thread(vault.resolve, turn.session, str(known["booking_name"]))
        phone = await asyncio.to_thread(vault.resolve, turn.session, str(known["booking_phone"]))
        applicant: dict[str, Any] = {
            "name": name[:60], "phone": _PHONE_NOISE.sub("", phone)[:32], "nationality": known["booking_nationality"],
        }
        try:
            made = await self._ports.notary.book(
                hold_id=str(known["booking_hold"]), applicant=applicant, matter=str(known["booking_matter"]),
                mission=str(known["booking_mission"]), office=str(known["booking_office"] or "wuyi"),
                key=f"book:{turn.session}:{known['booking_hold']}"[-100:],
            )
        except Conflict:
            say.words("hold_expired", Outcome.FLOW_BOOKING)
            return await self._offered(say, known, {**slots, "booking_confirm": None})
        except BadInput:
            return Progress({**slots, "booking_phone": None, "booking_confirm": None}, "booking_phone")
        number, code = str(made["number"]), str(made["query_code"])
        hidden = await asyncio.to_thread(vault.keep, turn.session, Kind.CODE, code)
        say.booking({**made, "query_code": hidden})
        codes = {**(turn.slot("known_codes") or {}), number: hidden}
        return Progress({**self.cleared(), "known_codes": codes, "last_booking": number}, None)


def _named(items: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next((item for item in items if item["code"] == code), {"code": code})
