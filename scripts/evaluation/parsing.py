"""What the trained model says of sentences, with the vectors a running service would send. Dialogue runtime (3.10).

`python -m scripts.evaluation.parsing MODEL VECTORS.npz OUT.json`
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any


def parse(model: Path, vectors_file: Path, out: Path) -> None:
    """`out` is {text: {ranking: [[act, confidence], …], door: {name, confidence}, doors: [value, …]}} for every
    text of `vectors_file`."""
    import numpy as np

    with np.load(vectors_file, allow_pickle=False) as stored:
        rows = zip(stored["texts"].tolist(), stored["vectors"], strict=True)
        vectors = {text: row.astype("<f4").tobytes() for text, row in rows}
    out.write_text(json.dumps(asyncio.run(_parsed(_agent(model), vectors)), ensure_ascii=False), encoding="utf-8")


def _agent(model: Path) -> Any:
    from assistant.dialogue.quiet import quiet

    quiet()
    from rasa.core.agent import Agent

    return Agent.load(model)


async def _parsed(agent: Any, vectors: dict[str, bytes]) -> dict[str, Any]:
    from rasa.core.channels.channel import UserMessage

    from assistant.dialogue.vector_cache import VECTORS

    found = {}
    for text, vector in vectors.items():
        VECTORS.put(text, vector)
        parsed = await agent.processor.parse_message(UserMessage(text))
        found[text] = {
            "ranking": [
                [row["name"], row["confidence"]] for row in parsed["intent_ranking"] if row["name"] != "nlu_fallback"
            ],
            "door": (parsed.get("details") or {}).get("door") or {},
            "doors": [entity["value"] for entity in parsed["entities"] if entity["entity"] == "door"],
        }
    return found


if __name__ == "__main__":
    parse(*(Path(argument) for argument in sys.argv[1:4]))
