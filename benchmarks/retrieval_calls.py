"""`python -m benchmarks.retrieval_calls`: retrieval called in process beside the same over its in-process HTTP."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from assistant.retrieval.app import create_app
from assistant.retrieval.client import RetrievalClient
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.service import Retrieval
from assistant.settings import Settings

_QUESTIONS = ("身份证丢了怎么补办", "信访多久给答复", "海外视频公证可以办哪些事项", "居住证怎么办", "护照过期了怎么换")
_ROUNDS = 60
_CALLS: dict[str, Callable[[Retrieval, str], Awaitable[Any]]] = {
    "search": lambda port, text: port.search(text),
    "encode": lambda port, text: port.encode([text]),
}


async def measure() -> dict[str, dict[str, float]]:
    """Median milliseconds of each call by way, questions already in the encoder's cache, the ways taking turns."""
    settings = Settings()
    app = create_app(
        encoder=Encoder.open(settings.encoder_dir), releases_dir=settings.releases_dir, clock=lambda: datetime.now(UTC)
    )
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://retrieval")
    ways: dict[str, Retrieval] = {"over HTTP": RetrievalClient(http), "called": app.state.service}
    for text in _QUESTIONS:
        await ways["called"].search(text)
    found: dict[str, dict[str, float]] = {}
    for name, call in _CALLS.items():
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(_ROUNDS):
            for way, port in ways.items():
                for text in _QUESTIONS:
                    began = time.perf_counter()
                    await call(port, text)
                    taken[way].append((time.perf_counter() - began) * 1000)
        found[name] = {way: statistics.median(values) for way, values in taken.items()}
    await http.aclose()
    return found


def main() -> None:
    """Prints one line a call."""
    for name, ways in asyncio.run(measure()).items():
        print(f"{name}: " + ", ".join(f"{way} {milliseconds:.2f} ms" for way, milliseconds in ways.items()))


if __name__ == "__main__":
    main()
