"""What the notary system does: eligibility, slots, holds and bookings, one transaction each."""

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
from assistant.backends.notary import eligibility, model, repository, repository_calendar, repository_waiting
from assistant.backends.notary.calendar import to_ics
from assistant.backends.notary.catalogue import Catalogue
from assistant.backends.notary.eligibility_case import Case
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
from assistant.backends.notary.holds import Desk
from assistant.backends.notary.model import IsWorkday, Mission, Office, Opening
from assistant.backends.notary.reminders import Reminders
from assistant.backends.notary.repository import Booking, Hold
from assistant.backends.notary.repository_waiting import Waiting
from assistant.backends.notary.schedule import Schedule
from assistant.backends.notary.schedule_days import IsHoliday
from assistant.backends.notary.schemas import BookingIn, CancelIn, EligibilityIn, HoldIn, RescheduleIn, WaitingIn
from assistant.backends.notary.slots import Timetable
from assistant.backends.notary.views import Views
from assistant.backends.notary.waiting import WaitingList
from assistant.backends.notices import Notifier
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
        schedule: Schedule,
        is_workday: IsWorkday,
        is_holiday: IsHoliday,
        notifier: Notifier,
    ) -> None:
        self.catalogue = catalogue
        self.schedule = schedule
        self.views = Views(catalogue, sample=schedule.sample)
        self._engine = engine
        self._clock = clock
        self._cipher = cipher
        self._desk = Desk(Timetable(catalogue, schedule, is_workday, is_holiday))
        self._waiting = WaitingList(self._desk, schedule, cipher)
        self._reminders = Reminders(engine, schedule=schedule, cipher=cipher, waiting=self._waiting, notifier=notifier)
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
        verdict = eligibility.decide(
            Case(**known, **body.residence.model_dump(), country=country), self.catalogue.known
        )
        return {
            "eligible": verdict.eligible,
            "reasons": list(verdict.reasons),
            "needs": list(verdict.needs),
            "ask": list(verdict.ask),
        }

    def slots(self, office: str, mission: str, *, first: datetime | None, last: datetime | None, limit: int) -> Answer:
        """Free slots that start from `first` to `last` and may be held now."""
        now = self._clock()
        earliest, latest = self._desk.bookable(now)
        first, last = max(earliest, first or now), min(latest, last or latest)
        with unit_of_work(self._engine) as unit:
            free = self._desk.free(unit.connection, self._office(office), self._mission(mission), first, last, now)
        shown = [self.views.slot(opening.slot, left) for opening, left in free[:limit]]
        return {"slots": shown, "more": len(free) > limit, "sample": self.schedule.sample}

    def hold(self, body: HoldIn, *, key: str) -> Answer:
        """A seat kept for ten minutes; SlotTaken with the nearest free ones when there is none."""
        said = body.model_dump(mode="json")
        self.settle()
        return self._requests.answer_once("hold", key, said, lambda c: self._hold(c, body.slot_id))

    def extend(self, hold_id: str, *, key: str) -> Answer:
        """The hold lasts ten minutes from now; twice at most."""
        return self._requests.answer_once(f"hold:{hold_id}", key, None, lambda c: self._extend(c, hold_id))

    def release(self, hold_id: str, *, key: str) -> Answer:
        """The hold has ended and its seat is free, for the waiting list first."""
        return self._requests.answer_once(f"hold:{hold_id}:release", key, None, lambda c: self._release(c, hold_id))

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

    def wait(self, body: WaitingIn, first: datetime, last: datetime, *, key: str) -> Answer:
        """A place in the line for a slot that starts from `first` to `last`; SlotsFree when nobody need wait."""
        office, mission = self._office(body.office), self._mission(body.mission)
        said = body.model_dump(mode="json")

        def join(connection: Connection) -> Answer:
            now = self._clock()
            earliest, latest = self._desk.bookable(now)
            window = max(earliest, first), min(latest, last)
            if window[0] > window[1]:
                raise SlotClosed(f"{body.office}:{body.mission}", earliest, latest)
            contact = said["contact"] or {}
            return self._describe_waiting(
                connection, self._waiting.join(connection, office, mission, *window, contact, now)
            )

        return self._requests.answer_once("waiting", key, said, join)

    def waiting(self, waiting_id: str) -> Answer:
        """How many are in front, or what is offered until when."""
        self.settle()
        with unit_of_work(self._engine) as unit:
            return self._describe_waiting(unit.connection, self._waiting.load(unit.connection, waiting_id))

    def leave(self, waiting_id: str, *, key: str) -> Answer:
        """The place is given up, and what was offered goes to the next."""

        def go(connection: Connection) -> Answer:
            self._waiting.leave(connection, waiting_id, self._clock())
            return self._describe_waiting(connection, self._waiting.load(connection, waiting_id))

        return self._requests.answer_once(f"waiting:{waiting_id}:leave", key, None, go)

    def settle(self) -> int:
        """How many offers were made to the waiting list of what has become free."""
        with unit_of_work(self._engine) as unit:
            if not repository_waiting.anyone(unit.connection):
                return 0
        with unit_of_work(self._engine, write=True) as unit:
            made = self._waiting.settle(unit.connection, self._clock())
            unit.commit()
        return made

    def prepare(self) -> None:
        """All that may be booked now is in memory as it is answered: nobody's first search waits for it."""
        with unit_of_work(self._engine) as unit:
            fresh = self._desk.prepare(unit.connection, self._clock())
        for opening in fresh:
            self.views.slot(opening.slot, 0)

    def tick(self) -> tuple[int, int]:
        """What time alone brings has been done: offers made, notices sent. To be called every minute or so."""
        return self.settle(), self._reminders.send_due(self._clock())

    def _hold(self, connection: Connection, slot_id: str) -> Answer:
        now = self._clock()
        opening = self._opening(connection, slot_id, now)
        # Again and in the same transaction: what expired a moment ago belongs to the line, not to who came now.
        self._waiting.settle(connection, now)
        hold = self._desk.grant(connection, opening, now, self.schedule.hold_for)
        if hold is None:
            raise SlotTaken(slot_id, self._nearest(connection, opening, now))
        return self._describe_hold(connection, hold, now)

    def _extend(self, connection: Connection, hold_id: str) -> Answer:
        now = self._clock()
        hold = self._live_hold(connection, hold_id, now)
        if hold.extensions >= model.MOST_EXTENSIONS:
            raise HoldNotExtended(hold.expires_at)
        longer = replace(hold, expires_at=self._longer(hold, now), extensions=hold.extensions + 1)
        if not repository.extend_hold(connection, hold_id, expires_at=longer.expires_at, extensions=longer.extensions):
            raise HoldGone
        return self._describe_hold(connection, longer, now)

    def _release(self, connection: Connection, hold_id: str) -> Answer:
        now = self._clock()
        ended = replace(self._live_hold(connection, hold_id, now), expires_at=now)
        repository_waiting.end_offer(connection, hold_id, "left")
        repository.drop_hold(connection, hold_id, now)
        self._waiting.settle(connection, now)
        return self._describe_hold(connection, ended, now)

    def _book(self, connection: Connection, body: BookingIn, said: dict[str, Any]) -> Answer:
        now = self._clock()
        if body.matter not in self.catalogue.matters:
            raise UnknownCode("matter", body.matter, "GET /matters")
        verdict = eligibility.decide(
            Case(nationality=body.applicant.nationality, matter=body.matter), self.catalogue.known
        )
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
        self._use(connection, hold.hold_id, number)
        repository.record(connection, number, "book", "citizen", now)
        return {**self._describe(connection, number), "query_code": code}

    def _reschedule(self, connection: Connection, number: str, hold_id: str) -> Answer:
        now = self._clock()
        booking = self._changeable(connection, number, "reschedule", now)
        hold = self._live_hold(connection, hold_id, now)
        repository.free_seat(connection, number)
        self._use(connection, hold_id, number)
        self._waiting.settle(connection, now)
        return self._change(connection, replace(booking, slot=hold.slot), "reschedule", now)

    def _cancel(self, connection: Connection, number: str) -> Answer:
        now = self._clock()
        booking = self._changeable(connection, number, "cancel", now)
        repository.free_seat(connection, number)
        self._waiting.settle(connection, now)
        return self._change(connection, replace(booking, status="cancelled"), "cancel", now)

    def _use(self, connection: Connection, hold_id: str, number: str) -> None:
        repository_waiting.end_offer(connection, hold_id, "taken")
        if not repository.use_hold(connection, hold_id, number):
            raise HoldGone

    def _longer(self, hold: Hold, now: datetime) -> datetime:
        # An offer lasts longer than a hold: extending it must not cut it short.
        return max(hold.expires_at, now + self.schedule.hold_for)

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

    def _opening(self, connection: Connection, slot_id: str, now: datetime) -> Opening:
        parts = model.parse_slot_id(slot_id)
        if parts is None or parts[0] not in self.catalogue.offices or parts[1] not in self.catalogue.missions:
            raise UnknownSlot(slot_id)
        earliest, latest = self._desk.bookable(now)
        if not earliest <= parts[2] <= latest:
            raise SlotClosed(slot_id, earliest, latest)
        opening = self._desk.opening(connection, parts)
        if opening is None:
            raise UnknownSlot(slot_id)
        return opening

    def _nearest(self, connection: Connection, opening: Opening, now: datetime) -> list[Answer]:
        slot = opening.slot
        office, mission = self.catalogue.offices[slot.office], self.catalogue.missions[slot.mission]
        free = self._desk.free(connection, office, mission, *self._desk.bookable(now), now)
        free.sort(key=lambda pair: abs(pair[0].slot.start - slot.start))
        return [self.views.slot(near.slot, left) for near, left in free[:NEAREST]]

    def _describe_hold(self, connection: Connection, hold: Hold, now: datetime) -> Answer:
        slot = hold.slot
        office, mission = self.catalogue.offices[slot.office], self.catalogue.missions[slot.mission]
        free = self._desk.free(connection, office, mission, slot.start, slot.start, now)
        return self.views.hold(hold, free[0][1] if free else 0)

    def _describe_waiting(self, connection: Connection, waiting: Waiting) -> Answer:
        now = self._clock()
        hold = None if waiting.hold_id is None else repository.load_hold(connection, waiting.hold_id)
        offer = self._describe_hold(connection, hold, now) if hold and waiting.state == "offered" else None
        return self.views.waiting(waiting, repository_waiting.before(connection, waiting), offer)

    def _describe(self, connection: Connection, number: str) -> Answer:
        timeline = repository.timeline(connection, number)
        came = repository_calendar.attendance(connection, number)
        return self.views.booking(self._load(connection, number), timeline, self._clock(), came)

    def _load(self, connection: Connection, number: str, *, lock: bool = False) -> Booking:
        booking = repository.load_booking(connection, number, lock=lock)
        if booking is None:
            raise UnknownReference
        return booking

    def _office(self, code: str) -> Office:
        if code not in self.catalogue.offices:
            raise UnknownCode("office", code, "GET /offices")
        return self.catalogue.offices[code]

    def _mission(self, code: str) -> Mission:
        if code not in self.catalogue.missions:
            raise UnknownCode("mission", code, "GET /missions")
        return self.catalogue.missions[code]
