"""Which sections of an entry are shown: enough to be sure of the right one, never more than can be read."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.retrieval.sections import ROOM, leading

SHORT = [100, 100, 100, 100]
NO_GAPS = [False] * 4


def scores(*shares: float) -> np.ndarray:
    return np.log(np.array(shares))


def test_a_sure_section_stands_alone() -> None:
    assert leading(scores(0.95, 0.03, 0.01, 0.01), lengths=SHORT, gaps=NO_GAPS) == [0]


def test_two_sections_that_are_as_likely_are_both_shown_the_likelier_first() -> None:
    assert leading(scores(0.40, 0.55, 0.03, 0.02), lengths=SHORT, gaps=NO_GAPS) == [1, 0]


def test_no_more_than_three_are_shown() -> None:
    assert len(leading(scores(0.25, 0.25, 0.25, 0.25), lengths=SHORT, gaps=NO_GAPS)) == 3


def test_a_section_that_does_not_fit_makes_room_for_one_that_does() -> None:
    assert leading(scores(0.5, 0.3, 0.2), lengths=[100, ROOM, 100], gaps=[False] * 3) == [0, 2]


def test_what_is_not_known_stands_alone_when_it_was_surely_asked() -> None:
    assert leading(scores(0.8, 0.2), lengths=[80, 80], gaps=[True, False]) == [0]


def test_what_is_known_comes_before_what_is_not_when_either_may_have_been_asked() -> None:
    assert leading(scores(0.55, 0.45), lengths=[80, 80], gaps=[True, False]) == [1, 0]


@example([(0.0, 1, False), (0.0, 1, False), (0.0, 1, False), (3.3e-78, 1, False)])  # all alike once made into shares
@given(st.lists(st.tuples(st.floats(-20, 20), st.integers(1, 900), st.booleans()), min_size=1, max_size=12))
def test_the_likeliest_is_always_shown_once_and_the_others_fit(rows: list[tuple[float, int, bool]]) -> None:
    values = np.array([row[0] for row in rows])
    lengths = [row[1] for row in rows]

    kept = leading(values, lengths=lengths, gaps=[row[2] for row in rows])

    first = int(np.argsort(-values, kind="stable")[0])
    assert first in kept and len(set(kept)) == len(kept)
    assert sum(lengths[number] for number in kept if number != first) <= max(ROOM - lengths[first], 0)
