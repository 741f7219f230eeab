"""Recall and precision of links: own messages told twice, planted among real messages of another city.

`python -m scripts.evaluation.petition_duplicates` (a few minutes of encoding the first time). The real ones carry no
labels, so links among them are not judged; a link of a planted message to anything but its twin is wrong.
"""

import sys
from datetime import UTC, datetime, timedelta
from random import Random

from assistant.backends.petition.divisions import load_divisions, place_of
from assistant.backends.petition.duplicates import Matter, Vectors, load_scorer
from assistant.backends.petition.subject import VECTOR_LENGTH, Encode
from assistant.backends.petition.subject_training import message_text
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.vector_cache import VectorCache
from assistant.shared.text.divisions.resolving import Divisions
from scripts.build.console import say
from scripts.build.paths import ENCODER, REFERENCE, VAR
from scripts.evaluation.petition_routing import REAL, messages
from scripts.evaluation.public_sets import read_rows

_SEED = 20261122
_FIRST = datetime(2026, 9, 1, tzinfo=UTC)
_DAYS = 60  # all within the window, so that time tells nothing


def main() -> int:
    """Prints how many planted pairs are found, and how many links of planted messages are right."""
    encoder, cache = Encoder.open(ENCODER, threads=1, cache=0), VectorCache(VAR / "petition_vectors.sqlite")

    def encode(texts: list[str]) -> Vectors:
        return cache.encode(encoder, [("query", text[:VECTOR_LENGTH]) for text in texts])[0]

    planted = [(each.text, each.again) for each in messages()]
    twins = {f"P{place}a": f"P{place}b" for place, (_, again) in enumerate(planted) if again}
    texts = {f"P{place}a": text for place, (text, _) in enumerate(planted)}
    texts |= {f"P{place}b": again for place, (_, again) in enumerate(planted) if again}
    real = {f"R{place}": message_text(row) for place, row in enumerate(read_rows(REAL))}
    matters = _matters(texts, encode, load_divisions(REFERENCE / "divisions.json")) + _matters(real, encode, None)
    scorer = load_scorer()
    found = [link for matter in matters if matter.number in texts for link in scorer.links(matter, matters)]
    ours = {frozenset((link.number, link.other)) for link in found}
    right = {frozenset(pair) for pair in twins.items()}
    recall, precision = len(right & ours) / len(right), len(right & ours) / max(1, len(ours))
    say(f"{len(right)} pairs among {len(real)} real messages: recall {recall:.3f}, precision {precision:.3f}")
    say(f"{len(ours)} links of planted messages")
    return 0


def _matters(texts: dict[str, str], encode: Encode, divisions: Divisions | None) -> list[Matter]:
    days = Random(_SEED)
    vectors = encode(list(texts.values()))
    return [
        Matter(
            number,
            text,
            vector,
            _FIRST + timedelta(days=days.randrange(_DAYS)),
            place_of(divisions, text).code if divisions else None,
        )
        for (number, text), vector in zip(texts.items(), vectors, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
