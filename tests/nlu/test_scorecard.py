"""The scorecard: the page says what the card holds, and a fall of more than a point is noticed."""

import pytest

from scripts.evaluation import scorecard
from scripts.evaluation.figures import Figure, Section, section_from_json


def a_card(value: float = 0.90, *, at_least: bool = True, quick: float | None = None) -> dict[str, object]:
    section = a_section(value, at_least=at_least)
    if quick is not None:
        section.quick = [Figure("recall", quick, 0.9, at_least, headline=True)]
    return {"part": {**section.as_json(), "measured": {"commit": "c", "date": "d", "machine": "m"}}}


def a_section(value: float, *, at_least: bool = True, headline: bool = True) -> Section:
    return Section("part", "A part", [Figure("recall", value, 0.9, at_least, of=10, headline=headline)])


def test_the_page_is_what_the_card_says() -> None:
    assert scorecard.PAGE.read_text(encoding="utf-8") == scorecard.page(scorecard.load()), "run `make evaluate`"


def test_every_picture_on_the_page_is_there() -> None:
    pictures = [name for part in scorecard.load().values() for name in part["pictures"]]
    assert [name for name in pictures if not (scorecard.IMAGES / name).exists()] == []


@pytest.mark.parametrize(("value", "falls"), [(0.95, 0), (0.895, 0), (0.885, 1)])
def test_a_headline_that_loses_more_than_a_point_has_fallen(value: float, falls: int) -> None:
    assert len(scorecard.fallen(a_section(value), a_card())) == falls


@pytest.mark.parametrize(("value", "falls"), [(0.01, 0), (0.025, 0), (0.035, 1)])
def test_where_less_is_better_it_falls_by_rising(value: float, falls: int) -> None:
    assert len(scorecard.fallen(a_section(value, at_least=False), a_card(0.02, at_least=False))) == falls


def test_what_is_no_headline_and_what_was_never_measured_cannot_fall() -> None:
    assert scorecard.fallen(a_section(0.1, headline=False), a_card()) == []
    assert scorecard.fallen(a_section(0.1), {}) == []


def test_a_small_sample_is_compared_with_the_same_small_sample() -> None:
    card = a_card(0.99, quick=0.90)
    assert scorecard.fallen(a_section(0.90), card, quick=True) == []
    assert len(scorecard.fallen(a_section(0.90), card)) == 1


def test_a_missed_bar_is_called_missed() -> None:
    page = scorecard.page(a_card(0.5))
    assert "**missed**" in page
    assert "| A part | recall | 0.500 | ≥ 0.900 |" in page


def test_a_section_comes_back_from_its_file_as_it_was() -> None:
    section = a_section(0.25)
    assert section_from_json("part", section.as_json()) == section
