"""Whether the whole site refuses what is not ours and serves what is: a small sample, held to the scorecard."""

import pytest

from scripts.build.start import Site
from scripts.evaluation import refusing, scorecard
from scripts.evaluation.public_sets import data_folder
from scripts.evaluation.site import say_each


@pytest.mark.processes
def test_what_is_wrongly_refused_and_wrongly_served_is_no_more_than_the_scorecard_says(site: Site) -> None:
    if not data_folder().is_dir():
        pytest.skip("shared/data is not beside the repository: the public sets are missing")
    address = f"http://{site.host}:{site.port}"
    results = refusing.measure(lambda texts: say_each(address, texts), quick=True)
    errors = {
        ended.text: ended.outcome
        for result in results
        for ended in result.ends
        if ended.outcome.startswith(("error", "http"))
    }
    assert errors == {}
    assert scorecard.fallen(refusing.section(results), scorecard.load(), quick=True) == []
