"""A fitted head depends on what the sentences say and on nothing else: not on their order, nor on who is held out."""

from typing import Any, Tuple

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from assistant.dialogue.components.features import in_order
from assistant.dialogue.components.information import Yardstick
from assistant.dialogue.components.regression import Head, fit, softmax, temperature

LABELS, TERMS, DIMENSIONS = 4, 60, 12


def sentences(count: int = 600) -> Tuple[csr_matrix, Any, Any]:
    """Terms of which few are frequent, vectors of loud and faint directions, and labels that both tell in part."""
    generator = np.random.default_rng(3)
    targets = generator.integers(0, LABELS, count)
    often = np.geomspace(0.5, 0.01, TERMS)
    told = generator.random((count, TERMS)) < often * (1 + 2 * (np.arange(TERMS) % LABELS == targets[:, None]))
    loud = np.geomspace(3, 0.05, DIMENSIONS)
    faces = generator.normal(size=(LABELS, DIMENSIONS))
    return csr_matrix(told * 0.3), loud * (faces[targets] + 2 * generator.normal(size=(count, DIMENSIONS))), targets


def judged(head: Head, sparse: csr_matrix, dense: Any) -> Any:
    """Likelihoods by `head` of each sentence."""
    return np.vstack([head.probabilities(sparse[at], dense[at]) for at in range(sparse.shape[0])])


def test_whoever_is_held_out_the_weights_are_the_same() -> None:
    sparse, dense, targets = sentences()
    one, other = (fit(sparse, targets, dense, strength=5.0, seed=seed, labels=LABELS) for seed in (7, 8))
    scores = [sparse @ head.sparse_weights + (dense - head.centre) @ head.dense_weights for head in (one, other)]
    assert np.abs(scores[0] - scores[1]).max() < 0.02 * np.abs(scores[0]).max()
    assert (scores[0].argmax(axis=1) == scores[1].argmax(axis=1)).mean() > 0.995


def test_the_order_of_sentences_does_not_matter() -> None:
    texts = ["补办身份证", "投诉噪音", "约视频公证", "我不想活了"]
    messages = [Message({TEXT: text, INTENT: "ask"}) for text in texts] + [Message({TEXT: "补办身份证", INTENT: "inform"})]
    there, back = (
        [(each.get(TEXT), each.get(INTENT)) for each in in_order(TrainingData(order))]
        for order in (messages, messages[::-1])
    )
    assert there == back and len(there) == len(messages)


def test_a_term_that_no_sentence_uses_weighs_nothing() -> None:
    sparse, dense, targets = sentences()
    wider = csr_matrix((sparse.data, sparse.indices, sparse.indptr), shape=(sparse.shape[0], TERMS + 5))
    head = fit(wider, targets, dense, strength=5.0, seed=7, labels=LABELS)
    assert head.sparse_weights.shape == (TERMS + 5, LABELS) and not head.sparse_weights[TERMS:].any()
    same = fit(sparse, targets, dense, strength=5.0, seed=7, labels=LABELS)
    assert head.sparse_weights[:TERMS] == pytest.approx(same.sparse_weights, abs=1e-9)


def test_weights_say_of_a_sentence_what_they_said_in_their_own_units() -> None:
    sparse, dense, targets = sentences()
    yardstick = Yardstick.of(sparse, dense, np.full(len(targets), 5.0))
    terms, vectors = yardstick.measured(sparse, dense)
    generator = np.random.default_rng(5)
    weights = (
        generator.normal(size=(TERMS, LABELS)), generator.normal(size=(DIMENSIONS, LABELS)),
        generator.normal(size=LABELS),
    )
    of_terms, of_vector, bias = yardstick.back(weights)
    assert sparse @ of_terms + dense @ of_vector + bias == pytest.approx(
        terms @ weights[0] + vectors @ weights[1] + weights[2] * yardstick.bias
    )


def test_no_direction_of_the_vector_is_louder_than_another_in_these_units() -> None:
    sparse, dense, targets = sentences()
    dense = dense - dense.mean(axis=0)
    spread = dense.std(axis=0)
    _, vectors = Yardstick.of(sparse, dense, np.full(len(targets), 5.0)).measured(sparse, dense)
    assert spread.max() / spread.min() > 30 and vectors.std(axis=0).max() / vectors.std(axis=0).min() < 4


def test_without_a_vector_a_head_is_fitted_all_the_same() -> None:
    sparse, _, targets = sentences()
    head = fit(sparse, targets, None, strength=5.0, seed=7, labels=LABELS)
    found = [int(head.probabilities(sparse[at], None).argmax()) for at in range(len(targets))]
    assert (np.array(found) == targets).mean() > 0.5


@pytest.mark.parametrize("times", [0.25, 1.0, 4.0])
def test_the_temperature_undoes_what_makes_scores_too_sure(times: float) -> None:
    generator = np.random.default_rng(11)
    scores = generator.normal(size=(4000, LABELS)) * 2
    targets = np.array([generator.choice(LABELS, p=row) for row in softmax(scores)])
    assert temperature(scores * times, targets) == pytest.approx(times, rel=0.1)
