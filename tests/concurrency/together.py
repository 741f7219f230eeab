"""Work that many threads begin at one instant."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def together(count: int, work: Any) -> list[Any]:
    """What `work(n)` returned for each n, all started at one instant."""
    start = threading.Barrier(count)

    def one(n: int) -> Any:
        start.wait(timeout=30)
        return work(n)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
