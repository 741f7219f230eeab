"""The look at a petition before it is sent: what was told, each thing under its name, nothing that was not told."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.petition_editing import edited_number
from actions.petition_files import FILES_FORM, ids_of, offers
from actions.petition_people import NOBODY
from actions.petition_sms import agreed
from actions.petition_story import SOMEBODY
from actions.say import Event, Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome

_OF_SLOTS = ("text", "district", "when", "name", "phone", "for_name", "joint_name", "address")


class ActionAskPetitionConfirm(Action):
    """Asks for the last word before a petition is registered."""

    def name(self) -> str:
        """As domain/slots.yml lists it; Rasa runs it when the slot petition_confirm is asked for."""
        return "action_ask_petition_confirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """Everything told so far was shown; photos were asked for once."""
        turn, say = Turn(tracker), Say(dispatcher)
        asks = offers(turn)
        if asks:
            say.form(FILES_FORM, Outcome.FLOW_PETITION, {})
        say.summary(summary_of(turn))
        details = {**(turn.slot("petition_details") or {}), "files_asked": True}
        return [SlotSet("petition_details", details)] if asks else []


def summary_of(turn: Turn) -> dict[str, str]:
    """What is shown, by name of the field; placeholders stay placeholders."""
    told = {name: str(turn.slot(f"petition_{name}") or "") for name in _OF_SLOTS}
    details: dict[str, Any] = turn.slot("petition_details") or {}
    told |= {name: str(details.get(name) or "") for name in ("asked", "affected", "reach")}
    files = ids_of(turn.slot("petition_files"))
    told["files"] = str(len(files)) if files else ""
    told["file_names"] = str(details.get("file_names") or "") if files else ""
    if turn.slot("petition_anonymous"):
        told |= {"name": "", "anonymous": "yes"}
    told["sms"] = "yes" if agreed(details) else "no"
    told["editing"] = edited_number(turn) or ""
    if told["for_name"] not in ("", NOBODY):
        relation = str(details.get("on_behalf") or "")
        told["relation"] = "" if relation in SOMEBODY else relation
    return {name: value for name, value in told.items() if value and (value != NOBODY or name == "when")}
