"""Figures of petitions, and what a table leaves out: judged by a reader who tries every possibility."""

from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.backends.petition.public import table
from assistant.backends.petition.public_suppression import Hidden, hidden_counts, hidden_parts, pooled, tells
from assistant.backends.petition.statistics import Case, figures

NEW_YEAR = date(2026, 1, 1)
MEASURES = ("received", "accepted", "finished", "on_time", "repeats")


def a_case(**changes: Any) -> Case:
    base = {
        "topic": "wages", "department": "human_resources", "level": "town", "district": "440703",
        "registered": NEW_YEAR, "status": "registered",
    }  # fmt: skip
    return Case(**{**base, **changes})


def an_answered_case(days: int, **changes: Any) -> Case:
    return a_case(status="answered", accepted=NEW_YEAR, answered=NEW_YEAR + timedelta(days), **changes)


def test_the_sixtieth_day_is_in_time_the_next_is_late_and_an_extension_moves_both() -> None:
    days = [(60, 0), (61, 0), (90, 30), (91, 30)]
    assert [an_answered_case(n, extension_days=more).on_time for n, more in days] == [True, False, True, False]


def test_the_figures_of_a_group() -> None:
    found = figures(
        [an_answered_case(10, rating=5), an_answered_case(21, rating=4), an_answered_case(70), a_case(repeat=True)]
    )
    assert (found.received, found.accepted, found.finished, found.on_time, found.repeats) == (4, 3, 3, 2, 1)
    assert (found.median_days, found.satisfaction, found.ratings) == (21.0, 4.5, 2)


def possible(cells: dict[tuple[str, ...], int], hidden: dict[tuple[str, str], Hidden], row: tuple[str, str],
             dimensions: tuple[str, ...]) -> set[int]:  # fmt: skip
    """What may stand in `row` for who knows the sum, the other rows and what is said of the hidden ones: all tried."""
    rows = {cell: tuple(zip(dimensions, cell, strict=True)) for cell in cells}
    unknown = [cell for cell in cells if any(each in hidden for each in rows[cell])]
    told = {cell: count for cell, count in cells.items() if cell not in unknown}
    whole = sum(cells.values())
    found = set()
    for values in product(range(whole - sum(told.values()) + 1), repeat=len(unknown)):
        guess = {**told, **dict(zip(unknown, values, strict=True))}
        if sum(values) != whole - sum(told.values()):
            continue
        sums: Counter[tuple[str, str]] = Counter()
        real: Counter[tuple[str, str]] = Counter()
        for cell in cells:
            for each in rows[cell]:
                sums[each] += guess[cell]
                real[each] += cells[cell]
        fits = all(
            1 <= sums[each] <= 4 if hidden.get(each) == "few" else
            sums[each] >= 5 if hidden.get(each) == "kept" else sums[each] == real[each]
            for each in real
        )  # fmt: skip
        if fits:
            found.add(sums[row])
    return found


@settings(max_examples=35, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from("abcd")), st.integers(1, 9), min_size=1, max_size=4))
def test_no_small_count_of_one_table_can_be_told_from_the_sum_and_the_others(cells: dict[tuple[str], int]) -> None:
    hidden = hidden_counts(("district",), cells)
    if hidden is None:
        return
    assert all(hidden.get(("district", code)) == Hidden.FEW for (code,), count in cells.items() if count < 5)
    for row, reason in hidden.items():
        if reason is Hidden.FEW:
            assert possible(cells, hidden, row, ("district",)) >= {1, 2, 3, 4}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("XY")), st.integers(1, 8), min_size=1))
def test_no_small_count_of_linked_tables_can_be_told_from_one_another(cells: dict[tuple[str, str], int]) -> None:
    dimensions = ("topic", "department")
    hidden = hidden_counts(dimensions, cells)
    for row, reason in (hidden or {}).items():
        if reason is Hidden.FEW:
            assert possible(cells, hidden or {}, row, dimensions) >= {1, 2, 3, 4}


def test_a_body_that_deals_with_one_subject_alone_does_not_give_a_small_one_away() -> None:
    cells = {("wages", "labour"): 12, ("health", "health"): 3, ("noise", "environment"): 9, ("smoke", "environment"): 7}
    hidden = hidden_counts(("topic", "department"), cells)
    assert hidden is not None
    assert hidden["topic", "health"] == hidden["department", "health"] == Hidden.FEW
    assert sum(dimension == "topic" for dimension, _ in hidden) >= 2
    assert sum(dimension == "department" for dimension, _ in hidden) >= 2


@settings(max_examples=35, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcde")),
        st.integers(5, 12).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
        min_size=1,
    )
)
def test_no_small_part_can_be_told_from_its_sum_and_the_other_parts(parts: dict[tuple[str], tuple[int, int]]) -> None:
    told, wholes = sum(p for p, _ in parts.values()), sum(w for _, w in parts.values())
    if tells(told, wholes) or told in (0, wholes):
        return
    hidden = {code for _, code in hidden_parts(("district",), parts, ())}
    left = sum(parts[(code,)][0] for code in hidden)
    for (code,), (part, whole) in parts.items():
        if not tells(part, whole):
            continue
        assert code in hidden
        others = [parts[(other,)][1] for other in hidden if other != code]
        width = [value for value in range(whole + 1) if 0 <= left - value <= sum(others)]
        assert len(width) >= 5


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 12)), st.sets(st.sampled_from("abcdefgh")))
def test_groups_that_are_told_have_five_members_and_so_has_what_is_pooled(
    counts: dict[str, int], forced: set[str]
) -> None:
    together = pooled(counts, forced)
    assert forced & set(counts) <= together
    assert all(count >= 5 for key, count in counts.items() if key not in together)
    assert not together or sum(counts[key] for key in together) >= min(5, sum(counts.values()))


cases = st.lists(
    st.builds(
        lambda topic, district, month, days, rating, repeat: a_case(
            topic=topic, department={"wages": "labour", "noise": "city", "smoke": "city"}.get(topic, "other"),
            district=district, registered=date(2026, month, 3), repeat=repeat,
            **({"status": "answered", "accepted": date(2026, month, 3), "rating": rating,
                "answered": date(2026, month, 3) + timedelta(days)} if days is not None else {}),
        ),
        st.sampled_from(["wages", "noise", "smoke", "land"]), st.sampled_from(["440703", "440704", "440705"]),
        st.integers(1, 3), st.none() | st.integers(0, 80), st.none() | st.integers(1, 5), st.booleans(),
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(cases)
def test_no_figure_from_one_to_four_is_told_and_each_case_of_the_list_is_one_of_five_alike(found: list[Case]) -> None:
    told = table(found)
    rows = [told["total"], *(row for each in told["tables"].values() for row in each["rows"])]
    for row in rows:
        counts = {measure: row[measure] for measure in MEASURES}
        assert all(value is None or value == 0 or value >= 5 for value in counts.values()), counts
        assert {measure for measure, value in counts.items() if value is None} == set(row["hidden"])
        for part, of in (("accepted", "received"), ("finished", "accepted"), ("on_time", "finished")):
            if row[part] is not None and row[of] is not None:
                assert row[of] - row[part] == 0 or row[of] - row[part] >= 5
    alike = Counter((row["topic"], row["department"], row["level"], row["state"]) for row in told["cases"])
    assert all(count >= 5 for count in alike.values())
    assert len(told["cases"]) == (len(found) if len(found) >= 5 else 0)


def test_the_list_counts_nothing_that_the_tables_leave_out() -> None:
    told = table([*(a_case() for _ in range(8)), *(an_answered_case(9) for _ in range(2)), *(
        an_answered_case(9, topic="noise", department="city") for _ in range(9))])  # fmt: skip
    assert told["tables"]["topic"]["rows"][1]["finished"] is None
    assert all(row["state"] is None and row["days"] is None for row in told["cases"] if row["topic"] == "wages")


@pytest.mark.parametrize("n", [0, 1, 4])
def test_fewer_than_five_petitions_are_told_as_fewer_than_five(n: int) -> None:
    told = table([a_case() for _ in range(n)])
    assert told["total"]["received"] == (0 if n == 0 else None)
    assert told["cases"] == []
    assert [row for each in told["tables"].values() for row in each["rows"]] == []
