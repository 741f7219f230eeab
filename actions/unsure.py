"""Two acts are about as likely: one short question with both as choices, never a guess. Anything else is searched."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import LISTEN
from actions.answering import Answering
from actions.danger import IN_DOUBT, mind_danger
from actions.guards import danger
from actions.say import Event, Say
from actions.turn import Turn
from actions.vexed import ask_what_happened, is_vexed

_EVEN = 0.25
_RATHER = 0.4
_LONGEST_STORY = 4000
# What a button for an act sends. A story told stays in `held_story`, which `report_anyway` and `ask_held` take up.
PAYLOADS = {
    "ask": "/ask_held", "file_petition": "/report_anyway", "book_notary": "/book_notary", "track": "/track",
    "withdraw": "/petition_withdraw", "urge": "/petition_urge", "supplement": "/petition_supplement",
    "rate": "/petition_rate", "review": "/petition_review", "cancel_booking": "/booking_cancel",
    "reschedule": "/booking_reschedule", "handover": "/handover",
}


class ActionUnsure(Action):
    """Not understood well enough: between two acts it asks which one, else the knowledge is searched."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_unsure"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """A question with two choices was asked, or the search has answered."""
        turn, say = Turn(tracker), Say(dispatcher)
        if turn.likelihood("self_harm") >= IN_DOUBT.self_harm:
            return await danger(turn, say, "self_harm", self._answering)
        if turn.act == "emergency" and turn.likelihood("emergency") >= IN_DOUBT.emergency:
            return await danger(turn, say, "emergency", self._answering)
        mind_danger(turn, say, IN_DOUBT)
        if is_vexed(turn):
            ask_what_happened(say)
            return [LISTEN]
        pair = between(turn)
        if pair is not None and "ask" not in pair and turn.is_question:
            # "How long till you answer my petition?" sounds like two things to do and asks for neither.
            found = await self._answering.search(turn)
            if found is not None and found.decision == "answer":
                return [*await self._answering.reply(turn, say, found), LISTEN]
        if pair is None:
            await self._answering.reply(turn, say)
            return [LISTEN]
        say.choices("which_act", [{"key": f"act_{act}", "title": act, "payload": PAYLOADS[act]} for act in pair])
        return [SlotSet("held_story", turn.text[:_LONGEST_STORY]), LISTEN]


class ActionAskHeld(ActionUnsure):
    """The choice "I only ask": the sentence before is answered as a question."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_ask_held"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The held sentence is answered; without one the button has expired."""
        turn, say = Turn(tracker), Say(dispatcher)
        turn.text = str(turn.slot("held_story") or "")
        if turn.text:
            await self._answering.reply(turn, say)
        else:
            say.utter("utter_choice_expired")
        return [SlotSet("held_story", None), LISTEN]


def between(turn: Turn) -> tuple[str, str] | None:
    """The two acts that are both likely and that a button can stand for; None when there are no such two.

    One that would open a form, and is likely without being likely enough, stands against asking.
    """
    real = [item for item in turn.ranking if item["name"] != "nlu_fallback"][:2]
    names = [item["name"] for item in real]
    if len(real) == 2 and min(float(item["confidence"]) for item in real) >= _EVEN:
        return (names[0], names[1]) if all(name in PAYLOADS for name in names) else None
    if real and names[0] in PAYLOADS and names[0] != "ask" and not turn.is_question:
        return (names[0], "ask") if float(real[0]["confidence"]) >= _RATHER else None
    return None
