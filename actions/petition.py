"""The petition form: what happened, where, when, who, for whom; then a look at it all, and it is registered.

What a story tells is not asked again; at every step a sentence may put right what was said before.
"""

import asyncio
import copy
import re

from actions.answering import Answering, other_place
from actions.danger import DANGERS, mind_danger
from actions.doors import Doors
from actions.forms import FormAction, Progress, Slots, Step
from actions.guards import guard, names_wrong_door
from actions.interruptions import VERY_SURE, Meaning, Reading
from actions.petition_editing import EDITING, SENT, begins_now, change, edited_number, snapshot
from actions.petition_fields import form_slots, offered
from actions.petition_files import (
    FILES_FORM,
    has_none_to_send,
    kept_details,
    names_hidden,
    sent_in_form,
    wants_to_send,
)
from actions.petition_people import (
    MOST_REPRESENTATIVES,
    NOBODY,
    for_name,
    joint_names,
    names_in,
    speaks_for_another,
    speaks_with_others,
)
from actions.petition_reading import (
    declines,
    goes_on,
    is_no_name,
    named_place,
    only_orders,
    read_confirm,
    read_district,
    read_name,
    read_phone,
    read_text,
    read_when,
    said_when,
)
from actions.petition_sms import SMS, wants_messages
from actions.petition_story import asked_for, put_right, read_story
from actions.ports import Ports
from actions.say import Say
from actions.submission import register
from actions.turn import Turn
from actions.vexed import ask_what_happened, is_vexed
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.errors import Conflict

_LONGEST_AMENDMENT = 60
_OTHERS = ("petition_for_name", "petition_joint_name")
_LISTED = "、"
_LEAVES_IT = re.compile(
    r"(?:算了?[，,]?)?(?:先|还是)?(?:不|唔|不用|唔使)改(?:了|啦|喇)?[。.!！]?$|leave it|never mind", re.IGNORECASE
)
_FIGURES = re.compile(r"[\d零〇一二三四五六七八九]{4}")
_WISH_FIELD = re.compile(r"诉求|要求|what i (?:want|ask)", re.IGNORECASE)


class PetitionForm(FormAction):
    """`validate_petition_form`."""

    form = "petition_form"
    form_id = "petition"
    cancelled = "utter_petition_cancelled"
    steps = (
        Step("petition_text", read_text, ("text",), free_text=True, story=True),
        Step("petition_district", read_district, ("district",), free_text=True),
        Step("petition_when", read_when, ("when",), free_text=True),
        Step("petition_for_name", for_name, (), free_text=True, any_words=True, when=speaks_for_another),
        Step("petition_joint_name", joint_names, (), free_text=True, any_words=True, when=speaks_with_others),
        Step("petition_name", read_name, ("name",)),
        Step("petition_phone", read_phone, ("phone",)),
        Step("petition_confirm", read_confirm, ("confirm",)),
    )

    def __init__(self, answering: Answering, ports: Ports) -> None:
        super().__init__(answering)
        self._ports = ports
        self._doors = Doors.read()

    def cleared(self) -> Slots:
        """Nothing of the petition is remembered but its number and code."""
        return {**super().cleared(), "petition_address": None, "petition_anonymous": None, "petition_draft": None,
                "petition_details": None, "petition_files": None, "held_story": None, EDITING: None}

    async def _begun(self, turn: Turn, say: Say) -> Progress:
        """What was just sent comes back to be put right; a mark of an earlier time is forgotten."""
        if turn.slot(EDITING) and begins_now(turn):
            return await self._reopened(turn, say)
        left = self.cleared() if turn.slot(EDITING) else {}
        turn.slots |= left
        progress = await super()._begun(turn, say)
        return Progress({**left, **progress.slots}, progress.ask, progress.go_to)

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """A first message that tells the story fills what it tells."""
        slots: Slots = {"petition_draft": turn.slot("petition_draft") or turn.id, "petition_confirm": None}
        if turn.intent == "submit_form":
            return Progress(slots | await self._filled(turn), "petition_confirm")
        still = turn.intent == "report_anyway" or goes_on(turn)
        held = turn.slot("held_story") if still else None
        if not held and not turn.pressed:
            if names_wrong_door(turn):
                guard(turn, say, "wrong_door")
                return Progress({"held_story": turn.text}, None)
            place = other_place(turn)
            if place is not None:
                say.refuse("other_place", Outcome.GUARD_OTHER_PLACE, place=place)
                return Progress({"held_story": turn.text}, None)
            if is_vexed(turn):
                ask_what_happened(say)
                return Progress({}, None)
        told = {"petition_text": held} if held else None if turn.pressed or still else read_text(turn)
        if told:
            slots |= told | self._from_story(turn, str(told["petition_text"]))
        if turn.act not in DANGERS:  # else `guards.danger` has just said so, and opened this
            mind_danger(turn, say)
        say.utter("utter_petition_heard" if told else "utter_petition_start")
        slots = self._explained(turn, say, slots)
        ask = self._first_open(turn.slots, slots)
        say.form("petition", Outcome.FLOW_PETITION, offered({**turn.slots, **slots}))
        return Progress(slots, ask)

    async def answered(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Progress:
        """The next open question; registered when the last one was confirmed."""
        if step.story:
            slots = slots | self._from_story(turn, str(slots["petition_text"]))
            slots = self._explained(turn, say, slots)
        elif step.slot in _OTHERS:
            hidden = await self._hidden_others(turn, say, step, slots)
            if hidden is None:
                return Progress({}, step.slot)
            slots = slots | hidden | _another(turn)
        elif step.slot == "petition_district" and (place := other_place(turn)) is not None:
            say.refuse("other_place", Outcome.GUARD_OTHER_PLACE, place=place)
            return Progress({}, step.slot)
        elif step.slot == "petition_name" and not slots.get("petition_anonymous"):
            said = await asyncio.to_thread(self._ports.vault.resolve, turn.session, str(slots["petition_name"]))
            if declines(said):
                slots = slots | {"petition_anonymous": True}
            elif is_no_name(said):
                say.utter("utter_not_that")
                return Progress({}, step.slot)
            slots = slots | _another(turn)
        elif step.slot != "petition_confirm":
            slots = slots | _another(turn)
        ask = self._first_open({**turn.slots, "petition_confirm": None}, slots)
        if ask is not None:
            return Progress(slots, ask)
        filled, number = {**turn.slots, **slots}, edited_number(turn)
        if number is None:
            done = await register(self._ports, turn, filled, say)
            return Progress({**self.cleared(), **done, SENT: snapshot(filled, done["last_petition"])}, None)
        try:
            return Progress({**self.cleared(), **await change(self._ports, turn, filled, say, number)}, None)
        except Conflict:
            say.words("petition_why_edit_too_late", Outcome.FLOW_TRACK, number=number)
            return Progress(self.cleared(), None)

    async def not_understood(self, turn: Turn, say: Say, step: Step) -> Progress:
        """A refused phone is explained; more of the story is added to it; a name nobody detected is taken as it is."""
        if step.slot == "petition_phone" and (
            turn.has("none") or turn.has("anonymous") or turn.act == "deny" or turn.is_question
        ):
            say.utter("utter_petition_phone_needed")
            return Progress({}, step.slot)
        if step.slot == "petition_confirm" and turn.has("none"):
            say.utter("utter_petition_nothing_more")
            return Progress({}, step.slot)
        named, values = self._of_field(turn) if step.slot == "petition_confirm" else (None, None)
        if named is not None and named is not step:
            return await self.answered(turn, say, named, values) if values else Progress({named.slot: None}, named.slot)
        if step.slot == "petition_confirm" and turn.act in ("deny", "correct"):
            say.utter("utter_which_to_change")
            return Progress({}, step.slot)
        adds = turn.act == "file_petition" or (step.slot == "petition_confirm" and asked_for(turn.text) is not None)
        if adds and step.slot != "petition_text" and read_text(turn):
            say.utter("utter_petition_noted")
            story = f"{turn.slot('petition_text')}\n{turn.text.strip()}"
            details = {**(turn.slot("petition_details") or {}), **read_story(story)}
            return Progress({"petition_text": story, "petition_details": details, **_another(turn)}, step.slot)
        if step.slot == "petition_name" and 1 <= len(turn.text.strip()) <= 20 and not turn.is_question:
            hidden = await asyncio.to_thread(self._ports.vault.keep, turn.session, Kind.NAME, turn.text.strip())
            return await self.answered(turn, say, step, {"petition_name": hidden, "petition_anonymous": False})
        if step.slot == "petition_text":
            return Progress({}, step.slot)
        if step.slot == "petition_phone" and _FIGURES.search(turn.text):
            say.utter("utter_petition_phone_unclear")
            return Progress({}, step.slot)
        return await super().not_understood(turn, say, step)

    async def submitted(self, turn: Turn, say: Say, step: Step) -> Progress:
        """Everything is filled, or photos came: the citizen looks at it once more, or the open question stands."""
        if turn.entity("form_id") == FILES_FORM:
            ids = await sent_in_form(self._ports, turn, "petition_files", turn.slot("petition_files"))
            if not ids:
                return Progress({}, step.slot)
            details = {**(turn.slot("petition_details") or {}), "files_asked": True}
            return Progress({**await self._with_files(turn, ids, details), **_another(turn)}, step.slot)
        return Progress({**await self._filled(turn), "petition_confirm": None}, "petition_confirm")

    def on_failure(self, turn: Turn) -> Slots:
        """Everything stays; it only has to be confirmed again. False tells a later edit that it was tried."""
        return {"petition_confirm": False}

    def amended(self, turn: Turn) -> tuple[Step, Slots] | None:
        """"不是白沙是潮连": place, time, telephone, name or wish behind the turning point, in what was told before."""
        begins = put_right(turn.text) if len(turn.text) <= _LONGEST_AMENDMENT else None
        if begins is None or turn.slot("petition_text") is None or turn.requested in (None, "petition_text"):
            return None
        right = copy.copy(turn)
        right.entities = [entity for entity in turn.entities if entity["start"] >= begins]
        if _WISH_FIELD.search(turn.text[:begins]):
            details = {**(turn.slot("petition_details") or {}), "asked": turn.text[begins:].strip()}
            return self._step("petition_when"), {"petition_details": details}
        place = named_place(right, str(turn.slot("petition_district") or "")[:3])
        values: dict[str, Slots | None] = {
            "petition_district": {"petition_district": place} if place else None,
            "petition_phone": read_phone(right), "petition_name": read_name(right),
            "petition_when": {"petition_when": when} if (when := said_when(right)) else None,
        }
        return next(((self._step(slot), found) for slot, found in values.items() if found), None)

    async def _continued(self, turn: Turn, say: Say) -> Progress:
        """Photos may be offered at any step, and what is told may be taken back, even where any words are an answer."""
        if turn.requested != "petition_text" and wants_to_send(turn):
            say.form(FILES_FORM, Outcome.FLOW_PETITION, {})
            details = {**(turn.slot("petition_details") or {}), "files_asked": True}
            return Progress({"petition_details": details}, turn.requested)
        if turn.requested == "petition_confirm" and has_none_to_send(turn):
            say.utter("utter_petition_nothing_more")
            return Progress({}, turn.requested)
        messages = wants_messages(turn) if turn.requested == "petition_confirm" else None
        if messages is not None:
            details = {**(turn.slot("petition_details") or {}), SMS: messages}
            return Progress({"petition_details": details, **_another(turn)}, turn.requested)
        held = turn.slot("held_story") if turn.intent == "report_anyway" else None
        if held and turn.requested == "petition_text":  # taken for danger when it was told, and it is none
            return await self.answered(turn, say, self._step("petition_text"), {"petition_text": held})
        number = edited_number(turn)
        if number is not None and not turn.pressed and _LEAVES_IT.match(turn.text.strip()):
            say.words("petition_edit_left", Outcome.FLOW_PETITION, number=number)
            return Progress(self.cleared(), None)
        if only_orders(turn):
            say.utter("utter_not_that")
            return Progress({}, turn.requested)
        takes_back = turn.act == "withdraw" and turn.is_short and turn.likelihood("withdraw") >= VERY_SURE
        if takes_back and not turn.pressed and turn.requested != "petition_text":
            if number is not None:
                return Progress(self.cleared(), None, go_to="action_change")
            say.utter(self.cancelled)
            return Progress(self.cleared(), None)
        return await super()._continued(turn, say)

    async def _interrupted(self, turn: Turn, say: Say, step: Step, reading: Reading) -> Progress:
        """Who gives up putting right what was sent leaves it as it was."""
        number = edited_number(turn)
        if reading.meaning is Meaning.CANCEL and number is not None:
            say.words("petition_edit_left", Outcome.FLOW_PETITION, number=number)
            return Progress(self.cleared(), None)
        if step.slot == "petition_phone" and (reading.meaning, reading.detail) == (Meaning.GUARD, "out_of_scope"):
            return await self.not_understood(turn, say, step)
        return await super()._interrupted(turn, say, step, reading)

    async def _reopened(self, turn: Turn, say: Say) -> Progress:
        """The summary of what was sent, what this sentence already puts right in it, or the question for it."""
        turn.requested = "petition_confirm"
        say.words("petition_editing", Outcome.FLOW_PETITION)
        amended = None if turn.pressed else self.amended(turn)
        if amended is not None:
            return Progress({"petition_confirm": None, **amended[1]}, "petition_confirm")
        named, values = self._of_field(turn)
        if named is None:
            return Progress({"petition_confirm": None}, "petition_confirm")
        ask = "petition_confirm" if values else named.slot
        return Progress({"petition_confirm": None, **(values or {named.slot: None})}, ask)

    def _of_field(self, turn: Turn) -> tuple[Step | None, Slots | None]:
        """The question that a sentence names ("地点是三埠"), and the value when that came along."""
        fields = set() if turn.pressed else set(turn.entities_of("field"))
        named = next((step for step in self.steps if fields & set(step.fields)), None)
        if named is None:
            return None, None
        place, when = named_place(turn), said_when(turn)
        told: dict[str, Slots | None] = {
            "petition_district": {"petition_district": place} if place else None,
            "petition_when": {"petition_when": when} if when else None,
        }
        return named, told.get(named.slot) if named.free_text else named.read(turn)

    async def _filled(self, turn: Turn) -> Slots:
        """What a submitted form says, its files by name too."""
        slots = form_slots(turn)
        ids = await sent_in_form(self._ports, turn, "petition_files", None)
        return slots | await self._with_files(turn, ids, slots["petition_details"]) if ids else slots

    async def _with_files(self, turn: Turn, ids: list[str], details: Slots) -> Slots:
        named = await names_hidden(self._ports, turn, ids)
        return {"petition_files": ",".join(ids), "petition_details": {**details, "file_names": named}}

    def _explained(self, turn: Turn, say: Say, slots: Slots) -> Slots:
        """Said: which other door is open too, once; what a wish to be anonymous, to be visited or called means."""
        details = slots.get("petition_details") or {}
        told = str(slots.get("petition_text") or "") or ("" if turn.pressed else turn.text)
        door, named = self._doors.of(told) if told else None, (turn.slot("petition_details") or {}).get("door")
        if door and door != named:
            say.words(f"petition_door_{door}", Outcome.FLOW_PETITION)
        if turn.has("anonymous"):
            say.utter("utter_petition_anonymous_means")
        if details.get("reach"):
            say.utter("utter_petition_reach_noted")
        return {**slots, "petition_details": {**details, "door": door}} if door else slots

    async def _hidden_others(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Slots | None:
        """Names of other people as one placeholder; None, and said so, when more stand for others than may."""
        said = str(slots[step.slot])
        if said == NOBODY:
            return {}
        real = await asyncio.to_thread(self._ports.vault.resolve, turn.session, said)
        if any(is_no_name(name) for name in names_in(real)):
            say.utter("utter_not_that")
            return None
        if step.slot == "petition_joint_name":
            if len(names_in(real)) > MOST_REPRESENTATIVES:
                say.utter("utter_petition_joint_too_many")
                return None
            real = _LISTED.join(names_in(real))
        return {step.slot: await asyncio.to_thread(self._ports.vault.keep, turn.session, Kind.NAME, real)}

    def _from_story(self, turn: Turn, story: str) -> Slots:
        place, when = named_place(turn), said_when(turn)
        told: Slots = {"petition_address": turn.entity("address")}
        told["petition_details"] = {**kept_details(turn.slot("petition_details")), **read_story(story)}
        if place and turn.slot("petition_district") is None:
            told["petition_district"] = place
        if when and turn.slot("petition_when") is None:
            told["petition_when"] = when
        details = told["petition_details"]
        # Who wants to be anonymous hears first what it means, and a name in a story told for others may be theirs.
        if turn.entity("name") and not turn.has("anonymous") and not details.get("on_behalf"):
            told |= {"petition_name": turn.entity("name"), "petition_anonymous": False}
        if turn.entity("phone"):
            told["petition_phone"] = turn.entity("phone")
        return told


def _another(turn: Turn) -> Slots:
    """A new draft when a failed attempt is edited: the petition sent next is not the one that may have arrived."""
    return {"petition_draft": turn.id} if turn.slot("petition_confirm") is False else {}
