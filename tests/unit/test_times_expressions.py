"""The bars on times, numbers, ages and relations: sentences written by hand, judged by span and value."""

from datetime import UTC
from pathlib import Path

import pytest

from assistant.shared.text.times import find_times
from scripts.evaluation.entity_scores import DATES, ENTITIES, given, read, score

OWN = [
    ENTITIES / name
    for name in ("ages.yml", "relations.yml", "numbers.yml", "numbers_and_times.yml", "numbers_fresh.yml")
]
CLOCK_CHANGES = read(DATES / "clock_changes.yml")[1]


def test_every_date_expression_means_what_the_calendar_says() -> None:
    scores = score(sorted(DATES.glob("*.yml")))
    assert scores.rows >= 250
    assert scores.wrong == []


def test_numbers_ages_people_and_times_are_found_in_messy_sentences() -> None:
    scores = score(OWN)
    assert scores.rows >= 250
    assert scores.total.f1 >= 0.95, scores.wrong
    assert min(tally.f1 for tally in scores.kinds.values()) >= 0.9, scores.wrong


@pytest.mark.parametrize("row", CLOCK_CHANGES, ids=lambda row: f"{row['zone']} {row['now']} {row['text']}")
def test_where_the_clock_changes_the_moment_is_that_of_the_offset_of_the_day(row: dict[str, str]) -> None:
    said = given(row)
    (found,) = find_times(said.text, now=said.now, zone=said.zone)
    moments = [
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if moment else ".." for moment in (found.since, found.until)
    ]
    assert row["utc"] == (moments[0] if "/" not in row["utc"] else "/".join(moments))


def test_each_file_of_sentences_judges_rows_that_name_their_own_words() -> None:
    for path in [*OWN, *DATES.glob("*.yml")]:
        assert isinstance(path, Path)
        kinds, rows = read(path)
        assert kinds
        assert len({(row["text"], row.get("now"), row.get("zone")) for row in rows}) == len(rows), path
