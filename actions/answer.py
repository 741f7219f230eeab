"""Actions that answer: a question, a button that names a passage, and whatever was not understood."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.danger import IN_A_QUESTION, mind_danger
from actions.petition_editing import SENT
from actions.petition_reading import means_what_was_sent
from actions.say import Event, Say
from actions.turn import Turn

LISTEN = FollowupAction("action_listen")
_BARE_COMMAND = 6  # characters: 改一下手机号


class ActionAnswer(Action):
    """A question outside every form."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The question is answered; one in danger who asks which office to tell reads whom to call first."""
        turn, say = Turn(tracker), Say(dispatcher)
        mind_danger(turn, say, IN_A_QUESTION)
        return [*await self._answering.reply(turn, say), LISTEN]


class ActionFallback(ActionAnswer):
    """Not understood: the knowledge is searched all the same, since it often knows."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_fallback"


class ActionOpenEntry(ActionAnswer):
    """A button that names a passage."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_open_entry"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The passage is shown."""
        return [*await self._answering.open(Turn(tracker), Say(dispatcher)), LISTEN]


class ActionNothingOpen(ActionAnswer):
    """Going back, giving up or changing something while no form is open.

    A whole sentence that sounds like it ("户口本上名字写错了想改") is mostly a question, and is answered as one.
    """

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_nothing_open"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The question is answered, or it is said that nothing is being filled in."""
        turn, say = Turn(tracker), Say(dispatcher)
        if turn.act == "correct" and (turn.slot(SENT) or turn.pressed) and means_what_was_sent(turn):
            return [FollowupAction("action_change")]
        found = await self._answering.search(turn) if len(turn.text) > _BARE_COMMAND and not turn.pressed else None
        if found is not None and found.decision != "refuse":
            return [*await self._answering.reply(turn, say, found), LISTEN]
        say.utter("utter_nothing_open")
        return [LISTEN]
