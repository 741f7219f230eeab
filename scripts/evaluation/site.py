"""A whole site of its own for measuring: both processes as `make run` starts them, an empty database, no limits."""

import asyncio
import json
import os
import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from assistant.shared.errors import SetupError
from scripts.build.paths import ENCODER, MODEL, RELEASES, ROOT
from scripts.build.start import Site

_AT_ONCE = 4
LONGEST = 1500  # a citizen's message may have 4,000; long ones cost time and say no more


@dataclass(frozen=True)
class Ended:
    """How the first thing said in a new session ended."""

    text: str
    outcome: str
    messages: tuple[dict[str, Any], ...] = ()
    status: int = 200


@contextmanager
def a_site() -> Iterator[str]:
    """The address of a running site; it is stopped at the end."""
    missing = [str(path.relative_to(ROOT)) for path in (ENCODER, RELEASES / "current", MODEL) if not path.exists()]
    if missing:
        raise SetupError(f"not built: {', '.join(missing)}", mend="run `make setup`")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        var.mkdir()
        for built in (ENCODER, RELEASES):
            (var / built.name).symlink_to(built)
        settings = {"ASSISTANT_ENVIRONMENT": "test", "ASSISTANT_RATE_LIMITS": "false"}
        running = Site(port=_free_port(), dialogue_port=_free_port(), var=var, settings=settings)
        try:
            running.start()
            running.wait_until_ready()
            yield f"http://{running.host}:{running.port}"
        finally:
            running.stop()


def say_each(address: str, texts: Iterable[str], *, longest: int = LONGEST) -> list[Ended]:
    """How each text ends, each the first of a session of its own, in the order given; cut at `longest` letters."""

    async def all_of_them() -> list[Ended]:
        async with httpx.AsyncClient(base_url=address, timeout=40) as http:
            return await say_all(http, list(texts), longest=longest)

    return asyncio.run(all_of_them())


async def say_all(http: httpx.AsyncClient, texts: list[str], *, longest: int = LONGEST) -> list[Ended]:
    """The same over a client of a site, wherever that runs."""
    turn = asyncio.Semaphore(_AT_ONCE)
    return await asyncio.gather(*(_say(http, text, turn, longest) for text in texts))


async def _say(http: httpx.AsyncClient, text: str, turn: asyncio.Semaphore, longest: int) -> Ended:
    async with turn:
        opened = (await http.post("/api/v1/sessions", json={})).raise_for_status().json()
        answer = await http.post(
            "/api/v1/messages",
            params={"wait": 30},
            headers={"Authorization": f"Bearer {opened['token']}", "Content-Type": "application/json"},
            content=json.dumps({"client_id": "first", "text": text[:longest]}),
        )
        if answer.status_code != 200:
            return Ended(text, f"http_{answer.status_code}", status=answer.status_code)
        body = answer.json()
        return Ended(text, body["outcome"], tuple(body["messages"]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
