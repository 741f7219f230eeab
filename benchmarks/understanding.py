"""Understanding one sentence inside Rasa: our pipeline beside the stock one. Run with the dialogue's Python.

Both models are in one process and parse the same sentences in turn, ours with the vectors that the gateway would send.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "var" / "models" / "dialogue.tar.gz"
VECTORS_FILE = ROOT / "var" / "nlu_vectors.npz"
STOCK = ROOT / "var" / "bench" / "stock"
SENTENCES = 200
BAR = 0.5


async def timed(agent: Any, text: str) -> float:
    """Milliseconds that one sentence takes to be understood."""
    from rasa.core.channels.channel import UserMessage

    started = time.perf_counter()
    await agent.processor.parse_message(UserMessage(text))
    return (time.perf_counter() - started) * 1000


async def compared(ours: Any, stock: Any, texts: list[str], vectors: dict[str, bytes]) -> dict[str, list[float]]:
    """Milliseconds a sentence of each, the two taking turns so that whatever else runs hits both."""
    from assistant.dialogue.vector_cache import VECTORS

    found: dict[str, list[float]] = {"ours": [], "stock": []}
    for text in texts:
        VECTORS.put(text, vectors[text])
        found["ours"].append(await timed(ours, text))
        found["stock"].append(await timed(stock, text))
    return found


def main() -> int:
    """1 when our p50 is more than half of stock's."""
    from assistant.dialogue.quiet import quiet

    quiet()
    from rasa.core.agent import Agent

    models = sorted(STOCK.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models or not MODEL.exists() or not VECTORS_FILE.exists():
        sys.stderr.write("no models: `make run` trains ours, `python -m benchmarks.turns.project` the stock one\n")
        return 1
    with np.load(VECTORS_FILE, allow_pickle=False) as stored:
        known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    texts = sorted(known)[:: max(1, len(known) // SENTENCES)][:SENTENCES]
    vectors = {text: known[text].astype("<f4").tobytes() for text in texts}
    ours, stock = Agent.load(MODEL), Agent.load(models[-1])
    asyncio.run(compared(ours, stock, texts[:10], vectors))
    found = asyncio.run(compared(ours, stock, texts, vectors))
    p50 = {name: statistics.median(times) for name, times in found.items()}
    print(f"understanding one of {len(texts)} sentences, ms    p50      p95")
    for name, times in found.items():
        print(f"{name:<44}{p50[name]:>7.2f}{statistics.quantiles(times, n=20)[-1]:>9.2f}")
    ratio = p50["ours"] / p50["stock"]
    print(f"ours takes {ratio:.2f} of stock's p50; the bar is {BAR}")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
