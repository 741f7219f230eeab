"""What the notary system does: eligibility, slots, holds and bookings, one transaction each."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from assistant.backends.access import Access
from assistant.backends.canonical import canonical_json
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock
from assistant.backends.errors import UnknownCode, UnknownReference
from assistant.backends.idempotency import Answer, Requests
from assistant.backends.notary import eligibility, model, repository
from assistant.backends.notary.calendar import to_ics
from assistant.backends.notary.catalogue import Catalogue
from assistant.backends.notary.eligibility import Case, Known
from assistant.backends.notary.errors import (
    BookingFixed,
    HoldElsewhere,
    HoldGone,
    HoldNotExtended,
    NotEligible,
    SlotClosed,
    SlotTaken,
    UnknownSlot,
)
from assistant.backends.notary.model import IsWorkday, Mission, Office, Slot
from assistant.backends.notary.repository import Booking, Hold
from assistant.backends.notary.schemas import BookingIn, CancelIn, EligibilityIn, HoldIn, RescheduleIn
from assistant.backends.notary.views import Views
from assistant.persistence.database import unit_of_work
from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX

NEAREST = 3


class NotaryService:
    """The notary system without HTTP."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        cipher: Cipher,
        pepper: bytes,
        catalogue: Catalogue,
        is_workday: IsWorkday,
    ) -> None:
        self.catalogue = catalogue
        self.views = Views(catalogue)
        self._engine = engine
        self._clock = clock
        self._cipher = cipher
        self._is_workday = is_workday
        self._requests = Requests(engine, cipher=cipher, pepper=pepper, clock=clock)
        self._access = Access(
            engine, prefix=BOOKING_PREFIX, pepper=pepper, clock=clock, find_digest=repository.find_digest
        )

    def eligibility(self, body: EligibilityIn) -> Answer:
        """Whether this way is open to somebody, why, what is needed, and what still decides."""
        if body.mission is not None and body.mission not in self.catalogue.missions:
            raise UnknownCode("mission", body.mission, "GET /missions")
        mission = None if body.mission is None else self.catalogue.missions[body.mission]
        country = body.country or (None if mission is None else mission.country)
        known = body.model_dump(exclude={"residence", "country"})
        verdict = eligibility.decide(Case(**known, **body.residence.model_dump(), country=country), self._known())
        return {
            "eligible": verdict.eligible,
            "reasons": list(verdict.reasons),
            "needs": list(verdict.needs),
            "ask": list(verdict.ask),
        }

    def slots(self, office: str, mission: str, *, first: datetime | None, last: datetime | None, limit: int) -> Answer:
        """Free slots that start from `first` to `last` and may be held now."""
        now, rules = self._clock(), self.catalogue.rules
        first = max(model.bookable_from(rules, now), first or now)
        last = min(model.bookable_until(rules, now), last or model.bookable_until(rules, now))
        with unit_of_work(self._engine) as unit:
            free = self._free(unit.connection, self._office(office), self._mission(mission), first, last, now)
        shown = [self.views.slot(slot, left) for slot, left in free[:limit]]
        return {"slots": shown, "more": len(free) > limit}

    def hold(self, body: HoldIn, *, key: str) -> Answer:
        """A seat kept for ten minutes; SlotTaken with the nearest free ones when there is none."""
        slot = self._slot(body.slot_id)
        said = body.model_dump(mode="json")
        return self._requests.answer_once("hold", key, said, lambda c: self._hold(c, slot))

    def extend(self, hold_id: str, *, key: str) -> Answer:
        """The hold lasts ten minutes from now; twice at most."""
        return self._requests.answer_once(f"hold:{hold_id}", key, None, lambda c: self._extend(c, hold_id))

    def book(self, body: BookingIn, *, key: str) -> Answer:
        """The hold has become a booking; the answer holds the only copy of its query code."""
        said = body.model_dump(mode="json")
        return self._requests.answer_once("booking", key, said, lambda c: self._book(c, body, said))

    def booking(self, number: str, code: str) -> Answer:
        """What is booked, and what its owner may do now."""
        self._access.admit(number, code)
        with unit_of_work(self._engine) as unit:
            return self._describe(unit.connection, number)

    def ics(self, number: str, code: str) -> bytes:
        """The booking as a calendar file."""
        self._access.admit(number, code)
        with unit_of_work(self._engine) as unit:
            return to_ics(self._load(unit.connection, number), self.catalogue)

    def reschedule(self, number: str, body: RescheduleIn, *, key: str) -> Answer:
        """The booking has moved to the slot of the hold; its old seat is free."""
        self._access.admit(number, body.code)
        said = {"hold_id": body.hold_id}
        return self._requests.answer_once(
            f"booking:{number}:reschedule", key, said, lambda c: self._reschedule(c, number, body.hold_id)
        )

    def cancel(self, number: str, body: CancelIn, *, key: str) -> Answer:
        """The booking is cancelled and its seat free."""
        self._access.admit(number, body.code)
        return self._requests.answer_once(f"booking:{number}:cancel", key, None, lambda c: self._cancel(c, number))

    def _hold(self, connection: Connection, slot: Slot) -> Answer:
        now = self._clock()
        office = self.catalogue.offices[slot.office]
        hold = Hold(secrets.token_urlsafe(18), slot, now + model.HOLD_FOR, 0, "held")
        repository.add_hold(connection, hold)
        if not repository.claim_seat(connection, hold, capacity=office.capacity, now=now):
            raise SlotTaken(slot.slot_id, self._nearest(connection, slot, now))
        return self._describe_hold(connection, hold, now)

    def _extend(self, connection: Connection, hold_id: str) -> Answer:
        now = self._clock()
        hold = self._live_hold(connection, hold_id, now)
        if hold.extensions >= model.MOST_EXTENSIONS:
            raise HoldNotExtended(hold.expires_at)
        longer = replace(hold, expires_at=now + model.HOLD_FOR, extensions=hold.extensions + 1)
        if not repository.extend_hold(connection, hold_id, expires_at=longer.expires_at, extensions=longer.extensions):
            raise HoldGone
        return self._describe_hold(connection, longer, now)

    def _book(self, connection: Connection, body: BookingIn, said: dict[str, Any]) -> Answer:
        now = self._clock()
        if body.matter not in self.catalogue.matters:
            raise UnknownCode("matter", body.matter, "GET /matters")
        verdict = eligibility.decide(Case(nationality=body.applicant.nationality, matter=body.matter), self._known())
        # The rest is asked and decided at the mission; a nationality that is not China's never gets that far.
        if body.applicant.nationality != "cn" or verdict.eligible == "no":
            raise NotEligible(verdict.reasons, verdict.needs)
        hold = self._live_hold(connection, body.hold_id, now)
        for name, held, asked in (
            ("office", hold.slot.office, body.office),
            ("mission", hold.slot.mission, body.mission),
        ):
            if held != asked:
                raise HoldElsewhere(name, held, asked)
        number, code, digest = self._access.issue(connection)
        sealed = self._cipher.encrypt(canonical_json(said["applicant"]), context=f"booking:{number}".encode())
        booking = Booking(number, "booked", hold.slot, body.matter, 0, now, now, sealed)
        repository.add_booking(connection, booking, digest)
        if not repository.use_hold(connection, hold.hold_id, number):
            raise HoldGone
        repository.record(connection, number, "book", "citizen", now)
        return {**self._describe(connection, number), "query_code": code}

    def _reschedule(self, connection: Connection, number: str, hold_id: str) -> Answer:
        now = self._clock()
        booking = self._changeable(connection, number, "reschedule", now)
        hold = self._live_hold(connection, hold_id, now)
        repository.free_seat(connection, number)
        if not repository.use_hold(connection, hold_id, number):
            raise HoldGone
        return self._change(connection, replace(booking, slot=hold.slot), "reschedule", now)

    def _cancel(self, connection: Connection, number: str) -> Answer:
        now = self._clock()
        booking = self._changeable(connection, number, "cancel", now)
        repository.free_seat(connection, number)
        return self._change(connection, replace(booking, status="cancelled"), "cancel", now)

    def _change(self, connection: Connection, booking: Booking, event: str, now: datetime) -> Answer:
        repository.save_booking(connection, replace(booking, revision=booking.revision + 1, changed_at=now))
        repository.record(connection, booking.number, event, "citizen", now)
        return self._describe(connection, booking.number)

    def _changeable(self, connection: Connection, number: str, action: str, now: datetime) -> Booking:
        booking = self._load(connection, number, lock=True)
        until = model.change_until(self.catalogue.rules, booking.slot.start)
        if booking.status == "cancelled" or now > until:
            raise BookingFixed(action, cancelled=booking.status == "cancelled", until=until)
        return booking

    def _live_hold(self, connection: Connection, hold_id: str, now: datetime) -> Hold:
        hold = repository.load_hold(connection, hold_id)
        if hold is None or hold.state != "held" or hold.expires_at <= now:
            raise HoldGone
        return hold

    def _slot(self, slot_id: str) -> Slot:
        parts = model.parse_slot_id(slot_id)
        if parts is None or parts[0] not in self.catalogue.offices or parts[1] not in self.catalogue.missions:
            raise UnknownSlot(slot_id)
        office, mission, start = parts
        rules, now = self.catalogue.rules, self._clock()
        if not model.bookable_from(rules, now) <= start <= model.bookable_until(rules, now):
            raise SlotClosed(slot_id, model.bookable_from(rules, now), model.bookable_until(rules, now))
        found = list(
            model.slots(
                rules, self.catalogue.offices[office], self.catalogue.missions[mission], start, start, self._is_workday
            )
        )
        if not found:
            raise UnknownSlot(slot_id)
        return found[0]

    def _free(
        self, connection: Connection, office: Office, mission: Mission, first: datetime, last: datetime, now: datetime
    ) -> list[tuple[Slot, int]]:
        taken = repository.seats_taken(connection, office.code, first, last, now)
        slots = model.slots(self.catalogue.rules, office, mission, first, last, self._is_workday)
        with_left = ((slot, office.capacity - taken.get(slot.start, 0)) for slot in slots)
        return [(slot, left) for slot, left in with_left if left > 0]

    def _nearest(self, connection: Connection, slot: Slot, now: datetime) -> list[Answer]:
        rules = self.catalogue.rules
        office, mission = self.catalogue.offices[slot.office], self.catalogue.missions[slot.mission]
        first, last = model.bookable_from(rules, now), model.bookable_until(rules, now)
        free = self._free(connection, office, mission, first, last, now)
        free.sort(key=lambda pair: abs(pair[0].start - slot.start))
        return [self.views.slot(near, left) for near, left in free[:NEAREST]]

    def _describe_hold(self, connection: Connection, hold: Hold, now: datetime) -> Answer:
        start = hold.slot.start
        taken = repository.seats_taken(connection, hold.slot.office, start, start, now).get(start, 0)
        return self.views.hold(hold, self.catalogue.offices[hold.slot.office].capacity - taken)

    def _describe(self, connection: Connection, number: str) -> Answer:
        timeline = repository.timeline(connection, number)
        return self.views.booking(self._load(connection, number), timeline, self._clock())

    def _load(self, connection: Connection, number: str, *, lock: bool = False) -> Booking:
        booking = repository.load_booking(connection, number, lock=lock)
        if booking is None:
            raise UnknownReference
        return booking

    def _known(self) -> Known:
        matters = self.catalogue.matters
        return Known(frozenset(matters), frozenset(code for code, matter in matters.items() if matter.direct))

    def _office(self, code: str) -> Office:
        if code not in self.catalogue.offices:
            raise UnknownCode("office", code, "GET /offices")
        return self.catalogue.offices[code]

    def _mission(self, code: str) -> Mission:
        if code not in self.catalogue.missions:
            raise UnknownCode("mission", code, "GET /missions")
        return self.catalogue.missions[code]
