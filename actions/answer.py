"""Actions that answer: a question, a button that names a passage, and whatever was not understood."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.say import Event, Say
from actions.turn import Turn

LISTEN = FollowupAction("action_listen")


class ActionAnswer(Action):
    """A question outside every form."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The question is answered."""
        await self._answering.reply(Turn(tracker), Say(dispatcher))
        return [LISTEN]


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
        await self._answering.open(Turn(tracker), Say(dispatcher))
        return [LISTEN]
