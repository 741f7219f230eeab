"""The two real processes, built as `make run` builds them, on free ports with an empty database."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.build.paths import ENCODER, MODEL, RELEASES, ROOT
from scripts.build.start import Site

sys.path.insert(0, str(Path(__file__).parent))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_folder(base: Path) -> Path:
    """A var folder with what was built linked in and nothing stored yet."""
    base.mkdir(parents=True, exist_ok=True)
    for built in (ENCODER, RELEASES):
        (base / built.name).symlink_to(built)
    return base


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both processes, ready; stopped at the end of the run."""
    missing = [str(path.relative_to(ROOT)) for path in (ENCODER, RELEASES / "current", MODEL) if not path.exists()]
    if missing:
        pytest.fail(f"not built: {', '.join(missing)}; run `make setup` first")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    running = Site(
        port=free_port(),
        dialogue_port=free_port(),
        var=a_folder(tmp_path_factory.mktemp("site") / "var"),
        settings={"ASSISTANT_ENVIRONMENT": "test", "ASSISTANT_RATE_LIMITS": "false"},
    )
    try:
        running.start()
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
