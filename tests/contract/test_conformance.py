"""The conformance suite against our own systems, served, and against one that is broken on purpose."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.contract.backend_systems import Systems, build_systems
from tests.contract.served import served

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    built.clock.now = datetime.now(UTC)  # the suite knows no other time
    yield built
    built.engine.dispose()


def conformance(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.conformance", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


class Broken:
    """The same, but it forgets keys, tells unknown numbers from wrong codes, and lets answers be kept on the way."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._serial = itertools.count()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        fresh = f"forgotten-{next(self._serial):08d}".encode()
        headers = [(name, fresh if name == b"idempotency-key" else value) for name, value in scope["headers"]]
        unknown = "/XF2001" in scope["path"]

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.body" and unknown:
                told = message["body"].replace(b"has this number and code", b"has such a number at all")
                message = {**message, "body": told}
            elif message["type"] == "http.response.start":
                kept = [(name, b"public" if name == b"cache-control" else value) for name, value in message["headers"]]
                message = {**message, "headers": kept}
            await send(message)

        await self._app({**scope, "headers": headers}, receive, answer)


@pytest.mark.parametrize(("system", "promises"), [("petition", 50), ("notary", 30)])
def test_our_own_system_keeps_every_promise(systems: Systems, system: str, promises: int) -> None:
    with served(getattr(systems, system)) as url:
        done = conformance("--url", url, "--system", system)

    assert done.returncode == 0, done.stdout + done.stderr
    kept, of = (int(word) for word in done.stdout.split("It keeps ")[1].split(" promises")[0].split(" of "))
    assert kept == of >= promises


def test_a_broken_system_is_told_in_plain_words_what_it_lacks(systems: Systems) -> None:
    with served(Broken(systems.petition)) as url:
        done = conformance("--url", url, "--part", "registering", "--part", "guessing")

    assert done.returncode == 1
    said = done.stdout
    assert "It lacks: The same key and body a second time give the same receipt, and register nothing." in said
    assert "Seen: POST /petitions may be kept by whatever is on the way: Cache-Control lacks no-store" in said
    assert "It lacks: A wrong code and an unknown number get the same answer, byte by byte." in said
    assert "Traceback" not in said
    assert "AssertionError" not in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--url", "localhost:9000"], "is no address"),
        (
            ["--url", "http://x", "--part", "handling"],
            "no part handling; there are guessing, proofs, registering, steps",
        ),
    ],
)
def test_what_cannot_be_run_is_told(arguments: list[str], told: str) -> None:
    from scripts.conformance import main

    with pytest.raises(SystemExit) as refused:
        main(arguments)

    assert told in str(refused.value)
