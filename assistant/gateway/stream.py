"""What a session's open pages read: stored events after a cursor, then whatever happens next."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import Engine

from assistant.gateway.hub import Hub
from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import unit_of_work


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
                elif seq > after + 1:  # an event between was lost from the queue or came from elsewhere: read the store
                    for envelope in await asyncio.to_thread(self.stored, session_id, after):
                        after = envelope["seq"]
                        yield _server_sent(envelope)
                elif seq > after:
                    after = seq
                    yield _server_sent(event)


def _server_sent(event: dict[str, Any]) -> dict[str, str]:
    item = {"data": json.dumps(event, ensure_ascii=False)}
    if "seq" in event:
        item["id"] = str(event["seq"])
    return item
