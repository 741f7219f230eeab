"""The case told at once in a form: its values as slots of the dialogue, and what is known already as its values."""

from typing import Any

from actions.eligibility_asking import CIRCUMSTANCES
from actions.forms import Slots

FORM_ID = "booking_case"
_PLAIN = ("booking_nationality", "booking_matter", "booking_use", "booking_home", "booking_property")
_LONG_DAYS = 180


def as_slots(values: dict[str, Any], missions: list[dict[str, Any]]) -> Slots:
    """The slots that a submitted form fills. What is left open is asked where it decides."""
    slots: Slots = {name: values[name] for name in _PLAIN if values.get(name)}
    mission = next((each for each in missions if each["code"] == values.get("booking_mission")), None)
    if mission is not None:
        slots |= {"booking_mission": mission["code"], "booking_country": mission["country"]}
    if values.get("booking_residence"):
        long_term = values["booking_residence"] == "long_term"
        slots["booking_residence"] = {"long_term": long_term, "days": _LONG_DAYS if long_term else 0}
    ticked = str(values.get("booking_others") or "").split(",")
    slots["booking_others"] = [each for each in ticked if each in CIRCUMSTANCES]
    return slots


def as_values(known: Slots) -> dict[str, str]:
    """What was told before the form is shown, so that nobody fills it in twice."""
    values = {name: str(known[name]) for name in (*_PLAIN, "booking_mission") if known.get(name)}
    residence = known.get("booking_residence")
    if isinstance(residence, dict):
        values["booking_residence"] = "long_term" if residence.get("long_term") else "short"
    return values
