"""Slots, holds and bookings as the JSON that is answered; every instant also in the mission's zone and Beijing's."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from assistant.backends.clock import BEIJING, beijing_day, iso
from assistant.backends.notary import model
from assistant.backends.notary.catalogue import Catalogue, Matter
from assistant.backends.notary.model import Mission, Office, Slot
from assistant.backends.notary.repository import Booking, Hold
from assistant.backends.notary.repository_waiting import Waiting
from assistant.backends.workdays import calendar_published

View = dict[str, Any]


class Views:
    """Turns what the service knows into answers, with names from the catalogue."""

    def __init__(self, catalogue: Catalogue, *, sample: bool) -> None:
        self._catalogue = catalogue
        self._sample = sample
        self._slot = lru_cache(maxsize=32_768)(self._slot_view)

    def slot(self, slot: Slot, capacity_left: int) -> View:
        """One slot with the seats left in it."""
        return {**self._slot(slot), "capacity_left": capacity_left}

    def _slot_view(self, slot: Slot) -> View:
        return {
            "slot_id": slot.slot_id,
            "office": slot.office,
            "mission": slot.mission,
            **self._times(slot),
            "calendar_published": calendar_published(beijing_day(slot.start)),
            "sample": self._sample,
        }

    def hold(self, hold: Hold, capacity_left: int) -> View:
        """A hold and its slot."""
        return {
            "hold_id": hold.hold_id,
            "expires_at": iso(hold.expires_at),
            "extensions_left": model.MOST_EXTENSIONS - hold.extensions,
            "slot": self.slot(hold.slot, capacity_left),
        }

    def waiting(self, waiting: Waiting, before: int, offer: View | None) -> View:
        """A place in the waiting list: how many are in front, or the hold that is offered."""
        return {
            "waiting_id": waiting.waiting_id,
            "state": waiting.state,
            "office": waiting.office,
            "mission": waiting.mission,
            "from": iso(waiting.first),
            "to": iso(waiting.last),
            "before": before if waiting.state == "waiting" else 0,
            "offer": offer,
        }

    def booking(
        self, booking: Booking, timeline: list[tuple[datetime, str, str]], now: datetime, attendance: str | None
    ) -> View:
        """A booking with names, times, what happened and what may be done."""
        until = model.change_until(self._catalogue.rules, booking.slot.start)
        return {
            "number": booking.number,
            "status": booking.status,
            "attendance": attendance,
            **self._times(booking.slot),
            "office": office(self._catalogue.offices[booking.slot.office]),
            "mission": mission(self._catalogue.missions[booking.slot.mission]),
            "matter": matter(self._catalogue.matters[booking.matter]),
            "can_cancel_until": iso(until),
            "can_reschedule_until": iso(until),
            "timeline": [{"at": iso(at), "event": event, "actor": actor} for at, event, actor in timeline],
            "actions": [_action(name, booking.status, until, now) for name in ("reschedule", "cancel")],
        }

    def _times(self, slot: Slot) -> View:
        zone = self._catalogue.missions[slot.mission].zone
        return {
            "start": iso(slot.start),
            "end": iso(slot.end),
            "start_beijing": slot.start.astimezone(BEIJING).isoformat(),
            "start_local": slot.start.astimezone(zone).isoformat(),
            "zone": zone.key,
        }


def office(each: Office) -> View:
    """An office by code and names."""
    return {"code": each.code, "zh": each.zh, "en": each.en}


def mission(each: Mission) -> View:
    """A mission by code, names and place."""
    return {
        "code": each.code,
        "zh": each.zh,
        "en": each.en,
        "country": each.country,
        "city": each.city,
        "zone": each.zone.key,
    }


def matter(each: Matter) -> View:
    """A matter by code and names."""
    return {"code": each.code, "zh": each.zh, "en": each.en, "direct": each.direct}


def _action(name: str, status: str, until: datetime, now: datetime) -> View:
    reason = "booking-cancelled" if status == "cancelled" else f"{name}-too-late" if now > until else None
    return {"action": name, "allowed": reason is None, "reason": reason, "until": iso(until)}
