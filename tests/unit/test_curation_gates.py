"""What keeps a release from citizens: each gate refuses its own fault, names it and says how to mend it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.curation.difference import changed_numbers
from assistant.curation.findings import Finding
from assistant.curation.gates import Figures, citation_gate, gap_gate, lint_gate, recall_gate


def figures(**changes: Any) -> Figures:
    return Figures(**{"questions": 100, "first": 0.9, "in_three": 0.97, **changes})


def an_entry(name: str, *anchors: str, aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"entry_id": name, "sections": [{"anchor": anchor, "aliases": list(aliases)} for anchor in anchors]}


def test_lint_errors_refuse_and_the_first_is_named() -> None:
    (refusal,) = lint_gate([Finding("a.md", 3, 1, "K008", "20 is in no fact", "leave it out")])

    assert refusal.gate == "lint"
    assert "a.md:3 K008" in refusal.reason
    assert lint_gate([]) == []


def test_recall_may_fall_by_what_is_allowed_and_no_more() -> None:
    before = figures(lost=frozenset({"旧"}))

    assert recall_gate(before, figures(first=0.895), allowed=0.01) == []
    (refusal,) = recall_gate(before, figures(first=0.88, lost=frozenset({"旧", "新"})), allowed=0.01)
    assert "first: 0.900 → 0.880" in refusal.reason
    assert "newly lost: 新" in refusal.reason
    assert refusal.mend


def test_recall_that_rises_is_welcome() -> None:
    assert recall_gate(figures(), figures(first=0.99, in_three=1.0), allowed=0.0) == []


def test_a_cited_address_that_leads_nowhere_refuses() -> None:
    before = [an_entry("a", "x", "y"), an_entry("b", "x")]

    (refusal,) = citation_gate(before, [an_entry("a", "x")], {})

    assert "2 addresses" in refusal.reason
    assert "/k/a#y" in refusal.reason
    assert "/k/b" in refusal.reason
    assert "supersedes" in refusal.mend


def test_an_address_with_a_successor_or_an_end_is_not_broken() -> None:
    before = [an_entry("a", "x"), an_entry("b", "x")]

    assert citation_gate(before, [an_entry("a", "z", aliases=("x",))], {"b": {"by": None}}) == []


def test_a_gap_question_that_is_suddenly_answered_refuses_and_an_old_one_does_not() -> None:
    before = figures(answered={"旧": "/k/a#x"})
    after = figures(answered={"旧": "/k/a#x", "五邑公证处电话": "/k/b#y"})

    (refusal,) = gap_gate(before, after)

    assert "五邑公证处电话" in refusal.reason
    assert "/k/b#y" in refusal.reason
    assert gap_gate(after, before) == []


def test_a_changed_number_is_named_with_what_it_was() -> None:
    assert changed_numbers("15日内，收200元", "20日内，收200元") == (("15", "20"),)
    assert changed_numbers("15日内", "尽快") == (("15", ""),)
    assert changed_numbers("1,000元", "1000元，很快") == ()


@given(st.lists(st.integers(0, 99), max_size=6), st.lists(st.integers(0, 99), max_size=6))
def test_changed_numbers_account_for_every_number(old: list[int], new: list[int]) -> None:
    before, after = ("、".join(map(str, numbers)) for numbers in (old, new))
    pairs = changed_numbers(before, after)

    gone, come = sorted(a for a, _ in pairs if a), sorted(b for _, b in pairs if b)
    if pairs:
        assert sorted([*map(str, old), *come]) == sorted([*map(str, new), *gone])
    else:
        assert sorted(old) == sorted(new)
