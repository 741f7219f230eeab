"""Writes a turn's end in one transaction: its messages as numbered events, its outcome, what is expected next."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from assistant.gateway.events import event_row
from assistant.gateway.hub import Hub
from assistant.gateway.metrics import Metrics
from assistant.gateway.news import Follows
from assistant.gateway.repository import GatewayRepository
from assistant.gateway.turn import Turn
from assistant.persistence.database import unit_of_work


class RecordStep:
    """The turn is finished in the database, and every open stream of its session hears of it."""

    name = "record"
    always = True

    def __init__(
        self,
        engine: Engine,
        hub: Hub,
        present: Callable[[str, Any], Any],
        clock: Callable[[], datetime],
        metrics: Metrics,
        follows: Follows,
    ) -> None:
        self._follows = follows
        self._metrics = metrics
        self._engine = engine
        self._hub = hub
        self._present = present
        self._clock = clock

    async def __call__(self, turn: Turn) -> None:
        envelopes = await asyncio.to_thread(self._write, turn)
        self._metrics.count(turn)
        turn.messages = [self._present(turn.session_id, envelope) for envelope in envelopes]
        for envelope in turn.messages:
            self._hub.publish(turn.session_id, envelope)

    def _write(self, turn: Turn) -> list[dict[str, Any]]:
        now = self._clock()
        with unit_of_work(self._engine, write=True) as unit:
            repository = GatewayRepository(unit)
            pending = turn.pending
            first = repository.end_turn(
                turn.session_id,
                len(turn.pieces),
                form=pending["form"] if pending else None,
                slot=pending["slot"] if pending else None,
            )
            rows = [
                event_row(piece, session_id=turn.session_id, seq=seq, script=turn.script, at=now, turn_id=turn.id)
                for seq, piece in enumerate(turn.pieces, first)
            ]
            repository.add_events(rows)
            self._follows.remember(repository, turn.session_id, turn.replies)
            repository.finish_turn(
                turn.id,
                outcome=str(turn.outcome),
                intent=turn.intent,
                confidence=turn.confidence,
                timings=turn.timings,
                at=now,
            )
            unit.commit()
        return [row["envelope"] for row in rows]
