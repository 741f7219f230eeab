"""What these tests share: the site of the integration tests, and the trained model's reading of every sentence."""

import sys
from pathlib import Path

import pytest

from scripts.build.paths import ENCODER, MODEL, ROOT
from scripts.evaluation.understanding import Judged, judge

sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))


@pytest.fixture(scope="session")
def judged() -> list[Judged]:
    """Every test sentence, those of people last, with what the trained model says of it."""
    missing = [str(path.relative_to(ROOT)) for path in (ENCODER, MODEL) if not path.exists()]
    if missing:
        pytest.fail(f"not built: {', '.join(missing)}; run `make setup` first")
    return judge()
