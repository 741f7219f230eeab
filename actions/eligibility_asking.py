"""What is still to be asked before a time is offered: only what can change the verdict of the notary system."""

from dataclasses import dataclass
from typing import Any

from actions.forms import Slots
from actions.ports import Notary

ASKED_BY = {
    "mission": "booking_mission", "nationality": "booking_nationality", "residence": "booking_residence",
    "matter": "booking_matter", "use_in_china": "booking_use", "guardian": "booking_guardian",
}
# Fields that bar in rare cases only: asked where the other answer would turn this very case into a no.
_PROBED = {"booking_property": {"property": False}, "booking_area": {"in_district": False}}
# The answer decides the office, and every one of the circumstances bars.
_ALWAYS = ("booking_home", "booking_others")
_CIRCUMSTANCES: dict[str, tuple[str, bool]] = {
    "attends": ("attends", False), "capable": ("party_capable", False), "dispute": ("disputed", True),
    "helper": ("needs_helper", True), "related": ("related", False), "papers": ("papers", False),
    "fee": ("pays", False), "district": ("in_district", False),
}
CIRCUMSTANCES = tuple(_CIRCUMSTANCES)
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Asking:
    """The verdict as the notary system gives it, and the slots whose answers may still change it, in any order."""

    verdict: dict[str, Any]
    slots: tuple[str, ...]

    @property
    def ends(self) -> bool:
        """Whether nothing that can be asked here leads to a time."""
        return self.verdict["eligible"] in ("no", False) or (
            self.verdict["eligible"] == "depends" and not self.slots
        )


async def asking(notary: Notary, known: Slots) -> Asking:
    """How this case stands, and what is still to be asked."""
    so_far = case(known)
    verdict = await notary.eligibility(so_far)
    named = [ASKED_BY[field] for field in verdict.get("ask", []) if field in ASKED_BY]
    if verdict["eligible"] not in ("yes", True) and not named:
        return Asking(verdict, ())
    if verdict["eligible"] in ("yes", True):
        named += [slot for slot, answer in _PROBED.items() if known.get(slot) is None
                  and (await notary.eligibility({**so_far, **answer}))["eligible"] == "no"]
    named += [slot for slot in _ALWAYS if known.get(slot) is None]
    return Asking(verdict, tuple(named))


def circumstances(known: Slots) -> dict[str, Any]:
    """What of a case decides what to bring: matter, mission, about property or not, through a guardian or not."""
    told = case(known)
    return {
        "matter": told.get("matter"), "mission": told.get("mission"), "property": told.get("property") is True,
        "guardian": told.get("guardian") is True,
    }


def case(slots: Slots) -> dict[str, Any]:
    """The body of POST /eligibility: every field of the rules that is known."""
    found: dict[str, Any] = {
        "nationality": slots.get("booking_nationality"), "residence": slots.get("booking_residence"),
        "use_in_china": _YES_NO.get(str(slots.get("booking_use"))),
        "matter": slots.get("booking_matter"), "mission": slots.get("booking_mission"),
        "country": slots.get("booking_country"), "home": slots.get("booking_home"),
        "property": _YES_NO.get(str(slots.get("booking_property"))),
        "in_district": _YES_NO.get(str(slots.get("booking_area"))),
        "guardian": _YES_NO.get(str(slots.get("booking_guardian"))),
    }
    for name in (*(slots.get("booking_said") or ()), *(slots.get("booking_others") or ())):
        field, value = _CIRCUMSTANCES[name]
        found[field] = value
    return {name: value for name, value in found.items() if value is not None}
