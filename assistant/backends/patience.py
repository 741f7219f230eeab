"""How long and how often a client insists: tries with growing random pauses, all within one span of time."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

CONNECT_WITHIN = 2.0  # seconds: a machine that is there answers at once
USUAL = 8.0  # seconds, where the HTTP client itself waits for ever


@dataclass(frozen=True)
class Patience:
    """At most `tries` tries; before the n-th repeat a pause of `pause`·3ⁿ seconds, halved or made half as long again.

    Pauses differ by chance, so that clients that failed together do not come back together.
    """

    tries: int = 3
    pause: float = 0.2
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    between: Callable[[float, float], float] = random.uniform

    def before(self, repeat: int) -> float:
        """Seconds to wait before the repeat of this number, counted from 0."""
        usual = self.pause * 3.0**repeat
        return self.between(usual / 2, usual * 1.5)
