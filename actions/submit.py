"""A form that was filled in the widget. Inside an open form the form's own action takes it; this is for outside."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import LISTEN
from actions.say import Event, Say
from actions.turn import Turn

_OPENS = {"petition": "petition_form", "booking_case": "booking_form"}


class ActionSubmitForm(Action):
    """A petition or a case opens its form, which finds everything filled; a booking form has lost its time."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_submit_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The right form opens next."""
        form = _OPENS.get(str(Turn(tracker).entity("form_id")))
        if form is None:
            Say(dispatcher).utter("utter_choice_expired")
            return [LISTEN]
        return [FollowupAction(form)]
