"""What should never be sent, through whole turns of the gateway: always an outcome or a reason, never an exception."""

from pathlib import Path

import pytest
from gateway_site import Site, a_site

from scripts.evaluation import hostile
from scripts.evaluation.public_sets import data_folder
from scripts.evaluation.site import Ended, say_all

EACH = 8


@pytest.fixture
def bad() -> list[hostile.Bad]:
    if not data_folder().is_dir():
        pytest.skip("shared/data is not beside the repository: the public lists of bad input are missing")
    return hostile.inputs(EACH)


async def test_bad_input_ends_with_an_outcome_or_a_reason(bad: list[hostile.Bad], tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        ends = await say_all(site.http, [each.text for each in bad], longest=200_000)
        broken = [(each.kind, e.outcome) for each, e in zip(bad, ends, strict=True) if not hostile.fine(e)]
        assert broken == []
        assert {each.kind for each in bad} >= {"BLNS", "XSS", "SQL injection", "lone surrogates", "bidirectional"}
        assert await still_answers(site)


async def still_answers(site: Site) -> bool:
    return (await site.say("身份证丢了怎么办"))["outcome"] == "answered_smalltalk"


def test_a_sample_of_bad_input_is_the_same_every_time(bad: list[hostile.Bad]) -> None:
    assert hostile.inputs(EACH) == bad


@pytest.mark.parametrize(
    ("ended", "fine"),
    [
        (Ended("", "clarify_choices"), True),
        (Ended("", "error_internal"), False),
        (Ended("", "http_413", status=413), True),
        (Ended("", "http_500", status=500), False),
    ],
)
def test_a_refusal_with_a_reason_is_fine_and_an_internal_error_is_not(ended: Ended, fine: bool) -> None:
    assert hostile.fine(ended) is fine
