"""The notary system as an HTTP app of its own; the contract is design §9."""

from datetime import time
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Depends, FastAPI, Query, Response
from pydantic_core import to_json
from sqlalchemy import Engine

from assistant.backends import problems
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock, system_clock
from assistant.backends.inputs import IdempotencyKey, QueryCode, day_or_instant, no_store
from assistant.backends.notary import schemas, views
from assistant.backends.notary.catalogue import Catalogue, load_catalogue
from assistant.backends.notary.model import IsWorkday
from assistant.backends.notary.schedule import Schedule, load_schedule
from assistant.backends.notary.schedule_days import IsHoliday, office_works, public_holiday
from assistant.backends.notary.schemas import BookingIn, CancelIn, EligibilityIn, HoldIn, RescheduleIn, WaitingIn
from assistant.backends.notary.service import NotaryService
from assistant.backends.notices import Notifier, Silence
from assistant.backends.problems import Delay, responses

_REFUSALS = responses(404, 409, 422, 429, 503)


def create_app(
    *,
    engine: Engine,
    cipher: Cipher,
    pepper: bytes,
    clock: Clock = system_clock,
    delay: Delay = anyio.sleep,
    catalogue: Catalogue | None = None,
    schedule: Schedule | None = None,
    is_workday: IsWorkday = office_works,
    is_holiday: IsHoliday = public_holiday,
    notifier: Notifier | None = None,
) -> FastAPI:
    """The notary system over `engine`, whose schema must be up to date."""
    service = NotaryService(
        engine,
        clock=clock,
        cipher=cipher,
        pepper=pepper,
        catalogue=load_catalogue() if catalogue is None else catalogue,
        schedule=load_schedule() if schedule is None else schedule,
        is_workday=is_workday,
        is_holiday=is_holiday,
        notifier=Silence() if notifier is None else notifier,
    )
    app = FastAPI(title="Notary system", version="1", dependencies=[Depends(no_store)])
    app.state.service = service
    app.include_router(_lists(service))
    app.include_router(_appointments(service))
    app.include_router(_line(service))
    problems.install(app, delay=delay)
    return app


def _lists(service: NotaryService) -> APIRouter:
    routes = APIRouter()
    catalogue = service.catalogue

    @routes.get("/offices", response_model=schemas.OfficesOut)
    def offices() -> Any:
        """All notary offices."""
        offices = [views.office(each) for each in catalogue.offices.values()]
        return {"offices": offices, "sample": service.schedule.sample}

    @routes.get("/matters", response_model=schemas.MattersOut)
    def matters() -> Any:
        """All matters that can be notarised by remote video."""
        return {"matters": [views.matter(each) for each in catalogue.matters.values()]}

    @routes.get("/missions", response_model=schemas.MissionsOut)
    def missions() -> Any:
        """All embassies and consulates that are served."""
        return {"missions": [views.mission(each) for each in catalogue.missions.values()]}

    @routes.post("/eligibility", response_model=schemas.EligibilityOut, responses=responses(422))
    def eligibility(body: EligibilityIn) -> Any:
        """Whether this way is open to somebody. Stores nothing, so it takes no idempotency key."""
        return service.eligibility(body)

    @routes.get("/slots", response_model=schemas.SlotsOut, responses=responses(422, 503))
    def slots(
        office: str,
        mission: str,
        first: Annotated[str | None, Query(alias="from", description="day of the mission, or instant")] = None,
        last: Annotated[str | None, Query(alias="to", description="day of the mission, or instant")] = None,
        limit: Annotated[int, Query(ge=1, le=2000)] = 500,
    ) -> Any:
        """Free slots within the bookable time, of whole days in the mission's zone or between two instants."""
        known = catalogue.missions.get(mission)
        zone = None if known is None else known.zone
        start = None if first is None else day_or_instant("from", first, time.min, zone)
        end = None if last is None else day_or_instant("to", last, time.max, zone)
        found = service.slots(office, mission, first=start, last=end, limit=limit)
        # Written as it is: three months of slots would be checked field by field on the way out.
        return Response(to_json(found), media_type="application/json", headers={"Cache-Control": "no-store"})

    return routes


def _appointments(service: NotaryService) -> APIRouter:
    routes = APIRouter()

    @routes.post("/holds", status_code=201, response_model=schemas.HoldOut, responses=_REFUSALS)
    def hold(body: HoldIn, key: IdempotencyKey) -> Any:
        """Keep a slot for ten minutes."""
        return service.hold(body, key=key)

    @routes.post("/holds/{hold_id}/extend", response_model=schemas.HoldOut, responses=responses(409, 422, 503))
    def extend(hold_id: str, key: IdempotencyKey) -> Any:
        """Keep it ten minutes from now, twice at most."""
        return service.extend(hold_id[:40], key=key)

    @routes.post("/holds/{hold_id}/release", response_model=schemas.HoldOut, responses=responses(409, 422, 503))
    def release(hold_id: str, key: IdempotencyKey) -> Any:
        """Keep it no longer."""
        return service.release(hold_id[:40], key=key)

    @routes.post(
        "/bookings", status_code=201, response_model=schemas.ConfirmationOut, responses=responses(409, 422, 503)
    )
    def book(body: BookingIn, key: IdempotencyKey) -> Any:
        """Turn a hold into a booking; the answer holds the only copy of the query code."""
        return service.book(body, key=key)

    # Before the next route, whose {number} would take `YY….ics` whole.
    @routes.get("/bookings/{number}.ics", responses={200: {"content": {"text/calendar": {}}}, **responses(404, 429)})
    def ics(number: str, code: QueryCode) -> Response:
        """The booking for a calendar app."""
        headers = {"Content-Disposition": 'attachment; filename="booking.ics"', "Cache-Control": "no-store"}
        return Response(service.ics(number, code), media_type="text/calendar; charset=utf-8", headers=headers)

    @routes.get("/bookings/{number}", response_model=schemas.BookingOut, responses=responses(404, 422, 429, 503))
    def booking(number: str, code: QueryCode) -> Any:
        """What is booked, and what may be done now."""
        return service.booking(number, code)

    @routes.post("/bookings/{number}/reschedule", response_model=schemas.BookingOut, responses=_REFUSALS)
    def reschedule(number: str, body: RescheduleIn, key: IdempotencyKey) -> Any:
        """Move to the slot of another hold."""
        return service.reschedule(number, body, key=key)

    @routes.post("/bookings/{number}/cancel", response_model=schemas.BookingOut, responses=_REFUSALS)
    def cancel(number: str, body: CancelIn, key: IdempotencyKey) -> Any:
        """Give the appointment up."""
        return service.cancel(number, body, key=key)

    return routes


def _line(service: NotaryService) -> APIRouter:
    routes = APIRouter()

    @routes.post("/waiting", status_code=201, response_model=schemas.WaitingOut, responses=responses(409, 422, 503))
    def wait(body: WaitingIn, key: IdempotencyKey) -> Any:
        """Wait for a slot of an office and mission to become free."""
        known = service.catalogue.missions.get(body.mission)
        zone = None if known is None else known.zone
        first = day_or_instant("from", body.first, time.min, zone)
        return service.wait(body, first, day_or_instant("to", body.last, time.max, zone), key=key)

    @routes.get("/waiting/{waiting_id}", response_model=schemas.WaitingOut, responses=responses(404, 503))
    def waiting(waiting_id: str) -> Any:
        """How many are in front, or what is offered until when. The id is a secret of who waits."""
        return service.waiting(waiting_id[:40])

    @routes.post(
        "/waiting/{waiting_id}/leave", response_model=schemas.WaitingOut, responses=responses(404, 409, 422, 503)
    )
    def leave(waiting_id: str, key: IdempotencyKey) -> Any:
        """Wait no more."""
        return service.leave(waiting_id[:40], key=key)

    return routes
