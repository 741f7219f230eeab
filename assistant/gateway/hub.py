"""Tells open event streams of a session that something happened. In this process; nothing is kept here."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_BACKLOG = 256


class Hub:
    """Fan-out of envelopes, and of passing events such as typing, to the streams of one session."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, set[asyncio.Queue[dict[str, Any]]]] = defaultdict(set)

    def publish(self, session_id: str, event: dict[str, Any]) -> None:
        """Every open stream of the session gets `event`; one that does not read loses it and will re-read its store."""
        for queue in self._queues.get(session_id, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)

    def open_sessions(self) -> list[str]:
        """The sessions that somebody reads here."""
        return list(self._queues)

    @contextmanager
    def subscribe(self, session_id: str) -> Iterator[asyncio.Queue[dict[str, Any]]]:
        """A queue of what is published while the block runs."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_BACKLOG)
        self._queues[session_id].add(queue)
        try:
            yield queue
        finally:
            self._queues[session_id].discard(queue)
            if not self._queues[session_id]:
                del self._queues[session_id]
