"""Takes in what a citizen sends, once for each client id, and sees that every turn taken in is finished."""

import asyncio
import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row
from sqlalchemy.exc import IntegrityError

from assistant.gateway.forms import FORMS, checked_values
from assistant.gateway.hub import Hub
from assistant.gateway.messages import TextContent, as_json, message
from assistant.gateway.payloads import parse_payload
from assistant.gateway.pipeline import Pipeline
from assistant.gateway.presenting import present
from assistant.gateway.repository import GatewayRepository
from assistant.gateway.sessions import Session
from assistant.gateway.turn import PRESSING, SAYING, SUBMITTING, Said, Turn
from assistant.gateway.wording import language_tag, say
from assistant.persistence.database import unit_of_work
from assistant.shared.contracts.dialogue import Pending
from assistant.shared.contracts.placeholders import PLACEHOLDER, Kind
from assistant.shared.errors import BadInput, Conflict
from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import next_script
from assistant.vault.vault import Vault

log = logging.getLogger(__name__)

MAX_TEXT = 4_000
_EXPECTED = {"name": Kind.NAME, "phone": Kind.PHONE, "code": Kind.CODE}
_RECOVER_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Sent:
    """A request body of POST /messages, not yet trusted."""

    client_id: str
    text: str | None
    payload: str | None
    form_id: str | None
    values: dict[str, Any] | None
    script: str | None
    timezone: str | None


@dataclass(frozen=True)
class Accepted:
    """A turn that stands in the database. `fresh` is False when its client id was seen before."""

    turn_id: str
    session_id: str
    seq: int
    fresh: bool


@dataclass(frozen=True)
class Finished:
    """The end of a turn as its own citizen may see it."""

    outcome: str
    messages: list[dict[str, Any]]
    timings: dict[str, float]


class Turns:
    """Accepts turns and runs them, one at a time within a session, in the order they came."""

    def __init__(
        self, *, engine: Engine, vault: Vault, pipeline: Pipeline, hub: Hub, clock: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._pipeline = pipeline
        self._hub = hub
        self._clock = clock
        self._running: dict[str, asyncio.Task[Turn | None]] = {}
        self._order: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._arriving: dict[str, asyncio.Event] = {}

    async def accept(self, recognise: Callable[[], Session], sent: Sent) -> Accepted:
        """The turn of this client id, begun now if it is new; BadInput or Conflict when it cannot be taken.

        `recognise` reads the session; it runs in the same thread as the write, so that a turn waits for one only.
        """
        turn_id = secrets.token_hex(16)
        arrived = self._arriving[turn_id] = asyncio.Event()
        try:
            accepted, turn = await asyncio.to_thread(lambda: self._take_in(recognise(), sent, turn_id))
            if turn is not None:
                self._start(turn)
        finally:
            del self._arriving[turn_id]
            arrived.set()
        if turn is None:
            # Whoever stored the turn may not have begun it yet: begun by both, it would be run twice.
            if (other := self._arriving.get(accepted.turn_id)) is not None:
                await other.wait()
            if accepted.turn_id not in self._running:
                await self._continue(accepted.session_id, sent.client_id)
        return accepted

    async def knows(self, session_id: str, client_id: str) -> bool:
        """Whether this client id was taken in before."""
        return await asyncio.to_thread(self._row, session_id, client_id) is not None

    async def finished(self, turn_id: str, session_id: str, client_id: str, *, wait: float) -> Finished | None:
        """How the turn ended, or None when it still has not after `wait` seconds."""
        task = self._running.get(turn_id)
        if task is not None:
            await asyncio.wait({task}, timeout=wait)
            if task.done() and (turn := task.result()) is not None:
                return Finished(str(turn.outcome), turn.messages, turn.timings)
        return await asyncio.to_thread(self._stored, session_id, client_id)

    def _row(self, session_id: str, client_id: str) -> Row[Any] | None:
        with unit_of_work(self._engine) as unit:
            return GatewayRepository(unit).turn(session_id, client_id)

    def _stored(self, session_id: str, client_id: str) -> Finished | None:
        with unit_of_work(self._engine) as unit:
            repository = GatewayRepository(unit)
            row = repository.turn(session_id, client_id)
            if row is None or row.state != "finished":
                return None
            envelopes = repository.turn_messages(row.id)
        shown = [present(self._vault, session_id, envelope) for envelope in envelopes]
        return Finished(row.outcome, shown, row.timings or {})

    async def recover(self) -> int:
        """How many turns that a stopped process left unfinished are running again."""
        with unit_of_work(self._engine) as unit:
            rows = GatewayRepository(unit).unfinished_turns(self._clock() - _RECOVER_WITHIN)
        for row in rows:
            await self._continue(row.session_id, row.client_id)
        return len(rows)

    async def drain(self, seconds: float) -> None:
        """Running turns have had `seconds` to finish; those that did not are taken up again at the next start."""
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=seconds)

    def _take_in(self, session: Session, sent: Sent, turn_id: str) -> tuple[Accepted, Turn | None]:
        body = json.dumps([sent.text, sent.payload, sent.form_id, sent.values], sort_keys=True, ensure_ascii=False)
        request_hash = self._vault.fingerprint(session.id, body.encode("utf-8", "replace").decode())
        said = self._protected(session, sent)
        now = self._clock()
        script = sent.script or session.script
        if said.kind == SAYING:
            script = next_script(PLACEHOLDER.sub("", said.shown), script)
        timezone = sent.timezone or session.timezone
        try:
            with unit_of_work(self._engine, write=True) as unit:
                repository = GatewayRepository(unit)
                seq = repository.begin_turn(session.id, script=script, timezone=timezone)
                repository.add_turn(
                    id=turn_id,
                    session_id=session.id,
                    client_id=sent.client_id,
                    request_hash=request_hash,
                    request=said.as_json(),
                    state="processing",
                    seq=seq,
                    received_at=now,
                )
                repository.add_events([_own_bubble(session.id, sent.client_id, turn_id, seq, said.shown, script, now)])
                unit.commit()
        except IntegrityError:  # the client id is known: the same one twice, even at once, is one turn
            return self._known(session.id, sent.client_id, request_hash), None
        turn = Turn(
            id=turn_id,
            session_id=session.id,
            client_id=sent.client_id,
            said=said,
            script=script,
            timezone=timezone,
            now=now,
            seq=seq,
            pending=_pending(session.pending_form, session.pending_slot),
        )
        return Accepted(turn_id, session.id, seq, fresh=True), turn

    def _known(self, session_id: str, client_id: str, request_hash: str) -> Accepted:
        row = self._row(session_id, client_id)
        if row is None:
            raise Conflict(
                f"the turn of client_id {client_id!r} cannot be stored",
                code="session-ended",
                mend="open a session and send the message again",
            )
        return _same(row, request_hash)

    def _protected(self, session: Session, sent: Sent) -> Said:
        """What was sent, in normal form, its personal data in the vault."""
        given = [name for name in ("text", "payload", "form_id") if getattr(sent, name) is not None]
        if sent.form_id is not None:
            values = checked_values(sent.form_id, sent.values or {})
            hidden = {
                field.id: self._hidden(session.id, normalise(values[field.id]), field.hides)
                for field in FORMS[sent.form_id]
                if field.id in values
            }
            ref = self._vault.keep_form(session.id, values)
            shown = say(f"form_{sent.form_id}_sent", session.script)
            return Said(SUBMITTING, shown, arguments={"form_ref": ref}, form_id=sent.form_id, values=hidden)
        if sent.payload is not None:
            intent, arguments = parse_payload(sent.payload)
            shown = self._vault.protect(session.id, normalise(sent.text or "")[:200]) or f"/{intent}"
            return Said(PRESSING, shown, intent=intent, arguments=arguments)
        if sent.text is None:
            raise BadInput(
                f"the message has none of text, payload and form_id (it has {given})",
                code="message-empty",
                mend="send exactly one of them",
            )
        if len(sent.text) > MAX_TEXT:
            raise BadInput(
                f"text has {len(sent.text)} characters",
                code="text-too-long",
                mend=f"send at most {MAX_TEXT}; a long story can come in several messages",
            )
        text = normalise(sent.text)
        if not sent.text.strip():
            raise BadInput("text is empty", code="text-empty", mend="send at least one character")
        slot = session.pending_slot or ""
        expecting = _EXPECTED.get(slot.rsplit("_", 1)[-1])
        return Said(SAYING, self._vault.protect(session.id, text, expecting=expecting))

    def _hidden(self, session_id: str, value: str, hides: Kind | None) -> str:
        if hides is None:
            return self._vault.protect(session_id, value)
        return self._vault.keep(session_id, hides, value)

    async def _continue(self, session_id: str, client_id: str) -> None:
        """Runs a stored turn that has no outcome and is not running: its process stopped in the middle."""
        with unit_of_work(self._engine) as unit:
            repository = GatewayRepository(unit)
            row, owner = repository.turn(session_id, client_id), repository.session(session_id)
        if row is None or owner is None or row.state != "processing" or row.id in self._running:
            return
        self._start(
            Turn(
                id=row.id,
                session_id=session_id,
                client_id=client_id,
                said=Said(**row.request),
                script=owner.script,
                timezone=owner.timezone,
                now=row.received_at,
                seq=row.seq,
                pending=_pending(owner.pending_form, owner.pending_slot),
            )
        )

    def _start(self, turn: Turn) -> None:
        task = asyncio.get_running_loop().create_task(self._run(turn))
        self._running[turn.id] = task
        task.add_done_callback(lambda _: self._running.pop(turn.id, None))

    async def _run(self, turn: Turn) -> Turn | None:
        """The turn once it is recorded; None when it could not be."""
        recorded: Turn | None = None
        lock = self._order[turn.session_id]
        async with lock:
            self._hub.publish(turn.session_id, {"v": 1, "kind": "typing", "on": True, "from": "bot"})
            try:
                await self._pipeline.run(turn)
                recorded = turn
            except Exception as error:  # the record could not be written: the turn stays open and is run again
                log.error("turn %s stays unfinished: %s", turn.id, type(error).__name__)
                self._hub.publish(
                    turn.session_id,
                    {
                        "v": 1,
                        "kind": "error",
                        "code": "storage-unavailable",
                        "text": say("error_internal", turn.script),
                    },
                )
            finally:
                self._hub.publish(turn.session_id, {"v": 1, "kind": "typing", "on": False, "from": "bot"})
        if not lock.locked():
            self._order.pop(turn.session_id, None)
        return recorded


def _same(known: Row[Any], request_hash: str) -> Accepted:
    if known.request_hash != request_hash:
        raise Conflict(
            f"client_id {known.client_id!r} was used for another message",
            code="client-id-reused",
            mend="make a new client_id (a UUID) for each message",
        )
    return Accepted(known.id, known.session_id, known.seq, fresh=False)


def _pending(form: str | None, slot: str | None) -> Pending | None:
    return {"form": form, "slot": slot} if form and slot else None


def _own_bubble(
    session_id: str, client_id: str, turn_id: str, seq: int, shown: str, script: str, now: datetime
) -> dict[str, Any]:
    """The citizen's own message as an event, so that other tabs and a later resume show it; its id is the turn's."""
    bubble = message(
        TextContent(text=shown),
        id=turn_id,
        seq=seq,
        session_id=session_id,
        ts=now,
        fallback=shown or "…",
        lang=language_tag(script),
        client_id=client_id,
        **{"from": "user"},
    )
    return {
        "session_id": session_id,
        "seq": seq,
        "message_id": turn_id,
        "turn_id": None,
        "envelope": as_json(bubble),
        "at": now,
    }
