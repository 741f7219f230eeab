"""One turn at a time for each session, in order. Rasa's own store polls once a second; this one waits in line."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Dict, Text

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockError


class TurnLockStore(InMemoryLockStore):
    """Locks of this process. With several dialogue processes, name `redis` in endpoints.yml instead."""

    def __init__(self, endpoint_config: Any = None) -> None:
        super().__init__()
        self._lines: Dict[Text, asyncio.Lock] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: Text, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncIterator[TicketLock]:
        """The session is ours inside the block; LockError after `lock_lifetime` seconds in line."""
        line = self._lines.setdefault(conversation_id, asyncio.Lock())
        try:
            await asyncio.wait_for(line.acquire(), lock_lifetime)
        except asyncio.TimeoutError:
            raise LockError(f"no turn for conversation {conversation_id!r} within {lock_lifetime} s") from None
        try:
            yield TicketLock(conversation_id)
        finally:
            line.release()
            if not line.locked():
                self._lines.pop(conversation_id, None)
