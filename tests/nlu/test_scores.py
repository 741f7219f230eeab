"""The arithmetic of the evaluation, on cases small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.evaluation.scores import expected_calibration_error, macro_f1, reliability, scores

LABELS = st.sampled_from("abc")


def test_precision_recall_and_f1_are_those_counted_by_hand() -> None:
    found = scores(["a", "a", "a", "b"], ["a", "b", "b", "b"])
    assert (found["a"].precision, found["a"].recall, found["a"].f1) == (1.0, 1 / 3, 0.5)
    assert (found["b"].precision, found["b"].recall, found["b"].f1) == (1 / 3, 1.0, 0.5)


def test_a_label_nobody_wanted_costs_recall_only() -> None:
    found = scores(["a", "a"], ["a", "z"])
    assert set(found) == {"a"}
    assert (found["a"].precision, found["a"].recall) == (1.0, 0.5)


def test_a_label_that_is_never_said_has_f1_zero() -> None:
    assert scores(["a", "b"], ["a", "a"])["b"].f1 == 0


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1))
def test_macro_f1_is_a_share_and_one_only_when_all_is_right(pairs: list[tuple[str, str]]) -> None:
    wanted, found = zip(*pairs, strict=True)
    value = macro_f1(wanted, found)
    assert 0 <= value <= 1
    assert (value == 1) == (wanted == found)


def test_confidence_that_is_as_high_as_the_share_of_right_answers_has_no_error() -> None:
    bins = reliability([0.75] * 4, [True, True, True, False])
    assert expected_calibration_error(bins) == 0


def test_a_model_that_is_sure_and_wrong_has_the_greatest_error() -> None:
    assert expected_calibration_error(reliability([1.0, 1.0], [False, False])) == 1


def test_half_of_the_answers_off_by_a_half_make_a_quarter() -> None:
    bins = reliability([0.95, 0.95, 0.5, 0.5], [True, True, True, True])
    assert expected_calibration_error(bins) == pytest.approx(0.5 * 0.05 + 0.5 * 0.5)
