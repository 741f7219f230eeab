"""Petitions in every place that the law knows, for the tests of their life."""

from datetime import UTC, datetime
from typing import Any

from assistant.backends.petition.model import KNOWN, Door, Petition, Place, Status

REGISTERED = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
_VALUES: dict[str, Any] = {
    "transferred_at": REGISTERED,
    "accepted_at": REGISTERED,
    "answered_at": REGISTERED,
    "review_asked_at": REGISTERED,
    "extension_days": 30,
    "rating": 4,
    "door": Door.COURT,
    "merged_into": "XF2",
}


def a_petition(**changes: Any) -> Petition:
    """A petition registered on 22 November 2026 at 9:00 in Beijing, with what its status needs."""
    status = changes.get("status", Status.REGISTERED)
    known = {name: _VALUES[name] for name in KNOWN.get(status, ())}
    return Petition(**{"number": "XF1", "status": status, "registered_at": REGISTERED, **known, **changes})


def standing(place: Place) -> Petition:
    """A petition in `place`."""
    return a_petition(status=place.status, reviews=place.round)
