"""Danger, wrong doors, abuse, what is out of scope, and the wish for a person."""

import re
from collections.abc import Collection
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import LISTEN
from actions.answering import Answering, other_place
from actions.danger import DANGERS
from actions.say import Event, Say
from actions.turn import Turn
from actions.vexed import ask_what_happened, is_vexed
from assistant.shared.contracts.outcomes import Outcome

GUARDED = frozenset({"emergency", "self_harm", "wrong_door", "abuse", "out_of_scope"})
_ELSEWHERE = 0.6
_PERHAPS_PETITION = 0.15  # danger to a dog's bite, a fire to its smoke every night: told in the same words
_PERHAPS_A_QUESTION = 0.1  # wills, debts and giving up a right are asked about in the words of a farewell
_SURE_OF_DANGER = 0.9
_SURE_OF_DOOR = 0.6
_SURE = 0.93  # a probability: who seems to ask for something else is answered where the knowledge is surer than that
_WHOLE_SENTENCE, _OURS_AFTER_ALL = 20, 0.02
_LETTER = 60  # nobody types so many characters for a chat: it is a story that somebody wants heard
# How a letter begins, who an office is written to, and what it is asked to do.
_APPEAL = re.compile(
    r"^\W*(?:关于|有关|關於|有關)|"
    r"领导|书记|[市区县镇省厅局处]长|长官|政府|有关部门|相关部门|主管部门|查处|核实|管管|管一管|关心一下|解决|反映|举报|"
    r"投诉|何原因|给个说法|(?:请|希望|要求|恳请|强烈).{0,12}(?:部门|查|处理|整改|重视|落实|答复|回复|解释)"
)
_PROVINCE = re.compile(r"广东|廣東|本省|全省|省内|\bguangdong\b", re.IGNORECASE)  # what holds there holds in Jiangmen
_DOORS = ("discipline", "administrative_review", "labour_arbitration", "arbitration", "court")


def guard(turn: Turn, say: Say, act: str, *, way_on: str = "ask") -> None:
    """The reply to a guarded act. `way_on`, where nobody is in danger after all, as in contracts/replies.py `Guard`."""
    if act in DANGERS:
        detail = turn.detail("danger", 0.6) if act == "emergency" else None
        say.guard(act, Outcome.GUARD_EMERGENCY, detail, way_on=way_on)
    elif act == "wrong_door":
        say.guard("wrong_door", Outcome.GUARD_WRONG_DOOR, door(turn))
    elif act == "abuse":
        say.guard("abuse", Outcome.GUARD_ABUSE)
    else:
        say.refuse("out_of_scope", Outcome.GUARD_OUT_OF_SCOPE)


async def danger(turn: Turn, say: Say, act: str, answering: Answering) -> list[Event]:
    """Danger is answered as danger; one that may as well be a grievance or a question is taken up in the same breath.

    Whoever is in danger has read whom to call; whoever only tells of a dog, of smoke or of an inheritance need not say
    so first.
    """
    rival = turn.likelihood("file_petition")
    sure = turn.likelihood(act) >= _SURE_OF_DANGER
    if act == "emergency" and rival >= _PERHAPS_PETITION and not sure:
        guard(turn, say, act, way_on="open")
        say.words("danger_or_petition", Outcome.FLOW_PETITION)
        return [FollowupAction("petition_form")]
    guard(turn, say, act, way_on="held")
    held: list[Event] = [SlotSet("held_story", turn.text)]
    if not sure and turn.likelihood("ask") >= _PERHAPS_A_QUESTION:
        found = await answering.search(turn)
        if found is not None and found.decision == "answer" and found.hits and not found.hits[0].gap:
            held += await answering.reply(turn, say, found)
    return [*held, LISTEN]


def door(turn: Turn) -> str:
    """Which door is the right one for what was told."""
    by_model = turn.details.get("door") or {}
    return right_door(by_model.get("name"), float(by_model.get("confidence") or 0.0), turn.entities_of("door"))


def right_door(by_model: str | None, confidence: float, named: Collection[str]) -> str:
    """The door that the model is sure of, else the one that is named, else the model's; the court's where none is."""
    if by_model is not None and confidence >= _SURE_OF_DOOR:
        return by_model
    return next((name for name in _DOORS if name in named), by_model or "court")


def names_wrong_door(turn: Turn) -> bool:
    """Whether what was told belongs to a court, arbitration, administrative review or discipline."""
    return turn.act == "wrong_door" or (turn.has("door") and turn.likelihood("wrong_door") >= 0.2)


def may_be_ours(turn: Turn) -> bool:
    """Whether a whole sentence taken for none of our business, or for an insult, may be a petition or a question all
    the same: by its likelihood, because an office is asked for something in it, or because it is a long story; and
    whether a shorter one names a paper or a town of ours ("护照被抢了，我在里斯本", "广海归哪个市管")."""
    if turn.act == "out_of_scope" and names_ours(turn):
        return True
    if len(turn.text) < _WHOLE_SENTENCE:
        return False
    appeals = len(turn.text) >= _LETTER or _APPEAL.search(turn.text) is not None
    if turn.act == "abuse":
        return appeals
    return appeals or turn.likelihood("file_petition") + turn.likelihood("ask") >= _OURS_AFTER_ALL


def names_ours(turn: Turn) -> bool:
    """Whether a paper or a town of ours is named."""
    return turn.has("document") or turn.has("town")


class ActionGuard(Action):
    """A guarded act outside every form. The story is held, so that `report_anyway` need not ask for it again."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_guard"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The guard's reply is said."""
        turn, say = Turn(tracker), Say(dispatcher)
        if turn.act in ("out_of_scope", "abuse") and is_vexed(turn):
            ask_what_happened(say)
            return [LISTEN]
        if turn.act == "out_of_scope" and turn.is_question and names_ours(turn):
            answered = await self._answered(turn, say)
            if answered is not None:
                return answered
        if turn.act in ("out_of_scope", "abuse") and may_be_ours(turn):
            # Letters to the mayor begin with praise, a poem, a film: nobody who wrote one is sent away on a guess.
            say.choices("which_act", [
                {"key": "act_file_petition", "title": "file_petition", "payload": "/report_anyway"},
                {"key": "act_ask", "title": "ask", "payload": "/ask_held"},
            ])
            return [SlotSet("held_story", turn.text), LISTEN]
        if turn.act == "out_of_scope" or (turn.act == "wrong_door" and turn.is_question):
            # "Will he know that it was me who reported him?" asks about the other door.
            answered = await self._answered(turn, say, sure=_SURE)
            if answered is not None:
                return answered
        if turn.act in DANGERS:
            return await danger(turn, say, turn.act, self._answering)
        guard(turn, say, turn.act)
        return [SlotSet("held_story", turn.text), LISTEN] if turn.act == "wrong_door" else [LISTEN]

    async def _answered(self, turn: Turn, say: Say, *, sure: float = 0.0) -> list[Event] | None:
        """What the knowledge answers, where it is so sure of it; None, and nothing is said, where it is not."""
        found = await self._answering.search(turn)
        if found is None or found.decision != "answer" or found.hits[0].probability < sure:
            return None
        if turn.act == "wrong_door" and found.hits[0].gap:
            return None
        return [*await self._answering.reply(turn, say, found), LISTEN]


class ActionOtherPlace(Action):
    """Another city's matter. Where none is named for certain, or Jiangmen or the province is, it is answered like any
    question."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_other_place"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """Said whom to ask there, or answered."""
        turn, say = Turn(tracker), Say(dispatcher)
        if other_place(turn) is None and not _ours(turn) and turn.confidence >= _ELSEWHERE:
            say.refuse("other_place", Outcome.GUARD_OTHER_PLACE)
        else:
            await self._answering.reply(turn, say)
        return [LISTEN]


def _ours(turn: Turn) -> bool:
    named = any(turn.has(name) for name in ("home_city", "district", "town", "city", "country", "mission_city"))
    return named or _PROVINCE.search(turn.text) is not None


class ActionHandover(Action):
    """A person is asked for; none is on line yet, and the hotline is named."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_handover"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """Said where a person can be reached."""
        Say(dispatcher).words("handover_closed", Outcome.HANDOVER_CLOSED)
        return [LISTEN]


class ActionReportAnyway(Action):
    """After a wrong-door guard: it is another matter, and the petition goes on with the story told."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_report_anyway"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The petition form opens next."""
        return [FollowupAction("petition_form")]
