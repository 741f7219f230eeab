"""The petition form beside the chat: what it sends, by slot, and what it shows as known."""

from typing import Any

from actions.petition_people import NOBODY
from actions.petition_sms import SMS
from actions.petition_story import read_story
from actions.turn import Turn

Slots = dict[str, Any]


def form_slots(turn: Turn) -> Slots:
    """What a submitted form says, by slot; a time left empty is told as the form's hint has it.

    A form asks for nobody but its sender: what the story tells of others stays in the story.
    """
    values: dict[str, Any] = dict(turn.metadata.get("form_values") or {})
    slots = {name: value for name, value in values.items() if name.startswith("petition_") and value}
    details = read_story(str(slots.get("petition_text") or ""))
    details[SMS] = slots.pop("petition_sms", "no") == "yes"
    return {
        "petition_when": "—", "petition_anonymous": False, "petition_for_name": NOBODY, "petition_joint_name": NOBODY,
        "petition_details": details, **slots,
    }


def offered(slots: Slots) -> dict[str, str]:
    """What the form beside the chat can show as known; its district is a list of the seven."""
    known = {name: slots[name] for name in ("petition_text", "petition_when") if slots.get(name)}
    district = str(slots.get("petition_district") or "")[:3]
    return known | ({"petition_district": district} if district.endswith(("区", "市")) else {})
