"""Runs what only time brings, beside the requests: offers of freed slots and reminders."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

_log = logging.getLogger(__name__)


@asynccontextmanager
async def ticking(tick: Callable[[], object] | None, every: float) -> AsyncIterator[None]:
    """`tick` runs in a thread at once and every so many seconds until the block is left; a failure is no end."""
    if tick is None:
        yield
        return
    task = asyncio.create_task(_run(tick, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _run(tick: Callable[[], object], every: float) -> None:
    while True:
        try:
            await asyncio.to_thread(tick)
        except Exception as error:  # the next tick may find the database again; the class only, texts may be personal
            _log.warning("tick failed: %s", type(error).__name__)
        await asyncio.sleep(every)
