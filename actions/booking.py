"""The booking form: may this be done by video at all; then a time, a name, a phone, and it is booked."""

import asyncio
import re
from typing import Any

from actions import missions, slot_choice
from actions.answering import Answering
from actions.booking_moving import GONE, Moving
from actions.booking_steps import CASE, STEPS, tells_stay, told
from actions.booking_times import AFTER_HOLD, Times, after
from actions.booking_waiting import Line
from actions.booking_words import gives_up, wants_another_time, wants_longer, wants_to_wait
from actions.eligibility_asking import asking, circumstances
from actions.eligibility_form import FORM_ID, as_slots, as_values
from actions.forms import FormAction, Progress, Slots, Step
from actions.interruptions import SURE, Meaning, Reading
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn, chosen
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.errors import BadInput, Conflict

_PHONE_NOISE = re.compile(r"[^+0-9 ()-]")
_NAME = re.compile(r"(?=.*[^\W\d_]).{2,40}")
_NOTHING_BEFORE = ("booking_wait", "booking_line", "booking_offer")
_QUESTIONS_LEFT = 3  # from so many on, a form that asks them all at once is shown beside the first


class BookingForm(FormAction):
    """`validate_booking_form`."""

    form = "booking_form"
    form_id = "booking"
    cancelled = "utter_booking_cancelled"
    steps = STEPS

    def __init__(self, answering: Answering, ports: Ports) -> None:
        super().__init__(answering)
        self._ports = ports
        self._times = Times(ports)
        self._line = Line(ports, self._times)
        self._moving = Moving(ports, self._times)

    def cleared(self) -> Slots:
        """Nothing of the booking is remembered but its number and code."""
        extra = ("booking_country", "booking_office", "booking_offered", "booking_hold", "booking_said",
                 "booking_when", "booking_missed", "booking_moves")
        return {**super().cleared(), **dict.fromkeys(extra)}

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """What a first message says is not asked again; who waits in line hears how that stands."""
        waiting = await self._line.looked(turn, say)
        if waiting is not None:
            return waiting
        say.utter("utter_booking_start")
        slots: Slots = {"booking_confirm": None, "booking_slot": None, "booking_hold": None, "booking_moves": None,
                        "booking_wait": None, "booking_when": slot_choice.wanted(turn, self._ports.clock())}
        slots |= told(turn)
        slots |= await self._where(turn) or {}
        return await self._next(turn, say, slots, first=True)

    async def answered(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Progress:
        """Eligibility is asked after each fact; then slot, hold, name, phone, confirmation."""
        match step.slot:
            case "booking_slot":
                return await self._times.chosen(turn, say, slots)
            case "booking_move":
                return await self._moving.done(turn, say)
            case "booking_wait":
                if slots["booking_wait"] == "join":
                    return await self._line.joined(turn, say)
                say.utter("utter_booking_no_slots")
                return Progress({"booking_wait": None}, None)
            case "booking_line":
                return await self._line.answered(turn, say, slots)
            case "booking_offer":
                return await self._line.decided(turn, say, slots)
            case "booking_name" | "booking_phone" | "booking_confirm":
                if step.slot != "booking_confirm":
                    return self._told_who(turn, say, slots)
                return await self._booked(turn, say, slots)
        if step.slot == "booking_mission" and not slots:
            slots = await self._where(turn) or {}
            if slots and slots["booking_country"] and not slots.get("booking_mission"):
                say_choices = await self._ask_mission(turn, say, slots)
                if say_choices is not None:
                    return say_choices
        return await self._next(turn, say, told(turn) | slots)

    async def not_understood(self, turn: Turn, say: Say, step: Step) -> Progress:
        """A name that nobody detected is taken as it is."""
        if step.slot == "booking_name" and _NAME.fullmatch(turn.text.strip()) and not turn.is_question:
            hidden = await asyncio.to_thread(self._ports.vault.keep, turn.session, Kind.NAME, turn.text.strip())
            return await self.answered(turn, say, step, {"booking_name": hidden})
        if step.slot == "booking_confirm" and turn.act == "deny":
            say.utter("utter_which_to_change")
            return Progress({}, step.slot)
        if step.slot == "booking_move" and turn.act == "deny":
            return await self._stays(turn, say)
        return await super().not_understood(turn, say, step)

    async def asking(self, turn: Turn, say: Say, progress: Progress) -> Progress:
        """Who wants another time sees the times again."""
        if progress.ask != "booking_slot" or not turn.slot("booking_mission"):
            return progress
        return await self._times.offered(turn, say, turn.slots, progress.slots)

    async def submitted(self, turn: Turn, say: Say, step: Step) -> Progress:
        """The case, told at once; or name and phone, if a time is kept for them."""
        values = turn.metadata.get("form_values") or {}
        if turn.entity("form_id") == FORM_ID and step.slot not in AFTER_HOLD:
            return await self._next(turn, say, as_slots(values, await self._ports.notary.missions()))
        if not turn.slot("booking_hold"):
            return await super().submitted(turn, say, step)
        slots = {name: value for name, value in values.items() if name in ("booking_name", "booking_phone")}
        return self._told_who(turn, say, slots)

    async def _begun(self, turn: Turn, say: Say) -> Progress:
        if self._moving.begins(turn):
            return await self._moving.opened(turn, say)
        if turn.intent == "submit_form":
            values = turn.metadata.get("form_values") or {}
            return await self._next(turn, say, as_slots(values, await self._ports.notary.missions()))
        if isinstance(turn.slot("booking_wait"), dict):
            return await self.opened(turn, say)
        return await super()._begun(turn, say)

    async def _continued(self, turn: Turn, say: Say) -> Progress:
        """What concerns the times is ours before it is a question or another act: 周四有吗, 再留一会儿, 换个时间."""
        if turn.requested == "booking_residence" and tells_stay(turn):
            return await self.answered(turn, say, self._step(turn.requested), told(turn))
        if turn.act in ("emergency", "self_harm") and turn.likelihood(turn.act) >= SURE:
            return await super()._continued(turn, say)
        progress = await self._about_times(turn, say)
        return progress if progress is not None else await super()._continued(turn, say)

    async def _about_times(self, turn: Turn, say: Say) -> Progress | None:
        asked, held = turn.requested, turn.slot("booking_hold")
        if turn.slot("booking_moves") and turn.act == "cancel_flow" and (turn.pressed or turn.is_short):
            return await self._stays(turn, say)
        if turn.act == "back" and (turn.pressed or turn.is_short) and asked in _NOTHING_BEFORE:
            return Progress({}, asked)
        if asked in (*AFTER_HOLD, "booking_slot", "booking_wait") and not turn.slot("booking_moves") and gives_up(turn):
            return await self._left(turn, say)
        if asked in AFTER_HOLD and held:
            if turn.act == "back" and asked == "booking_move":
                return await self._times.offered(turn, say, turn.slots, {})
            if chosen(turn, "booking_hold") == "extend" or wants_longer(turn):
                return await self._times.longer(turn, say)
            if turn.intent == "choose_slot":
                return await self._times.chosen(turn, say, {"booking_slot": turn.entity("slot_id")})
            if wants_another_time(turn):
                return await self._times.offered(turn, say, turn.slots, {})
        if asked in ("booking_slot", "booking_wait") and (
            chosen(turn, "booking_wait") == "join" or wants_to_wait(turn)
        ):
            return await self._line.joined(turn, say)
        if asked in CASE and turn.is_short and not turn.pressed and not turn.is_question:
            slots = (self._step(asked).read(turn) or {}) | told(turn)
            return await self.answered(turn, say, self._step(asked), slots) if slots else None
        if asked == "booking_slot" and (
            wants_another_time(turn) or slot_choice.about_times(turn, self._ports.clock())
        ):
            return await self._times.chosen(turn, say, {})
        return None

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

    async def _next(self, turn: Turn, say: Say, slots: Slots, *, first: bool = False) -> Progress:
        """What still decides is asked; the verdict when it is one; then times."""
        known = {**turn.slots, **slots}
        found = await asking(self._ports.notary, known)
        named = {**found.verdict, **circumstances(known)}
        if found.ends:
            say.eligibility(named)
            return await self._ended(turn)
        if found.slots:
            ask = next(step.slot for step in self.steps if step.slot in found.slots)
            if first and len(found.slots) >= _QUESTIONS_LEFT:
                say.form(FORM_ID, Outcome.FLOW_BOOKING, as_values(known))
            if ask == "booking_mission" and known.get("booking_country"):
                where = await self._ask_mission(turn, say, {"booking_country": known["booking_country"]})
                if where is None:
                    say.utter("utter_booking_no_mission")
                    return await self._ended(turn)
            return Progress(slots, ask)
        say.eligibility(named)
        if known.get("booking_home") == "elsewhere":
            say.words("booking_elsewhere", Outcome.FLOW_BOOKING)
            return await self._ended(turn)
        office = "taishan" if known.get("booking_home") == "taishan" else "wuyi"
        slots = {**slots, "booking_office": office}
        return await self._times.offered(turn, say, {**known, **slots}, slots)

    def _told_who(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """The next question about who comes; before the last look the kept time is told again."""
        ask = after({**turn.slots, **slots})
        start = ((turn.slot("booking_hold") or {}).get("slot") or {}).get("start")
        if ask == "booking_confirm" and start:
            say.words("slot_reminder", Outcome.FLOW_BOOKING, time_at=start)
        return Progress({**slots, "booking_confirm": None}, ask)

    async def _interrupted(self, turn: Turn, say: Say, step: Step, reading: Reading) -> Progress:
        """Who gives the booking up keeps no time and no place in the line from others."""
        if reading.meaning is Meaning.CANCEL:
            return await self._left(turn, say)
        return await super()._interrupted(turn, say, step, reading)

    async def _left(self, turn: Turn, say: Say) -> Progress:
        await self._line.left(turn)
        say.utter(self.cancelled)
        return await self._ended(turn)

    async def _ended(self, turn: Turn) -> Progress:
        await self._times.given_up(turn)
        return Progress(self.cleared(), None)

    async def _stays(self, turn: Turn, say: Say) -> Progress:
        await self._times.given_up(turn)
        say.words("move_left", Outcome.FLOW_BOOKING)
        return self._moving.left()

    async def _booked(self, turn: Turn, say: Say, slots: Slots) -> Progress:
        """The hold has become a booking; one that ran out is kept again or offered anew with everything else kept."""
        known, vault = {**turn.slots, **slots}, self._ports.vault
        hold_id = str(known["booking_hold"]["hold_id"])
        name = await asyncio.to_thread(vault.resolve, turn.session, str(known["booking_name"]))
        phone = await asyncio.to_thread(vault.resolve, turn.session, str(known["booking_phone"]))
        applicant: dict[str, Any] = {
            "name": name[:60], "phone": _PHONE_NOISE.sub("", phone)[:32], "nationality": known["booking_nationality"],
        }
        try:
            made = await self._ports.notary.book(
                hold_id=hold_id, applicant=applicant, matter=str(known["booking_matter"]),
                mission=str(known["booking_mission"]), office=str(known["booking_office"] or "wuyi"),
                key=f"book:{turn.session}:{hold_id}"[-100:],
            )
        except Conflict as error:
            if error.code in GONE:
                return await self._times.again(turn, say, slots)
            say.eligibility({"eligible": "no", "reasons": error.context.get("reasons", []),
                             "needs": error.context.get("needs", [])})
            return await self._ended(turn)
        except BadInput:
            return Progress({**slots, "booking_phone": None, "booking_confirm": None}, "booking_phone")
        await self._line.left(turn)
        number, code = str(made["number"]), str(made["query_code"])
        hidden = await asyncio.to_thread(vault.keep, turn.session, Kind.CODE, code)
        told_before = circumstances(known)
        situation = {name: told_before[name] for name in ("property", "guardian")}
        say.booking({**made, **situation, "query_code": hidden})
        codes = {**(turn.slot("known_codes") or {}), number: hidden}
        return Progress({**self.cleared(), "known_codes": codes, "last_booking": number}, None)
