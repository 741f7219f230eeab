"""What the benchmark makes of its measurements: percentiles, ratios, verdicts, report, chart, questions."""

import math
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import benchmarks.turns
from benchmarks.turns import report
from benchmarks.turns.chart import chart
from benchmarks.turns.figures import COLD, OURS, REPEATED, STOCK, Level, Said, level, pairs, percentile, verdicts
from benchmarks.turns.project import write_project
from benchmarks.turns.talk import fresh_questions
from scripts.build.paths import ROOT

QUESTIONS = yaml.safe_load((Path(benchmarks.turns.__file__).parent / "questions.yml").read_text("utf-8"))


def a_level(system: str = OURS, variant: str = COLD, clients: int = 1, **figures: Any) -> Level:
    base: dict[str, Any] = {
        "answered": 60,
        "wrong": 0,
        "failed": 0,
        "seconds": 1.0,
        "p50": 10.0,
        "p95": 20.0,
        "rate": 60.0,
        "generator_cpu": 0.1,
        "others_cpu": 0.2,
        "cpu": {"service": 0.3, "rasa run": 0.0},
    }
    return Level(system, variant, clients, **{**base, **figures})


def both(*, ours: float, stock: float) -> list[Level]:
    """Levels in which a turn takes so many milliseconds, one client after the other."""
    return [
        a_level(system, variant, clients, p50=p50, rate=1000 / p50)
        for clients in (1, 8, 32)
        for variant in (COLD, REPEATED)
        for system, p50 in ((OURS, ours), (STOCK, stock))
    ]


def a_report(levels: list[Level]) -> str:
    found = {
        "stock_is_current": True,
        "machine": "2 cores, some processor, 24 GiB",
        "questions": 48,
        "levels": levels,
        "errors": [],
        "steps": {"encode": 6.3},
        "missed": {OURS: [], STOCK: ["什么是信访"]},
        "memory_mb": {OURS: {"service": (700.0, 600.0)}, STOCK: {"rasa run": (1300.0, 1200.0)}},
        "ready_s": {OURS: {"both": 12.0}, STOCK: {"rasa run": 30.0}},
    }
    return report.text(found, verdicts(levels, 700.0))


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5


def test_a_percentile_of_nothing_is_not_a_number() -> None:
    assert math.isnan(percentile([], 0.5))


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_lies_between_the_least_and_the_greatest(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert min(values) <= found <= max(values) or math.isclose(found, max(values)) or math.isclose(found, min(values))


def test_only_answered_turns_count_for_speed() -> None:
    turns = [Said(10.0, True), Said(1.0, False), Said(2.0, False, error="ReadTimeout"), Said(30.0, True)]
    found = level(OURS, COLD, 8, turns, seconds=2.0, generator_cpu=0.1, others_cpu=0.0, cpu={"service": 0.4})
    assert (found.answered, found.wrong, found.failed) == (2, 1, 1)
    assert (found.rate, found.p50) == (1.0, 20.0)
    assert found.cpu_a_turn() == {"service": 100.0}


def test_three_times_the_throughput_at_half_the_median_in_two_gigabytes_passes() -> None:
    assert all(bar.passed for bar in verdicts(both(ours=10.0, stock=30.0), 2048.0))


def test_the_worst_number_of_clients_decides() -> None:
    levels = [*both(ours=10.0, stock=50.0), a_level(OURS, COLD, 32, p50=30.0, rate=40.0)]  # the last one counts
    passed = {bar.bar: bar.passed for bar in verdicts(levels, 100.0)}
    assert [ok for bar, ok in passed.items() if bar.startswith(("answered", "p50"))] == [False, False]


def test_one_client_alone_says_nothing_of_throughput_but_counts_for_the_median() -> None:
    quick, slow = both(ours=10.0, stock=50.0), a_level(OURS, COLD, 1, p50=30.0, rate=33.0)
    assert [bar.passed for bar in verdicts([*quick, slow], 100.0)[:2]] == [True, False]


def test_too_much_memory_and_lost_turns_are_said() -> None:
    levels = [*both(ours=10.0, stock=50.0), a_level(OURS, REPEATED, 8, failed=1)]
    assert [bar.passed for bar in verdicts(levels, 2049.0)] == [True, True, False, False]


def test_nothing_measured_passes_no_speed_bar() -> None:
    assert [bar.passed for bar in verdicts([], 100.0)[:2]] == [False, False]


def test_a_level_that_only_one_system_ran_is_not_compared() -> None:
    assert pairs([a_level(OURS, COLD, 1), a_level(STOCK, COLD, 8)], COLD) == []


def test_the_report_names_ratios_memory_repetition_and_verdicts() -> None:
    told = a_report(both(ours=10.0, stock=40.0))
    for expected in (
        "4.0 × the turns per second, 0.25 × the p50",
        "0 % repeat",
        "48 questions",
        "resident 700 MB",
        "PSS 600",
        "什么是信访",
        "encode 6.3",
        "CPU a turn at 32 clients: 5.0 ms (service 5.0)",
        "✓ p50 ≤ 0.5 × stock's: 0.25 × / 0.25 × / 0.25 ×",
    ):
        assert expected in told


def test_the_chart_is_well_formed_and_says_its_figures_in_words() -> None:
    root = ElementTree.fromstring(chart(both(ours=10.0, stock=40.0), "2 cores, A & B"))
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "8 clients: ours 100.0 turns/s at p50 10 ms, stock 25.0 turns/s at 40 ms" in told
    assert "A & B" in told


def test_at_least_forty_different_questions_are_asked_and_none_is_a_training_sentence() -> None:
    asked = set(QUESTIONS["questions"])
    assert len(asked) == len(QUESTIONS["questions"]) >= 40
    trained = "\n".join(path.read_text("utf-8") for path in (ROOT / "nlu_data").glob("*.yml"))
    assert not asked & {line.strip("- ").strip() for line in trained.splitlines()}


def test_a_cold_run_never_asks_the_same_twice() -> None:
    needed = 2 * (60 + 200 + 320)
    asked = list(islice(fresh_questions(QUESTIONS, QUESTIONS["questions"][:40]), needed))
    assert len(set(asked)) == needed


@pytest.mark.parametrize("part", ["rules.yml", "nlu.yml"])
def test_the_stock_project_has_the_intents_of_our_training_data(tmp_path: Path, part: str) -> None:
    write_project(tmp_path, ROOT / "nlu_data")
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text("utf-8"))
    written = (tmp_path / "data" / part).read_text("utf-8")
    assert "ask" in domain["intents"]
    assert all(f"intent: {name}\n" in written for name in domain["intents"])


def test_the_stock_project_is_the_same_for_the_same_sentences(tmp_path: Path) -> None:
    first = write_project(tmp_path / "a", ROOT / "nlu_data")
    assert first == write_project(tmp_path / "b", ROOT / "nlu_data")
