"""The public API v1: sessions, messages, events, feedback, and the calendar file of a booking."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic_core import to_json
from sse_starlette.sse import EventSourceResponse

from assistant.gateway.access import BearerToken, CurrentSession, client_address
from assistant.gateway.gateway import Gateway
from assistant.gateway.schemas import (
    EventsOut,
    FeedbackIn,
    MessageAccepted,
    MessageIn,
    SessionIn,
    SessionOut,
    StarsIn,
    TurnOut,
)
from assistant.gateway.sessions import known_timezone, script_of_locale
from assistant.gateway.turns import Sent
from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX, is_number
from assistant.shared.errors import NotFound, RateLimited

router = APIRouter(prefix="/api/v1", tags=["public"])
_MAX_WAIT = 30.0


def _gateway(request: Request) -> Gateway:
    gateway: Gateway = request.app.state.gateway
    return gateway


@router.post("/sessions", status_code=201, response_model=SessionOut)
async def open_session(request: Request, body: SessionIn) -> SessionOut:
    """A new session with its welcome, or an old one with everything said so far and a fresh token."""
    gateway = _gateway(request)
    address = client_address(request, gateway.trusted_proxies)
    wait = gateway.limiter.wait(f"sessions/{address}", limit=gateway.sessions_per_hour, seconds=3600)
    if wait:
        raise RateLimited(
            "too many sessions from this address", mend="wait before opening another", retry_after=int(wait) + 1
        )
    asked = gateway.asked
    opened, messages = await asyncio.to_thread(gateway.open_session, body, await asked.offer(body.topic))
    return SessionOut(
        session_id=opened.session.id,
        token=opened.token,
        expires_in=opened.expires_in,
        resumed=opened.resumed,
        messages=messages,
        features=["speech"] if request.app.state.speech is not None else [],
        topics=list(asked.topics) if body.topic and body.topic not in asked.topics else [],
    )


@router.delete("/sessions/current", status_code=204)
async def end_session(request: Request, session: CurrentSession) -> Response:
    """The session is gone, with its transcript and personal data."""
    await asyncio.to_thread(_gateway(request).sessions.end, session.id)
    return Response(status_code=204)


@router.put("/sessions/current/stars", status_code=204)
async def rate_session(request: Request, body: StarsIn, session: CurrentSession) -> Response:
    """How content the citizen is with the whole session; said again, the newest stands."""
    await asyncio.to_thread(_gateway(request).sessions.rate, session.id, body.stars)
    return Response(status_code=204)


@router.post(
    "/messages",
    status_code=202,
    response_model=None,
    responses={200: {"model": TurnOut}, 202: {"model": MessageAccepted}},
)
async def say_something(
    request: Request, body: MessageIn, token: BearerToken, wait: Annotated[float, Query(ge=0, le=_MAX_WAIT)] = 0
) -> Response:
    """Take in a message. With `wait`, the finished turn if it finishes in that many seconds."""
    gateway = _gateway(request)
    sent = Sent(
        client_id=body.client_id,
        text=body.text,
        payload=body.payload,
        form_id=body.form_id,
        values=body.values,
        script=script_of_locale(body.locale) if body.locale else None,
        timezone=known_timezone(body.timezone) if body.timezone else None,
    )
    accepted = await gateway.turns.accept(lambda: gateway.sessions.recognise(token), sent)
    ended = None
    if wait:
        ended = await gateway.turns.finished(accepted.turn_id, accepted.session_id, body.client_id, wait=wait)
    base = {"client_id": body.client_id, "turn_id": accepted.turn_id, "seq": accepted.seq}
    if ended is None:
        return JSONResponse(base, status_code=202)
    turn = {**base, "outcome": ended.outcome, "messages": ended.messages, "timings": ended.timings}
    return Response(to_json(turn), media_type="application/json")


@router.get("/events", response_model=None, responses={200: {"model": EventsOut}})
async def events(
    request: Request,
    session: CurrentSession,
    after: Annotated[int, Query(ge=0)] = 0,
    poll: Annotated[float | None, Query(ge=0, le=_MAX_WAIT)] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Any:
    """Everything after a sequence number: as server-sent events, or with `poll` as JSON once something is there."""
    gateway = _gateway(request)
    if last_event_id and last_event_id.isdecimal():
        after = max(after, int(last_event_id))
    if poll is not None:
        return JSONResponse({"events": await gateway.stream.poll(session.id, after, poll)})
    return EventSourceResponse(
        gateway.stream.server_sent(session.id, after),
        ping=15,
        headers={"X-Accel-Buffering": "no"},
    )


@router.post("/feedback", status_code=204)
async def give_feedback(request: Request, body: FeedbackIn, session: CurrentSession) -> Response:
    """The citizen's newest opinion of one message stands."""
    kept = await asyncio.to_thread(
        _gateway(request).keep_feedback, session.id, body.message_id, body.helpful, body.reason
    )
    if not kept:
        raise NotFound(
            f"message {body.message_id!r} is not of this session", mend="send the id of a message of this session"
        )
    return Response(status_code=204)


@router.get("/bookings/{number}.ics", response_class=Response)
async def calendar_file(request: Request, number: str, code: Annotated[str, Query(max_length=12)]) -> Response:
    """The booking as an iCalendar file (RFC 5545)."""
    if not is_number(number, BOOKING_PREFIX):
        raise NotFound("no booking has this number and code", mend="check both against the confirmation")
    content = await _gateway(request).notary.ics(number, code)
    return Response(
        content,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{number}.ics"', "Cache-Control": "no-store"},
    )
