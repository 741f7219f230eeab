"""What ranks and rates an entry besides its own passages: its place by words, its topic, its kind, its share."""

import numpy as np
import pytest

from assistant.retrieval.calibration import FEATURES, features
from assistant.retrieval.fusion import FEATURES as RANKING
from assistant.retrieval.fusion import SECTION, Ranking, Traits, describe


def test_the_best_by_words_has_place_one_and_the_next_a_half() -> None:
    table, _ = describe(
        groups=np.arange(3),
        roles=np.full(3, SECTION, dtype=np.int8),
        dense=np.full(3, 0.8, dtype=np.float32),
        parts=np.array([[0, 1, 1], [0, 0, 1]], dtype=np.float32),
        weights=np.ones(2, dtype=np.float32),
        mass=2.0,
    )

    assert table[:, RANKING.index("words_place")] == pytest.approx([1 / 3, 1 / 2, 1])


def test_an_entry_is_vouched_for_by_what_is_near_of_its_topic() -> None:
    traits = Traits(
        topics=np.array([7, 8, 8]), gaps=np.array([True, False, False]), directories=np.array([False, False, True])
    )
    table = np.zeros((3, len(RANKING)), dtype=np.float32)
    table[:, 0] = (0.9, 0.9, 0.3)

    filled = dict(zip(RANKING, traits.added(table, np.array([0, 1, 2])).T, strict=True))

    assert filled["topic"] == pytest.approx([0.5, 0.5, 0.5], abs=1e-6)
    assert list(filled["gap"]) == [1, 0, 0]
    assert list(filled["directory"]) == [0, 0, 1]
    assert not table[:, 1:].any()


def test_of_candidates_alike_each_has_its_share() -> None:
    ranking = Ranking(
        np.arange(4), np.zeros((4, len(RANKING)), np.float32), np.arange(4), *(np.zeros((2, 4), np.float32))
    )

    rows = features(ranking, count=2, query_length=3, in_letters=False, elsewhere=frozenset({1}))

    assert rows[:, FEATURES.index("share")] == pytest.approx([0.25, 0.25])
    assert list(rows[:, FEATURES.index("elsewhere")]) == [0, 1]
