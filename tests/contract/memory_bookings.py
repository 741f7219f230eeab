"""A notary system in memory, called like our client of a real one; hours and eligibility are the real one's pure half."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from assistant.backends.errors import UnknownCode
from assistant.backends.inputs import day_or_instant
from assistant.backends.notary import eligibility, model, views
from assistant.backends.notary.calendar import to_ics
from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.eligibility_case import Case
from assistant.backends.notary.errors import (
    BookingFixed,
    HoldElsewhere,
    HoldGone,
    HoldNotExtended,
    NotEligible,
    SlotClosed,
    SlotsFree,
    SlotTaken,
    UnknownSlot,
    UnknownWaiting,
    WaitingOver,
)
from assistant.backends.notary.model import Opening
from assistant.backends.notary.repository import Booking, Hold
from assistant.backends.notary.repository_waiting import Waiting
from assistant.backends.notary.schedule import load_schedule
from assistant.backends.notary.schemas import BookingIn, EligibilityIn
from assistant.backends.notary.slots import Timetable
from assistant.backends.notary.views import Views
from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX
from tests.contract.memory_door import Answer, MemoryDoor, checked

Line = list[tuple[datetime, str, str]]


class MemoryBookings:
    """Fast, without a database or HTTP; nobody is offered a freed slot but by asking again."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._door = MemoryDoor(BOOKING_PREFIX, clock)
        self._catalogue, self._schedule = load_catalogue(), load_schedule()
        self._timetable = Timetable(self._catalogue, self._schedule)
        self._views = Views(self._catalogue, sample=self._schedule.sample)
        self._holds: dict[str, Hold] = {}
        self._booked: dict[str, tuple[Booking, Line]] = {}
        self._line: dict[str, Waiting] = {}

    async def offices(self) -> list[Answer]:
        return [views.office(each) for each in self._catalogue.offices.values()]

    async def matters(self) -> list[Answer]:
        return [views.matter(each) for each in self._catalogue.matters.values()]

    async def missions(self) -> list[Answer]:
        return [views.mission(each) for each in self._catalogue.missions.values()]

    async def eligibility(self, case: Answer) -> Answer:
        known = checked(EligibilityIn, case)
        lived = known.pop("residence")
        if known["mission"] is not None:
            known["country"] = known["country"] or self._mission(known["mission"]).country
        verdict = eligibility.decide(Case(**known, **lived), self._catalogue.known)
        told = {name: list(getattr(verdict, name)) for name in ("reasons", "needs", "ask")}
        return {"eligible": verdict.eligible, **told}

    async def slots(
        self, office: str, mission: str, *, first: str | None = None, last: str | None = None, limit: int | None = None
    ) -> list[Answer]:
        zone = self._mission(mission).zone
        earliest, latest = self._bookable()
        start = earliest if first is None else max(earliest, day_or_instant("from", first, time.min, zone))
        end = latest if last is None else min(latest, day_or_instant("to", last, time.max, zone))
        return [self._views.slot(o.slot, left) for o, left in self._free(office, mission, start, end)][: limit or 500]

    async def hold(self, slot_id: str, *, key: str) -> Answer:
        def deed() -> Answer:
            parts = model.parse_slot_id(slot_id)
            if parts is None or parts[0] not in self._catalogue.offices or parts[1] not in self._catalogue.missions:
                raise UnknownSlot(slot_id)
            earliest, latest = self._bookable()
            if not earliest <= parts[2] <= latest:
                raise SlotClosed(slot_id, earliest, latest)
            office, mission, start = parts
            opening = self._timetable.at(self._office(office), self._mission(mission), start)
            if opening is None:
                raise UnknownSlot(slot_id)
            if self._left(opening) < 1:
                free = sorted(
                    self._free(office, mission, earliest, latest), key=lambda each: abs(each[0].slot.start - start)
                )
                raise SlotTaken(slot_id, [self._views.slot(near.slot, left) for near, left in free[:3]])
            until = self._clock() + self._schedule.hold_for
            made = Hold(f"memory-hold-{len(self._holds):04d}", opening.slot, until, 0, "held")
            return self._kept(made)

        return self._door.once("hold", key, slot_id, deed)

    async def extend(self, hold_id: str, *, key: str) -> Answer:
        def deed() -> Answer:
            hold = self._living(hold_id)
            if hold.extensions >= model.MOST_EXTENSIONS:
                raise HoldNotExtended(hold.expires_at)
            until = self._clock() + self._schedule.hold_for
            return self._kept(replace(hold, expires_at=until, extensions=hold.extensions + 1))

        return self._door.once(f"extend:{hold_id}", key, None, deed)

    async def release(self, hold_id: str, *, key: str) -> Answer:
        def deed() -> Answer:
            ended = replace(self._living(hold_id), expires_at=self._clock())
            return self._kept(ended)

        return self._door.once(f"release:{hold_id}", key, None, deed)

    async def book(
        self, *, hold_id: str, applicant: Answer, matter: str, mission: str, office: str, key: str
    ) -> Answer:
        order = {"hold_id": hold_id, "applicant": applicant, "matter": matter, "mission": mission, "office": office}
        said = checked(BookingIn, order)

        def deed() -> Answer:
            if matter not in self._catalogue.matters:
                raise UnknownCode("matter", matter, "GET /matters")
            verdict = eligibility.decide(
                Case(nationality=said["applicant"]["nationality"], matter=matter), self._catalogue.known
            )
            if said["applicant"]["nationality"] != "cn" or verdict.eligible == "no":
                raise NotEligible(verdict.reasons, verdict.needs)
            hold = self._living(hold_id)
            for name, kept, asked in (("office", hold.slot.office, office), ("mission", hold.slot.mission, mission)):
                if kept != asked:
                    raise HoldElsewhere(name, kept, asked)
            number, code = self._door.issue()
            now = self._clock()
            self._holds.pop(hold_id)
            made = Booking(number, "booked", hold.slot, matter, 0, now, now, b"")
            self._booked[number] = (made, [(now, "book", "citizen")])
            return {**self._told(number), "query_code": code}

        return self._door.once("book", key, said, deed)

    async def booking(self, number: str, code: str) -> Answer:
        self._door.admit(number, code)
        return self._told(number)

    async def ics(self, number: str, code: str) -> bytes:
        self._door.admit(number, code)
        return to_ics(self._booked[number][0], self._catalogue)

    async def reschedule(self, number: str, code: str, *, hold_id: str, key: str) -> Answer:
        self._door.admit(number, code)

        def deed() -> Answer:
            self._changeable(number, "reschedule")
            slot = self._living(hold_id).slot
            self._holds.pop(hold_id)
            return self._changed(number, "reschedule", slot=slot)

        return self._door.once(f"{number}:reschedule", key, hold_id, deed)

    async def cancel(self, number: str, code: str, *, key: str) -> Answer:
        self._door.admit(number, code)

        def deed() -> Answer:
            self._changeable(number, "cancel")
            return self._changed(number, "cancel", status="cancelled")

        return self._door.once(f"{number}:cancel", key, None, deed)

    async def wait(
        self, office: str, mission: str, *, first: str, last: str, phone: str | None = None, key: str
    ) -> Answer:
        zone = self._mission(mission).zone
        earliest, latest = self._bookable()
        start, end = (
            max(earliest, day_or_instant("from", first, time.min, zone)),
            min(latest, day_or_instant("to", last, time.max, zone)),
        )

        def deed() -> Answer:
            if start > end:
                raise SlotClosed(f"{office}:{mission}", earliest, latest)
            free = self._free(office, mission, start, end)
            if free:
                raise SlotsFree(free[0][0].slot.slot_id)
            seq = len(self._line) + 1
            place = Waiting(seq, f"memory-{seq:04d}", office, mission, start, end, "waiting", self._clock(), None, b"")
            self._line[place.waiting_id] = place
            return self._standing(place)

        return self._door.once("wait", key, (office, mission, first, last, phone), deed)

    async def waiting(self, waiting_id: str) -> Answer:
        return self._standing(self._place(waiting_id))

    async def leave(self, waiting_id: str, *, key: str) -> Answer:
        def deed() -> Answer:
            place = self._place(waiting_id)
            if place.state != "waiting":
                raise WaitingOver(place.state)
            self._line[waiting_id] = replace(place, state="left")
            return self._standing(self._line[waiting_id])

        return self._door.once(f"leave:{waiting_id}", key, None, deed)

    def _free(self, office: str, mission: str, first: datetime, last: datetime) -> list[tuple[Opening, int]]:
        openings = self._timetable.between(self._office(office), self._mission(mission), first, last)
        return [(each, left) for each in openings if (left := self._left(each)) > 0]

    def _left(self, opening: Opening) -> int:
        now, slot = self._clock(), opening.slot
        taken = [each.slot for each in self._holds.values() if each.expires_at > now]
        taken += [booking.slot for booking, _ in self._booked.values() if booking.status == "booked"]
        same = [each for each in taken if each.start == slot.start]
        of_office, of_mission = self._timetable.capacity(opening)
        here, there = (
            sum(getattr(each, side) == getattr(slot, side) for each in same) for side in ("office", "mission")
        )
        return min(of_office - here, of_mission - there)

    def _kept(self, hold: Hold) -> Answer:
        self._holds[hold.hold_id] = hold
        opening = self._timetable.at(self._office(hold.slot.office), self._mission(hold.slot.mission), hold.slot.start)
        return self._views.hold(hold, 0 if opening is None else max(0, self._left(opening)))

    def _living(self, hold_id: str) -> Hold:
        hold = self._holds.get(hold_id)
        if hold is None or hold.expires_at <= self._clock():
            raise HoldGone
        return hold

    def _changeable(self, number: str, action: str) -> None:
        booking, _ = self._booked[number]
        until = model.change_until(self._catalogue.rules, booking.slot.start)
        if booking.status == "cancelled" or self._clock() > until:
            raise BookingFixed(action, cancelled=booking.status == "cancelled", until=until)

    def _changed(self, number: str, event: str, **changes: Any) -> Answer:
        booking, line = self._booked[number]
        now = self._clock()
        after = replace(booking, revision=booking.revision + 1, changed_at=now, **changes)
        self._booked[number] = (after, [*line, (now, event, "citizen")])
        return self._told(number)

    def _told(self, number: str) -> Answer:
        booking, line = self._booked[number]
        return self._views.booking(booking, line, self._clock(), None)

    def _place(self, waiting_id: str) -> Waiting:
        if waiting_id not in self._line:
            raise UnknownWaiting
        return self._line[waiting_id]

    def _standing(self, place: Waiting) -> Answer:
        # As there: who is in front is who came earlier, waits, and wants the same office.
        front = [each for each in self._line.values() if each.seq < place.seq and each.state == "waiting"]
        return self._views.waiting(place, sum(each.office == place.office for each in front), None)

    def _bookable(self) -> tuple[datetime, datetime]:
        rules, now = self._catalogue.rules, self._clock()
        return model.bookable_from(rules, now), model.bookable_until(rules, now)

    def _office(self, code: str) -> model.Office:
        if code not in self._catalogue.offices:
            raise UnknownCode("office", code, "GET /offices")
        return self._catalogue.offices[code]

    def _mission(self, code: str) -> model.Mission:
        if code not in self._catalogue.missions:
            raise UnknownCode("mission", code, "GET /missions")
        return self._catalogue.missions[code]
