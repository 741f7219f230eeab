"""A short run of the monkey (`python -m benchmarks.widget.monkey` is the long one) against the real gateway."""

from typing import Any

from playwright.sync_api import Browser

from benchmarks.widget.monkey import Result, play


def test_random_use_on_a_flapping_network_throws_loses_and_doubles_nothing(browser: Browser, stand: Any) -> None:
    result = play(browser, stand, actions=120, seed=11)

    assert result.faults() == []
    assert len(result.said) > 20
    assert result.done["flap"] > 3


def test_the_monkey_finds_what_is_lost_doubled_thrown_and_kept() -> None:
    result = Result(said=["第0句", "第1句"], exceptions=["oh"], megabytes=[5.0, 26.0])
    result.stored.update({"第0句": 2, "第1句": 1})
    result.shown.update({"第0句": 1})

    assert result.faults() == [
        "exception: oh",
        "the database holds '第0句' 2 times",
        "the page holds '第1句' 0 times",
        "memory grew by 21.0 MB",
    ]
