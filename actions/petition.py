"""The petition form: what happened, where, when, who, for whom; then a look at it all, and it is registered.

What a story tells is not asked again; at every step a sentence may put right what was said before.
"""

import asyncio
import copy
import re
from typing import Any

from actions.answering import Answering, other_place
from actions.forms import FormAction, Progress, Slots, Step
from actions.guards import guard, names_wrong_door
from actions.petition_people import (
    MOST_REPRESENTATIVES,
    NOBODY,
    for_name,
    joint_names,
    names_in,
    speaks_for_another,
    speaks_with_others,
)
from actions.petition_story import asked_for, put_right, read_story
from actions.ports import Ports
from actions.say import Say
from actions.submission import register
from actions.turn import Turn, chosen
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.contracts.placeholders import Kind

_SHORTEST_STORY = 5
_LONGEST_AMENDMENT = 60
_OTHERS = ("petition_for_name", "petition_joint_name")
_WISH_FIELD = re.compile(r"诉求|要求|what i (?:want|ask)", re.IGNORECASE)
# What is left of "我要投诉" without these tells nothing yet. Patterns of citizens' words, not words for citizens.
_NO_STORY = re.compile(
    r"我|要|想|帮|请|给|你|您|好|投诉|投拆|头诉|信访|举报|上访|反映|提交|登记|填|写|交|一个|一下|个|下|问题|情况|诉求|事项|件事|意见|建议|维权"
    r"|实名|麻烦|可以|吗|能|呢|啊|的|政府|领导|唔该|有|点样|怎么|[\s,.，。!！?？、]"
    r"|\b(?:i|want|would|like|to|file|make|submit|a|an|the|complaint|complain|report|petition|please|xinfang|tousu|wo|yao)\b",
    re.IGNORECASE,
)


def _text(turn: Turn) -> Slots | None:
    told = turn.text.strip()
    return {"petition_text": told} if len(_NO_STORY.sub("", told)) >= _SHORTEST_STORY else None


def _district(turn: Turn) -> Slots | None:
    value = chosen(turn, "petition_district") or named_place(turn)
    if value is None and turn.requested == "petition_district" and not turn.pressed and len(turn.text.strip()) >= 2:
        value = turn.text.strip()[:60]
    return {"petition_district": value} if value else None


def named_place(turn: Turn, known: str = "") -> str | None:
    """District and town as said; None when there is none, or a town's name fits several districts.

    `known` is the district that was told before.
    """
    districts, towns = turn.entities_of("district"), turn.entities_of("town")
    if known and not districts and any(town.split(" ")[0] == known for town in towns):
        districts = [known]
    fitting = [town for town in towns if not districts or town.split(" ")[0] in districts]
    if fitting and len({town.split(" ")[0] for town in fitting}) == 1:
        return str(fitting[0]).replace(" ", "")
    return str(districts[0]) if districts else None


def _when(turn: Turn) -> Slots | None:
    value = chosen(turn, "petition_when") or _said_when(turn)
    if value is None and turn.requested == "petition_when" and not turn.pressed:
        value = turn.text.strip()[:60] or None
    return {"petition_when": value} if value else None


def _said_when(turn: Turn) -> str | None:
    dates = turn.entities_of("date")
    return " ".join(dates)[:60] if dates else None


def _name(turn: Turn) -> Slots | None:
    pressed = chosen(turn, "petition_name")
    declined = turn.requested == "petition_name" and (turn.has("none") or turn.act == "deny")
    if pressed or turn.has("anonymous") or declined:
        shown = pressed or turn.entity("anonymous") or turn.text.strip()[:20]
        return {"petition_name": shown, "petition_anonymous": True}
    hidden = turn.entity("name")
    return {"petition_name": hidden, "petition_anonymous": False} if hidden else None


def _phone(turn: Turn) -> Slots | None:
    hidden = turn.entity("phone")
    return {"petition_phone": hidden} if hidden else None


def _confirm(turn: Turn) -> Slots | None:
    return {"petition_confirm": True} if turn.intent == "confirm" or turn.act == "affirm" else None


class PetitionForm(FormAction):
    """`validate_petition_form`."""

    form = "petition_form"
    form_id = "petition"
    cancelled = "utter_petition_cancelled"
    steps = (
        Step("petition_text", _text, ("text",), free_text=True, story=True),
        Step("petition_district", _district, ("district",), free_text=True),
        Step("petition_when", _when, ("when",), free_text=True),
        Step("petition_for_name", for_name, (), free_text=True, any_words=True, when=speaks_for_another),
        Step("petition_joint_name", joint_names, (), free_text=True, any_words=True, when=speaks_with_others),
        Step("petition_name", _name, ("name",)),
        Step("petition_phone", _phone, ("phone",)),
        Step("petition_confirm", _confirm, ("confirm",)),
    )

    def __init__(self, answering: Answering, ports: Ports) -> None:
        super().__init__(answering)
        self._ports = ports

    def cleared(self) -> Slots:
        """Nothing of the petition is remembered but its number and code."""
        return {**super().cleared(), "petition_address": None, "petition_anonymous": None, "petition_draft": None,
                "petition_details": None, "petition_files": None, "held_story": None}

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """A first message that tells the story fills what it tells."""
        slots: Slots = {"petition_draft": turn.slot("petition_draft") or turn.id, "petition_confirm": None}
        if turn.intent == "submit_form":
            return Progress(slots | form_slots(turn), "petition_confirm")
        held = turn.slot("held_story") if turn.intent == "report_anyway" else None
        if not held and not turn.pressed:
            if names_wrong_door(turn):
                guard(turn, say, "wrong_door")
                return Progress({"held_story": turn.text}, None)
            place = other_place(turn)
            if place is not None:
                say.refuse("other_place", Outcome.GUARD_OTHER_PLACE, place=place)
                return Progress({"held_story": turn.text}, None)
        told = {"petition_text": held} if held else None if turn.pressed else _text(turn)
        if told:
            slots |= told | self._from_story(turn, str(told["petition_text"]))
        say.utter("utter_petition_heard" if told else "utter_petition_start")
        _explain(turn, say, slots)
        ask = self._first_open(turn.slots, slots)
        say.form("petition", Outcome.FLOW_PETITION, _offered({**turn.slots, **slots}))
        return Progress(slots, ask)

    async def answered(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Progress:
        """The next open question; registered when the last one was confirmed."""
        if step.story:
            slots = slots | self._from_story(turn, str(slots["petition_text"]))
            _explain(turn, say, slots)
        elif step.slot in _OTHERS:
            hidden = await self._hidden_others(turn, say, step, slots)
            if hidden is None:
                return Progress({}, step.slot)
            slots = slots | hidden | _another(turn)
        elif step.slot == "petition_district" and (place := other_place(turn)) is not None:
            say.refuse("other_place", Outcome.GUARD_OTHER_PLACE, place=place)
            return Progress({}, step.slot)
        elif step.slot != "petition_confirm":
            slots = slots | _another(turn)
        ask = self._first_open({**turn.slots, "petition_confirm": None}, slots)
        if ask is not None:
            return Progress(slots, ask)
        done = await register(self._ports, turn, {**turn.slots, **slots}, say)
        return Progress({**self.cleared(), **done}, None)

    async def not_understood(self, turn: Turn, say: Say, step: Step) -> Progress:
        """A refused phone is explained; more of the story is added to it; a name nobody detected is taken as it is."""
        if step.slot == "petition_phone" and (turn.has("none") or turn.has("anonymous") or turn.act == "deny"):
            say.utter("utter_petition_phone_needed")
            return Progress({}, step.slot)
        if step.slot == "petition_confirm" and turn.act == "deny":
            say.utter("utter_which_to_change")
            return Progress({}, step.slot)
        adds = turn.act == "file_petition" or (step.slot == "petition_confirm" and asked_for(turn.text) is not None)
        if adds and step.slot != "petition_text" and _text(turn):
            say.utter("utter_petition_noted")
            story = f"{turn.slot('petition_text')}\n{turn.text.strip()}"
            details = {**(turn.slot("petition_details") or {}), **read_story(story)}
            return Progress({"petition_text": story, "petition_details": details, **_another(turn)}, step.slot)
        if step.slot == "petition_name" and 1 <= len(turn.text.strip()) <= 20 and not turn.is_question:
            hidden = await asyncio.to_thread(self._ports.vault.keep, turn.session, Kind.NAME, turn.text.strip())
            return await self.answered(turn, say, step, {"petition_name": hidden, "petition_anonymous": False})
        if step.slot == "petition_text":
            return Progress({}, step.slot)
        return await super().not_understood(turn, say, step)

    async def submitted(self, turn: Turn, say: Say, step: Step) -> Progress:
        """Everything is filled; the citizen looks at it once more."""
        return Progress({**form_slots(turn), "petition_confirm": None}, "petition_confirm")

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
            "petition_phone": _phone(right), "petition_name": _name(right),
            "petition_when": {"petition_when": when} if (when := _said_when(right)) else None,
        }
        return next(((self._step(slot), found) for slot, found in values.items() if found), None)

    async def _hidden_others(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Slots | None:
        """Names of other people as one placeholder; None, and said so, when more stand for others than may."""
        said = str(slots[step.slot])
        if said == NOBODY:
            return {}
        real = await asyncio.to_thread(self._ports.vault.resolve, turn.session, said)
        if step.slot == "petition_joint_name" and len(names_in(real)) > MOST_REPRESENTATIVES:
            say.utter("utter_petition_joint_too_many")
            return None
        return {step.slot: await asyncio.to_thread(self._ports.vault.keep, turn.session, Kind.NAME, real)}

    def _from_story(self, turn: Turn, story: str) -> Slots:
        place, when = named_place(turn), _said_when(turn)
        told: Slots = {"petition_address": turn.entity("address"), "petition_details": read_story(story)}
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


def _explain(turn: Turn, say: Say, slots: Slots) -> None:
    """What a wish that the story tells means: to be anonymous, to be visited or called."""
    if turn.has("anonymous"):
        say.utter("utter_petition_anonymous_means")
    if (slots.get("petition_details") or {}).get("reach"):
        say.utter("utter_petition_reach_noted")


def form_slots(turn: Turn) -> Slots:
    """What a submitted form says, by slot; a time left empty is told as the form's hint has it.

    A form asks for nobody but its sender: what the story tells of others stays in the story.
    """
    values: dict[str, Any] = dict(turn.metadata.get("form_values") or {})
    slots = {name: value for name, value in values.items() if name.startswith("petition_") and value}
    details = read_story(str(slots.get("petition_text") or ""))
    return {
        "petition_when": "—", "petition_anonymous": False, "petition_for_name": NOBODY, "petition_joint_name": NOBODY,
        "petition_details": details, **slots,
    }


def _offered(slots: Slots) -> dict[str, str]:
    """What the form beside the chat can show as known; its district is a list of the seven."""
    known = {name: slots[name] for name in ("petition_text", "petition_when") if slots.get(name)}
    district = str(slots.get("petition_district") or "")[:3]
    return known | ({"petition_district": district} if district.endswith(("区", "市")) else {})
