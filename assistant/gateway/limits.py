"""How often someone may ask: a sliding window per key, in this process; a shared store can stand behind `Limiter`."""

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Protocol

_MAX_KEYS = 50_000


class Limiter(Protocol):
    """Counts uses of a key."""

    def wait(self, key: str, *, limit: int, seconds: float) -> float:
        """0 and one use counted, or how many seconds until one more of `limit` in `seconds` is free."""


class SlidingWindow:
    """The exact times of the latest uses of each key, least recently used keys dropped first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._uses: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str, *, limit: int, seconds: float) -> float:
        now = self._clock()
        uses = self._uses.setdefault(key, deque())
        self._uses.move_to_end(key)
        while uses and uses[0] <= now - seconds:
            uses.popleft()
        if len(uses) >= limit:
            return uses[0] + seconds - now
        uses.append(now)
        while len(self._uses) > _MAX_KEYS:
            self._uses.popitem(last=False)
        return 0.0


class Unlimited:
    """For load tests outside production."""

    def wait(self, key: str, *, limit: int, seconds: float) -> float:
        return 0.0
