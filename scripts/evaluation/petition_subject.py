"""The product's classifier of subjects as `make evaluate subject` judges it: words and characters, as it is shipped.

`python -m scripts.evaluation.petition_subject` also judges it with sentence vectors (minutes the first time).
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from assistant.backends.petition.subject import Encode, Vectors
from assistant.backends.petition.subject_training import LABELLED, message_text
from assistant.backends.petition.subject_training import learn as learn_model
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.vector_cache import VectorCache
from scripts.build.console import say
from scripts.build.paths import ENCODER, VAR
from scripts.evaluation.public_sets import read_rows
from scripts.evaluation.scores import macro_f1

Classify = Callable[[Sequence[str]], Sequence[str]]


def learn(texts: Sequence[str], labels: Sequence[str], encode: Encode | None = None) -> Classify:
    """What tells the label of a text, learned from these alone."""
    model = learn_model(texts, labels, encode)

    def classify(asked: Sequence[str]) -> list[str]:
        return [model.labels[best] for best in model.probabilities(asked, encode).argmax(axis=1)]

    return classify


def main() -> int:
    """Prints macro-F1 without and with sentence vectors, five folds, messages that repeat each other in one fold."""
    from scripts.evaluation.subject import cross_validated

    rows = read_rows(f"gov_messages/{LABELLED}")
    texts, labels = [message_text(row) for row in rows], [str(row["label"]) for row in rows]
    groups = [int(row["dup_group"]) for row in rows]
    encoder, cache = Encoder.open(ENCODER, threads=1, cache=0), VectorCache(VAR / "petition_vectors.sqlite")

    def encode(asked: list[str]) -> Vectors:
        return cache.encode(encoder, [("query", text) for text in asked])[0]

    for name, learned in (("words and characters", learn), ("with sentence vectors", partial(learn, encode=encode))):
        apart = macro_f1(labels, cross_validated(texts, labels, range(len(rows)), learned))
        say(f"{name}: macro-F1 {macro_f1(labels, cross_validated(texts, labels, groups, learned)):.4f}, ")
        say(f"  with repetitions parted at random {apart:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
