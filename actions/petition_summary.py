"""The look at a petition before it is sent: what was told, each thing under its name, nothing that was not told."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.petition_people import NOBODY
from actions.say import Event, Say
from actions.turn import Turn

_OF_SLOTS = ("text", "district", "when", "name", "phone", "for_name", "joint_name", "address")


class ActionAskPetitionConfirm(Action):
    """Asks for the last word before a petition is registered."""

    def name(self) -> str:
        """As domain/slots.yml lists it; Rasa runs it when the slot petition_confirm is asked for."""
        return "action_ask_petition_confirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """Everything told so far was shown."""
        Say(dispatcher).summary(summary_of(Turn(tracker)))
        return []


def summary_of(turn: Turn) -> dict[str, str]:
    """What is shown, by name of the field; placeholders stay placeholders."""
    told = {name: str(turn.slot(f"petition_{name}") or "") for name in _OF_SLOTS}
    details: dict[str, Any] = turn.slot("petition_details") or {}
    told |= {name: str(details.get(name) or "") for name in ("asked", "affected", "reach")}
    files = [each for each in str(turn.slot("petition_files") or "").split(",") if each]
    told["files"] = str(len(files)) if files else ""
    if told["for_name"] not in ("", NOBODY):
        told["relation"] = str(details.get("on_behalf") or "")
    return {name: value for name, value in told.items() if value and (value != NOBODY or name == "when")}
