"""The judge of guessing sees a leak in bytes, in times, and a door that does not close."""

import random
from collections import Counter
from pathlib import Path

from benchmarks.wrong_codes.__main__ import faults
from benchmarks.wrong_codes.attack import Found, run
from benchmarks.wrong_codes.ranks import told_apart


def a_find(**changes: object) -> Found:
    """An attacker who learned nothing."""
    dice = random.Random(1)
    answers = {kind: Counter({(404, b"no"): 9}) for kind in ("real", "unknown")}
    times = {kind: [dice.gauss(2, 0.1) for _ in range(4000)] for kind in ("real", "unknown")}
    usual = {"answers": answers, **times, "one_number": Counter({404: 5, 429: 95}), "right_code_after": 429}
    return Found(**{**usual, "logged": ["XF is closed"], **changes})  # type: ignore[arg-type]


def test_an_attacker_who_learns_nothing_is_no_fault() -> None:
    assert faults(a_find()) == []


def test_each_leak_is_named() -> None:
    slower = [each + 0.02 for each in a_find().real]
    other = {"real": Counter({(404, b"no"): 1}), "unknown": Counter({(404, b"none"): 1})}

    assert faults(a_find(real=slower)) == ["the times differ"]
    assert faults(a_find(answers=other)) == ["the answers differ"]
    assert faults(a_find(one_number=Counter({404: 100}))) == ["a number is not closed"]
    assert faults(a_find(right_code_after=200)) == ["a closed number opens to the right code"]
    assert faults(a_find(logged=[])) == ["nothing was logged"]


def test_times_that_never_mix_are_told_apart_each_time() -> None:
    assert told_apart([3.0, 4.0], [1.0, 2.0])[0] == 1.0
    assert told_apart([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])[0] == 0.5


def test_the_served_system_answers_alike_closes_and_logs_the_number_only_as_a_digest(tmp_path: Path) -> None:
    found = run(tmp_path, numbers=4, tries=12, seed=1)

    assert found.answers["real"] == found.answers["unknown"]
    assert found.one_number == {404: 5, 429: 7}
    assert found.right_code_after == 429
    assert len(found.logged) == 1
    assert "XF2026" not in found.logged[0]
