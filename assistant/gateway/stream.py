"""What a session's open pages read: stored events after a cursor, then whatever happens next."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from assistant.gateway.hub import Hub
from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import unit_of_work

log = logging.getLogger(__name__)
_LOOK_EVERY = 1.0  # seconds
_AT_ONCE = 500
_STORED = "stored"  # the kind of an event that says: there is something in the store up to `seq`


class EventStream:
    """Reads the store first and then the hub, subscribed before reading, so that nothing falls between."""

    def __init__(self, engine: Engine, hub: Hub, present: Callable[[str, Any], Any]) -> None:
        self._engine = engine
        self._hub = hub
        self._present = present

    def stored(self, session_id: str, after: int) -> list[dict[str, Any]]:
        """Events of the session after `after`, personal data shown as its own citizen may see it."""
        with unit_of_work(self._engine) as unit:
            envelopes = GatewayRepository(unit).events_after(session_id, after)
        return [self._present(session_id, envelope) for envelope in envelopes]

    async def poll(self, session_id: str, after: int, seconds: float) -> list[dict[str, Any]]:
        """Stored events after `after`, waiting up to `seconds` for the first one."""
        with self._hub.subscribe(session_id) as queue:
            found = await asyncio.to_thread(self.stored, session_id, after)
            deadline = asyncio.get_running_loop().time() + seconds
            while not found:
                remaining = deadline - asyncio.get_running_loop().time()
                if remaining <= 0:
                    break
                try:
                    event = await asyncio.wait_for(queue.get(), remaining)
                except TimeoutError:
                    break
                if event.get("seq", 0) > after:
                    found = await asyncio.to_thread(self.stored, session_id, after)
        return found

    async def server_sent(self, session_id: str, after: int) -> AsyncIterator[dict[str, str]]:
        """Events in the form of sse-starlette, for as long as the client reads."""
        with self._hub.subscribe(session_id) as queue:
            for envelope in await asyncio.to_thread(self.stored, session_id, after):
                after = envelope["seq"]
                yield _server_sent(envelope)
            while True:
                event = await queue.get()
                seq = event.get("seq")
                if seq is None:
                    yield _server_sent(event)
                elif seq > after + 1 or (seq > after and event.get("kind") == _STORED):
                    # An event between was lost from the queue, or another process wrote it: read the store.
                    for envelope in await asyncio.to_thread(self.stored, session_id, after):
                        after = envelope["seq"]
                        yield _server_sent(envelope)
                elif seq > after:
                    after = seq
                    yield _server_sent(event)

    async def watch(self) -> None:
        """Open streams hear within a second of what other processes write, for as long as this runs."""
        told: dict[str, int] = {}
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            reading = self._hub.open_sessions()
            if not reading:
                continue
            try:
                newest = await asyncio.to_thread(self._newest, reading)
            except SQLAlchemyError as error:  # the next look may find the database again
                log.warning("the store could not be watched: %s", type(error).__name__)
                continue
            for session_id, seq in newest.items():
                if told.get(session_id) != seq:
                    self._hub.publish(session_id, {"kind": _STORED, "seq": seq})
            told = newest

    def _newest(self, session_ids: list[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        with unit_of_work(self._engine) as unit:
            for start in range(0, len(session_ids), _AT_ONCE):
                found |= GatewayRepository(unit).newest_seqs(session_ids[start : start + _AT_ONCE])
        return found


def _server_sent(event: dict[str, Any]) -> dict[str, str]:
    item = {"data": json.dumps(event, ensure_ascii=False)}
    if "seq" in event:
        item["id"] = str(event["seq"])
    return item
