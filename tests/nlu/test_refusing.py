"""Which ends of a turn count as wrongly refused and wrongly served."""

from collections.abc import Iterable

import pytest

from scripts.evaluation import refusing
from scripts.evaluation.public_sets import OUTSIDE, data_folder, in_sample_order
from scripts.evaluation.refusing import Part, Result
from scripts.evaluation.site import Ended


def a_result(*outcomes: str, inside: bool) -> Result:
    wrong = refusing.turned_away if inside else refusing.served
    ends = tuple(Ended(f"text {n}", outcome) for n, outcome in enumerate(outcomes))
    return Result(Part("a set", tuple(end.text for end in ends), wrong, inside=inside), ends)


@pytest.mark.parametrize(
    ("outcome", "served"),
    [
        ("answered_knowledge", True),
        ("flow_petition", True),
        ("answered_smalltalk", False),
        ("clarify_choices", False),
        ("guard_out_of_scope", False),
        ("unanswerable_no_source", False),
    ],
)
def test_only_a_flow_or_a_knowledge_answer_serves(outcome: str, served: bool) -> None:
    assert refusing.served(Ended("", outcome)) is served


def test_a_gold_question_is_refused_by_any_guard_and_by_having_no_source_but_not_by_choices() -> None:
    refused = [
        o
        for o in ("guard_abuse", "guard_emergency", "unanswerable_no_source", "clarify_choices", "answered_knowledge")
        if refusing.unanswered(Ended("", o))
    ]
    assert refused == ["guard_abuse", "guard_emergency", "unanswerable_no_source"]


def test_shares_are_taken_over_all_sets_of_a_side() -> None:
    results = [
        a_result("guard_out_of_scope", "answered_knowledge", inside=True),
        a_result("flow_petition", "guard_out_of_scope", "clarify_choices", "answered_smalltalk", inside=False),
    ]
    found = {figure.name: figure.value for figure in refusing.figures(results)}
    assert found["in-scope wrongly refused"] == 0.5
    assert found["out-of-scope wrongly served"] == 0.25
    assert found["turns that ended in an error"] == 0


def test_an_error_is_counted() -> None:
    found = {
        figure.name: figure.value for figure in refusing.figures([a_result("error_internal", "http_500", inside=True)])
    }
    assert found["turns that ended in an error"] == 2


def test_the_quick_sample_is_the_beginning_of_the_whole_one() -> None:
    if not data_folder().is_dir():
        pytest.skip("shared/data is not beside the repository")

    def say(texts: Iterable[str]) -> list[Ended]:
        return [Ended(text, "guard_out_of_scope") for text in texts]

    whole, quick = refusing.parts(), refusing.parts(quick=True)
    assert [part.texts[: refusing.QUICK] for part in whole] == [part.texts for part in quick]
    assert all(len(part.texts) >= 300 for part in whole if part.inside is False and part.name != "ChatterBot")
    assert refusing.figures(refusing.measure(say, quick=True))


def test_a_sample_does_not_depend_on_the_order_of_a_file() -> None:
    assert in_sample_order(["b", "a", "c", "a"]) == in_sample_order(["c", "b", "a"])


def test_every_set_of_the_bar_is_there() -> None:
    names = {each.name for each in OUTSIDE}
    assert names == {"SMP2017 develop", "SMP2019", "CDial", "CrossWOZ", "ChatterBot", "policy_qa"}
