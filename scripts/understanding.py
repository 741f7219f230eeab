"""How well acts are understood, in two steps around the encoder of the other runtime. Dialogue runtime (3.10).

`texts OUT.json` writes the test sentences as the gateway would send them; `judge VECTORS.npz MODEL WORST` parses them.
"""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "dialogue" / "sentences" / "acts.yml"


def sentences() -> list[tuple[str, str]]:
    """(act, sentence) of every test sentence, in normal form."""
    from assistant.dialogue.training_texts import as_seen

    data = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return [(act, as_seen(text)) for act, texts in data.items() for text in texts]


def judge(vectors_file: Path, model: Path, worst: int) -> None:
    """Accuracy, and precision and recall by act, are printed: with vectors, and by characters alone."""
    import numpy as np

    with np.load(vectors_file, allow_pickle=False) as stored:
        rows = zip(stored["texts"].tolist(), stored["vectors"], strict=True)
        vectors = {text: row.astype("<f4").tobytes() for text, row in rows}
    agent, expected = _agent(model), sentences()
    alone = asyncio.run(_acts(agent, [text for _, text in expected], {}))
    found = asyncio.run(_acts(agent, [text for _, text in expected], vectors))
    _report(expected, found, alone, worst)


def _agent(model: Path) -> Any:
    from assistant.dialogue.quiet import quiet

    quiet()
    from rasa.core.agent import Agent

    return Agent.load(model)


async def _acts(agent: Any, texts: list[str], vectors: dict[str, bytes]) -> list[str]:
    """The act that the model ranks first for each text, whatever its confidence."""
    from rasa.core.channels.channel import UserMessage

    from assistant.dialogue.vector_cache import VECTORS

    found = []
    for text in texts:
        if text in vectors:
            VECTORS.put(text, vectors[text])
        parsed = await agent.processor.parse_message(UserMessage(text))
        found.append(next(row["name"] for row in parsed["intent_ranking"] if row["name"] != "nlu_fallback"))
    return found


def _report(expected: list[tuple[str, str]], found: list[str], alone: list[str], worst: int) -> None:
    wanted = [act for act, _ in expected]
    right = Counter(act for act, seen in zip(wanted, found, strict=True) if act == seen)
    asked, said = Counter(wanted), Counter(found)
    print(f"{'act':<16}{'sentences':>10}{'precision':>11}{'recall':>8}")
    for act in asked:
        print(f"{act:<16}{asked[act]:>10}{right[act] / max(said[act], 1):>11.3f}{right[act] / asked[act]:>8.3f}")
    accuracy = sum(right.values()) / len(wanted)
    by_characters = sum(act == seen for act, seen in zip(wanted, alone, strict=True)) / len(wanted)
    print(f"accuracy {accuracy:.3f} over {len(wanted)} sentences; by characters alone {by_characters:.3f}")
    wrong = [(act, seen, text) for (act, text), seen in zip(expected, found, strict=True) if act != seen]
    for act, seen, text in wrong[:worst]:
        print(f"  {text}  → {seen}  (wanted {act})")


def main(arguments: list[str]) -> None:
    """One of the two steps."""
    if arguments[:1] == ["texts"] and len(arguments) == 2:
        texts = sorted({text for _, text in sentences()})
        Path(arguments[1]).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    elif arguments[:1] == ["judge"] and len(arguments) == 4:
        judge(Path(arguments[1]), Path(arguments[2]), int(arguments[3]))
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
