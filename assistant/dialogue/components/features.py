"""The two features that our featurizers put on a message, as the heads read them."""

from typing import Any, List, Optional, Tuple

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack

_ENOUGH = 0.9


def in_order(training_data: TrainingData) -> List[Message]:
    """Sentences with an act by their text: the order of files and of hashes does not decide who is held out."""
    examples = [example for example in training_data.intent_examples if example.get(TEXT)]
    return sorted(examples, key=lambda example: (example.get(TEXT), example.get(INTENT)))


def sounds(message: Message) -> Any:
    """How it sounds alone: the sparse row of the featurizer with the alias `sounds`, None when there is none."""
    _, sparse = message.get_sparse_features(TEXT, ["sounds"])
    return sparse.features if sparse is not None else None


def features(message: Message) -> Tuple[Optional[NDArray[Any]], Any]:
    """Dense row or None, and sparse row."""
    _, dense = message.get_dense_features(TEXT)
    _, sparse = message.get_sparse_features(TEXT)
    return (dense.features if dense is not None else None), sparse.features


def seen(messages: List[Message]) -> List[int]:
    """Which messages have a vector; none at all when it is fewer than nine in ten.

    A few sentences may be newer than the file of vectors.
    """
    found = [at for at, message in enumerate(messages) if features(message)[0] is not None]
    return found if len(found) >= _ENOUGH * len(messages) else []


def stacked(messages: List[Message]) -> Tuple[Optional[NDArray[Any]], Any]:
    """Dense rows, or None when one message has none, and sparse rows as CSR."""
    pairs = [features(message) for message in messages]
    rows = [dense for dense, _ in pairs if dense is not None]
    return (np.vstack(rows) if len(rows) == len(pairs) else None), vstack([row for _, row in pairs], format="csr")
