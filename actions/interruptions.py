"""What a citizen means in the middle of a form: an answer to what was asked, or something else first.

One place decides for every form and every step, from the act, its confidence, the shape of the sentence,
whether the expected value is in it, and for free text whether the knowledge knows an answer.
"""

from dataclasses import dataclass
from enum import Enum

from actions.answering import Answering
from actions.danger import DANGERS
from actions.guards import GUARDED, names_wrong_door
from actions.turn import Turn
from assistant.retrieval.schemas import SearchResult

SURE = 0.5
VERY_SURE = 0.7
# Stories and answers are full of strong words ("the windows are black with smoke", "my legs are bad, I cannot come to
# the consulate"); below this the numbers to call stand beside the answer.
_SURE_OF_DANGER = {"emergency": 0.9, "self_harm": VERY_SURE}
_TALK = {
    "greet": "utter_greet", "thanks": "utter_thanks", "bye": "utter_bye", "who_are_you": "utter_who_are_you",
    "bigger_text": "utter_bigger_text",
}
_OTHER_ACTIONS = frozenset(
    "withdraw urge supplement rate review cancel_booking reschedule petition_withdraw petition_urge "
    "petition_supplement petition_rate petition_review booking_cancel booking_reschedule".split()
)
_FORMS = {"file_petition": "petition_form", "book_notary": "booking_form", "track": "track_form"}


class Meaning(Enum):
    """How the form goes on."""

    ANSWER = "answer"
    QUESTION = "question"
    GUARD = "guard"
    TALK = "talk"
    PERSON = "person"
    CANCEL = "cancel"
    BACK = "back"
    CORRECT = "correct"
    ELSEWHERE = "elsewhere"
    AGAIN = "again"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Reading:
    """`detail` is the act of a guard, the response of small talk, or the action to go to."""

    meaning: Meaning
    detail: str = ""
    found: SearchResult | None = None


class Interruptions:
    """Reads a turn within a form."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def read(self, turn: Turn, *, form: str, free_text: bool, expected: bool, story: bool) -> Reading:
        """What the turn means. `expected`: the value asked for is in it. `story`: it tells what happened."""
        if turn.pressed:
            return _pressed(turn, form)
        act, sure = turn.act, turn.likelihood(turn.act) or turn.confidence
        short = turn.is_short
        if act in DANGERS and sure >= (SURE if act == "self_harm" and not free_text else _SURE_OF_DANGER[act]):
            return Reading(Meaning.GUARD, act)
        if act == "cancel_flow" and sure >= SURE and short and not expected:
            return Reading(Meaning.CANCEL)
        if act == "back" and sure >= SURE and short:
            return Reading(Meaning.BACK)
        if act == "correct" and sure >= SURE and turn.has("field") and (not free_text or short):
            return Reading(Meaning.CORRECT)
        if act == "abuse" and sure >= VERY_SURE and not expected:
            return Reading(Meaning.GUARD, act)
        if act == "handover" and sure >= SURE and not expected:
            return Reading(Meaning.PERSON)
        if act in ("repeat", "say_it_simpler") and sure >= SURE and short and not expected:
            return Reading(Meaning.AGAIN)
        if act == "change_language" and sure >= SURE and turn.has("language") and not expected:
            return Reading(Meaning.LANGUAGE)
        if act in _TALK and sure >= (VERY_SURE if turn.is_question else SURE) and short and not expected:
            return Reading(Meaning.TALK, _TALK[act])
        if story and names_wrong_door(turn):
            return Reading(Meaning.GUARD, "wrong_door")
        asks = turn.is_question and act in ("ask", "other_place", "who_are_you", "nlu_fallback")
        if asks or (act == "ask" and sure >= VERY_SURE and not expected):
            return await self._maybe_question(turn, free_text=free_text, sure=sure)
        if expected:
            return Reading(Meaning.ANSWER)
        if act in GUARDED and sure >= VERY_SURE and (not free_text or act == "out_of_scope"):
            return Reading(Meaning.GUARD, act)
        if not free_text and sure >= VERY_SURE:
            if act in _FORMS and _FORMS[act] != form:
                return Reading(Meaning.ELSEWHERE, _FORMS[act])
            if act in _OTHER_ACTIONS:
                return Reading(Meaning.ELSEWHERE, "action_change")
        return Reading(Meaning.ANSWER)

    async def _maybe_question(self, turn: Turn, *, free_text: bool, sure: float) -> Reading:
        """A question, unless it is a free answer about which the knowledge says nothing."""
        found = await self._answering.search(turn)
        knows = found is not None and found.decision != "refuse"
        if not free_text or knows or sure >= VERY_SURE:
            return Reading(Meaning.QUESTION, found=found)
        return Reading(Meaning.ANSWER)


def _pressed(turn: Turn, form: str) -> Reading:
    intent = turn.intent
    if intent == "ask_entry":
        return Reading(Meaning.QUESTION)
    if intent == "cancel_flow":
        return Reading(Meaning.CANCEL)
    if intent == "back":
        return Reading(Meaning.BACK)
    if intent == "choose" and turn.entity("slot") == "change":
        return Reading(Meaning.CORRECT)
    if intent == "handover":
        return Reading(Meaning.PERSON)
    if intent == "change_language":
        return Reading(Meaning.LANGUAGE)
    if intent in _TALK:
        return Reading(Meaning.TALK, _TALK[intent])
    if _FORMS.get(intent, form) != form:
        return Reading(Meaning.ELSEWHERE, _FORMS[intent])
    if intent in _OTHER_ACTIONS or intent == "correct":
        return Reading(Meaning.ELSEWHERE, "action_change")
    if intent == "report_anyway" and form != "petition_form":
        return Reading(Meaning.ELSEWHERE, "petition_form")
    return Reading(Meaning.ANSWER)
