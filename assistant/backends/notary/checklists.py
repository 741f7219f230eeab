"""What to do first, bring, expect on the day and not get wrong, by matter and situation: a row an item. Pure.

An item's code is one of knowledge/vocabulary/checklists.yml, which has the words and the facts they stand on. Nothing
here drafts a declaration or a power of attorney: that is the notary office's work.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.backends.notary.eligibility_case import Known

GROUPS = ("first", "bring", "day", "mistake")
_WRITTEN = frozenset({"declaration", "mandate", "signature"})
_ABOUT_PROPERTY = frozenset({"declaration", "mandate"})


@dataclass(frozen=True)
class Situation:
    """For what, about property or not, for somebody who cannot act alone, and at which mission; None is not known."""

    matter: str | None = None
    property: bool = False
    guardian: bool = False
    mission: str | None = None


Applies = Callable[[Situation, Known], bool]


def _always(_situation: Situation, _known: Known) -> bool:
    return True


def _property_paper(situation: Situation, _known: Known) -> bool:
    return situation.property and (situation.matter is None or situation.matter in _ABOUT_PROPERTY)


def _written(situation: Situation, _known: Known) -> bool:
    return situation.matter is None or situation.matter in _WRITTEN


# The group of an item is the first word of its code.
ITEMS: tuple[tuple[str, Applies], ...] = (
    ("first-ask-receiver", _always),
    ("first-ask-mission", lambda situation, known: situation.matter in known.direct and not situation.property),
    ("first-contact-office", _always),
    ("first-any-office", _property_paper),
    ("bring-office-list", _always),
    ("bring-nationality", _always),
    ("bring-residence", _always),
    ("bring-use", _always),
    ("bring-property", lambda situation, known: situation.property),
    ("bring-guardian", lambda situation, known: situation.guardian),
    ("bring-draft-from-office", _written),
    ("day-appointment", _always),
    ("day-in-person", _always),
    ("day-scene", _always),
    ("day-honest", _always),
    ("mistake-home", _always),
    ("mistake-letter", _written),
    ("mistake-mission-property", lambda situation, known: situation.property),
    ("mistake-office-place", _property_paper),
    ("mistake-no-guardian", lambda situation, known: situation.guardian),
    ("mistake-old-passport", _always),
    ("mistake-use-abroad", _always),
    ("mistake-papers", _always),
)


def checklist(situation: Situation, known: Known) -> dict[str, tuple[str, ...]]:
    """The codes to show by group, in order; what the mission's own notice says comes last under `first`."""
    codes = [code for code, applies in ITEMS if applies(situation, known)]
    found = {group: tuple(code for code in codes if code.split("-", 1)[0] == group) for group in GROUPS}
    found["first"] += known.mission_needs.get(situation.mission or "", ())
    return found
