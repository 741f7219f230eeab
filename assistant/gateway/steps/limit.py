"""Keeps one session from taking the service from everyone else, and says so kindly."""

import math

from assistant.gateway.limits import Limiter
from assistant.gateway.turn import Turn
from assistant.shared.contracts.outcomes import Outcome


class LimitStep:
    """Stops a turn that comes too soon after too many others of its session."""

    name = "limit"
    always = False

    def __init__(self, limiter: Limiter, turns_per_minute: int) -> None:
        self._limiter = limiter
        self._turns_per_minute = turns_per_minute

    async def __call__(self, turn: Turn) -> None:
        wait = self._limiter.wait(f"turns/{turn.session_id}", limit=self._turns_per_minute, seconds=60)
        if wait:
            turn.stop(
                Outcome.ERROR_RATE_LIMITED,
                {
                    "kind": "words",
                    "outcome": Outcome.ERROR_RATE_LIMITED.value,
                    "key": "error_rate_limited",
                    "args": {"seconds": math.ceil(wait)},
                },
            )
