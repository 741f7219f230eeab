"""Looking up a petition or booking by number and code, and what may be done to it: withdraw, urge, cancel."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import LISTEN
from actions.answering import Answering
from actions.booking_moving import allowed, to_move
from actions.booking_words import asks_of_line
from actions.forms import FormAction, Progress, Slots, Step
from actions.petition_editing import restored
from actions.petition_files import SUPPLEMENT_FORM, sent_in_form
from actions.petition_steps import (
    EDIT,
    RATE,
    REVIEW,
    SUPPLEMENT,
    URGE,
    WITHDRAW,
    PetitionSteps,
    is_said_of_it,
    said_reason,
    said_score,
    said_text,
    told_at_once,
)
from actions.ports import Ports
from actions.say import Event, Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX
from assistant.shared.errors import BadInput, Conflict, NotFound, RateLimited

LOOK, CANCEL, MOVE = "look", "cancel", "move"
PURPOSES = {
    "withdraw": WITHDRAW, "petition_withdraw": WITHDRAW, "urge": URGE, "petition_urge": URGE,
    "supplement": SUPPLEMENT, "petition_supplement": SUPPLEMENT, "rate": RATE, "petition_rate": RATE,
    "review": REVIEW, "petition_review": REVIEW, "correct": EDIT,
    "cancel_booking": CANCEL, "booking_cancel": CANCEL, "reschedule": MOVE, "booking_reschedule": MOVE,
}
_LAST = {
    **dict.fromkeys((WITHDRAW, URGE, SUPPLEMENT, RATE, REVIEW, EDIT), ("last_petition",)),
    **dict.fromkeys((CANCEL, MOVE), ("last_booking",)),
}
_SAID = ("track_text", "track_score", "track_reason", "track_files")
_ABOUT_BOOKING = ("cancel_booking", "reschedule", "book_notary")


def _number(turn: Turn) -> Slots | None:
    found = turn.entities_of("petition_number") + turn.entities_of("booking_number")
    return {"track_number": found[0], **(_code(turn) or {})} if found else None


def _code(turn: Turn) -> Slots | None:
    codes = turn.entities_of("code")
    return {"track_code": codes[-1]} if codes else None


def _code_or_other_number(turn: Turn) -> Slots | None:
    return _number(turn) or _code(turn)


class TrackForm(FormAction):
    """`validate_track_form`. `track_purpose` says what is done once number and code are known.

    A step of a petition may ask for more (petition_steps.py): what is added, the stars, the reason.
    """

    form = "track_form"
    form_id = ""
    cancelled = "utter_track_cancelled"
    steps = (
        Step("track_number", _number, ("number",)),
        Step("track_code", _code_or_other_number, ("code",)),
        Step("track_text", said_text, (), free_text=True, any_words=True, when=lambda known: False),
        Step("track_score", said_score, (), when=lambda known: False),
        Step("track_reason", said_reason, (), free_text=True, any_words=True, when=lambda known: False),
    )

    def __init__(self, answering: Answering, ports: Ports) -> None:
        super().__init__(answering)
        self._ports = ports
        own = PetitionSteps(ports)
        self._does: dict[str, Callable[[Turn, Say, str, str, Slots], Awaitable[str | None]]] = {
            LOOK: self._look, WITHDRAW: own.withdraw, URGE: own.urge, CANCEL: self._cancel,
            SUPPLEMENT: own.supplement, RATE: own.rate, REVIEW: own.review, EDIT: own.edit,
        }

    def cleared(self) -> Slots:
        """Number and code are forgotten; what the session itself registered stays in `known_codes`."""
        return {**super().cleared(), "track_purpose": None, "track_files": None}

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """Number and code from the message, else the last matter of this session, else asked for."""
        if isinstance(turn.slot("booking_wait"), dict) and asks_of_line(turn):
            return Progress({}, None, go_to="booking_form")
        purpose = turn.slot("track_purpose") or LOOK
        ref = turn.entity("ref")
        slots = {"track_number": str(ref)} if ref else _number(turn) or {}
        if not slots:
            last = next((turn.slot(name) for name in self._last(turn, purpose) if turn.slot(name)), None)
            slots = {"track_number": last} if last else {}
        fresh = {"track_purpose": purpose, "track_code": None, **dict.fromkeys(_SAID), **told_at_once(turn)}
        return await self.answered(turn, say, self.steps[0], fresh | slots)

    async def answered(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Progress:
        """The code of a matter that this session registered is known and not asked for."""
        known = {**turn.slots, **slots}
        number, code = known.get("track_number"), known.get("track_code")
        if number and not code:
            code = (turn.slot("known_codes") or {}).get(number)
        if not number or not code:
            return Progress(slots, "track_code" if number else "track_number")
        return await self._done(turn, say, slots, str(known.get("track_purpose") or LOOK), str(number), str(code))

    async def not_understood(self, turn: Turn, say: Say, step: Step) -> Progress:
        """A number with a wrong digit is told as such."""
        if "XF" in turn.text.upper() or "YY" in turn.text.upper():
            say.utter("utter_number_wrong")
            return Progress({}, step.slot)
        return await super().not_understood(turn, say, step)

    async def _continued(self, turn: Turn, say: Say) -> Progress:
        """What was asked for in any words is taken as said."""
        step = self._step(turn.requested)
        if is_said_of_it(turn) and (said := step.read(turn)) is not None:
            return await self.answered(turn, say, step, said)
        return await super()._continued(turn, say)

    async def submitted(self, turn: Turn, say: Say, step: Step) -> Progress:
        """What is added came by the form with its photos."""
        text = (turn.metadata.get("form_values") or {}).get("track_text")
        if turn.entity("form_id") != SUPPLEMENT_FORM or step.slot != "track_text" or not text:
            return await super().submitted(turn, say, step)
        files = await sent_in_form(self._ports, turn, "track_files", None)
        return await self.answered(turn, say, step, {"track_text": text, "track_files": ",".join(files) or None})

    async def _done(self, turn: Turn, say: Say, slots: Slots, purpose: str, number: str, hidden: str) -> Progress:
        code = await asyncio.to_thread(self._ports.vault.resolve, turn.session, hidden)
        codes = {**(turn.slot("known_codes") or {}), number: hidden}
        try:
            if purpose == MOVE:
                return await self._move(turn, say, number, code, codes)
            ask = await self._does[purpose](turn, say, number, code, {**turn.slots, **slots})
        except NotFound:
            say.words("track_wrong", Outcome.FLOW_TRACK)
            return Progress({**slots, "track_number": number, "track_code": None}, "track_code")
        except RateLimited:
            say.words("track_too_many", Outcome.FLOW_TRACK)
            return Progress(self.cleared(), None)
        except Conflict as error:
            if error.code == "cancel-too-late":
                say.words("booking_change_late", Outcome.FLOW_TRACK, until_at=error.context.get("until"))
                return Progress(self.cleared(), None)
            key = "booking_not_now" if number.startswith(BOOKING_PREFIX) else "petition_not_now"
            say.words(key, Outcome.FLOW_TRACK)
            return Progress(self.cleared(), None)
        except BadInput:
            say.words("track_wrong", Outcome.FLOW_TRACK)
            return Progress({**slots, "track_number": number, "track_code": None}, "track_code")
        if ask == EDIT:
            opened = {**self.cleared(), "known_codes": codes, "last_petition": number, **restored(turn, number)}
            return Progress(opened, None, go_to="petition_form")
        if ask is not None:
            return Progress({**slots, "track_number": number, "track_code": hidden}, ask)
        last = "last_booking" if number.startswith(BOOKING_PREFIX) else "last_petition"
        return Progress({**self.cleared(), "known_codes": codes, last: number}, None)

    async def _look(self, turn: Turn, say: Say, number: str, code: str, known: Slots) -> None:
        if number.startswith(BOOKING_PREFIX):
            say.status("booking", await self._ports.notary.booking(number, code))
        else:
            say.status("petition", await self._ports.petition.status(number, code))

    async def _cancel(self, turn: Turn, say: Say, number: str, code: str, known: Slots) -> None:
        say.booking(await self._ports.notary.cancel(number, code, key=f"cancel:{turn.session}:{number}"[-100:]))

    async def _move(self, turn: Turn, say: Say, number: str, code: str, codes: dict[str, str]) -> Progress:
        """The booking form opens with other times; a booking too near to be moved says until when it could be."""
        booking = await self._ports.notary.booking(number, code)
        kept = {**self.cleared(), "known_codes": codes, "last_booking": number}
        if booking["status"] == "cancelled":
            say.words("booking_not_now", Outcome.FLOW_TRACK)
            return Progress(kept, None)
        if not allowed(booking, "reschedule"):
            say.words("booking_change_late", Outcome.FLOW_TRACK, until_at=booking["can_reschedule_until"])
            return Progress(kept, None)
        return Progress({**kept, **to_move(turn, booking)}, None, go_to="booking_form")

    @staticmethod
    def _last(turn: Turn, purpose: str) -> tuple[str, ...]:
        if purpose in _LAST:
            return _LAST[purpose]
        booking_first = any(turn.likelihood(act) >= 0.1 for act in _ABOUT_BOOKING) or turn.has("matter")
        return ("last_booking", "last_petition") if booking_first else ("last_petition", "last_booking")


class ActionChange(Action):
    """Withdraw, urge, cancel or move: the track form finds number and code and does it."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_change"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The track form opens next with its purpose; a matter already closed in this session is not guessed."""
        purpose = PURPOSES.get(Turn(tracker).act)
        if purpose is None:
            return [LISTEN]
        return [SlotSet("track_purpose", purpose), FollowupAction("track_form")]
