"""A booking as an RFC 5545 calendar that Apple, Google and Outlook read: one event, UTC instants, a stable UID.

Why UTC and no VTIMEZONE, why PUBLISH and how a moved booking replaces the old entry: decision 16.
"""

from datetime import UTC

from icalendar import Calendar, Event, vCalAddress

from assistant.backends.clock import BEIJING
from assistant.backends.notary.catalogue import Catalogue
from assistant.backends.notary.repository import Booking

_PRODUCT = "-//Qiaodu Assistant//Notary bookings//ZH"
# RFC 5546 wants an organizer in what is published or cancelled; no fact gives an address, so one that cannot exist.
_NOBODY = "mailto:no-reply@notary.invalid"


def to_ics(booking: Booking, catalogue: Catalogue) -> bytes:
    """The calendar file. Official names and times only: nothing personal lies about in a calendar app."""
    slot = booking.slot
    office, mission = catalogue.offices[slot.office], catalogue.missions[slot.mission]
    local = slot.start.astimezone(mission.zone)
    cancelled = booking.status == "cancelled"
    event = Event()
    event.add("uid", f"{booking.number}@notary.qiaodu-assistant")
    event.add("dtstamp", booking.changed_at.astimezone(UTC))
    event.add("created", booking.created_at.astimezone(UTC))
    event.add("last-modified", booking.changed_at.astimezone(UTC))
    event.add("dtstart", slot.start.astimezone(UTC))
    event.add("dtend", slot.end.astimezone(UTC))
    # The sequence makes a calendar that holds an older copy take this one.
    event.add("sequence", booking.revision)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    organizer = vCalAddress(_NOBODY)
    organizer.params["CN"] = f"{office.zh} {office.en}"
    event.add("organizer", organizer)
    event.add("summary", f"{catalogue.service_zh} {catalogue.service_en} {booking.number}")
    event.add("location", f"{mission.zh} {mission.en}")
    event.add(
        "description",
        f"{mission.zone.key}: {local:%Y-%m-%d %H:%M}\n"
        f"{BEIJING.key}: {slot.start.astimezone(BEIJING):%Y-%m-%d %H:%M}\n{office.zh} {office.en}",
    )
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
