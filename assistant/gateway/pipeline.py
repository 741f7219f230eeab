"""A turn, step by step. Read top to bottom, this is what happens to everything a citizen says.

Before a turn comes here, `turns.py` has put it in normal form, hidden personal data and stored it.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.gateway.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import AssistantError

log = logging.getLogger(__name__)


class Step(Protocol):
    """One thing done to a turn; its name is the key of its milliseconds in `timings`."""

    name: str
    always: bool

    async def __call__(self, turn: Turn) -> None: ...


class Pipeline:
    """Runs the steps in order. A stopped turn skips to the steps that always run: rendering and recording."""

    def __init__(self, steps: Sequence[Step], clock: Callable[[], float] = time.perf_counter) -> None:
        self._steps = tuple(steps)
        self._clock = clock

    async def run(self, turn: Turn) -> None:
        """`turn` has an outcome and messages afterwards, whatever went wrong on the way."""
        started = self._clock()
        for step in self._steps:
            if turn.stopped and not step.always:
                continue
            await self._timed(step, turn)
            # After each step, so that what is recorded is the total up to the record itself.
            turn.timings["total"] = _milliseconds(self._clock() - started)

    async def _timed(self, step: Step, turn: Turn) -> None:
        before = self._clock()
        try:
            await step(turn)
        except AssistantError as error:
            log.error("step %s failed in turn %s: %s", step.name, turn.id, error.code)
            if step.always:
                raise
            turn.stop(Outcome.ERROR_INTERNAL, internal_error())
        except Exception as error:
            # The message may quote what the citizen said, so only its type is logged.
            log.error("step %s broke in turn %s: %s", step.name, turn.id, type(error).__name__)
            if step.always:
                raise
            turn.stop(Outcome.ERROR_INTERNAL, internal_error())
        finally:
            turn.timings[step.name] = _milliseconds(self._clock() - before)


def internal_error() -> dict[str, object]:
    """The reply to a turn that broke inside."""
    return {"kind": "words", "outcome": Outcome.ERROR_INTERNAL.value, "key": "error_internal", "args": {}}


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
