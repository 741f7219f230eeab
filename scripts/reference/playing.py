"""Examples of the backend contracts: what the reference systems answer to a scripted citizen on a fixed day."""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from assistant.backends.cipher import AesGcmCipher
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade

Operation = tuple[str, str]
# What is random in an answer, as the examples spell it.
_RANDOM = {
    "query_code": "482913",
    "hold_id": "woM3BtSYHq7MP1GubclZ3KAr",
    "waiting_id": "5bX0Zf9uQmVtC2hKpR7sLw1d",
}
_LONGEST_LIST = 2


@dataclass
class Played:
    """What was sent and answered, by operation."""

    requests: dict[Operation, Any] = field(default_factory=dict)
    answers: dict[Operation, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))


@dataclass
class Stage:
    """An app over an empty database, a clock that the script moves, and what was played so far."""

    app: FastAPI
    http: httpx.AsyncClient
    now: datetime = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    played: Played = field(default_factory=Played)
    serial: int = 0

    def forward(self, **delta: float) -> None:
        """Time has passed."""
        self.now += timedelta(**delta)

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str | None = "", **params: Any
    ) -> Any:
        """The answer, kept as the example of its status; a POST has a fresh key unless one is given."""
        self.serial += 1
        named = {name: params.pop(name) for name in list(params) if f"{{{name}}}" in path}
        headers = (
            {"Idempotency-Key": key or f"example-{self.serial:04d}"} if method == "post" and key is not None else {}
        )
        answer = await self.http.request(
            method.upper(), path.format(**named), json=body, params=params or None, headers=headers
        )
        calendar = answer.headers["content-type"].startswith("text/calendar")
        said = answer.text if calendar else answer.json()
        operation = (method, path)
        if answer.is_success and body is not None:
            self.played.requests.setdefault(operation, _steady(body))
        name = said.get("code", "refused") if answer.is_error else "answer"
        self.played.answers[operation].setdefault(answer.status_code, {}).setdefault(name, _steady(said))
        return said


def play(make: Callable[..., FastAPI], script: Callable[[Stage], Any]) -> tuple[FastAPI, Played]:
    """The app and everything that `script` played with it."""

    async def at_once(_seconds: float) -> None:
        """Nobody waits for an example."""

    async def go(folder: Path) -> tuple[FastAPI, Played]:
        engine = create_database(f"sqlite:///{folder / 'examples.db'}")
        upgrade(engine)
        stage: list[Stage] = []
        app = make(
            engine=engine,
            cipher=AesGcmCipher(b"k" * 32),
            pepper=b"p" * 32,
            clock=lambda: stage[0].now,
            delay=at_once,
        )
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://example") as http:
            stage.append(Stage(app, http))
            await script(stage[0])
        engine.dispose()
        return app, stage[0].played

    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(go(Path(name)))


def _steady(value: Any) -> Any:
    """`value` with what is random as the examples spell it and long lists cut."""
    if isinstance(value, dict):
        return {name: _RANDOM.get(name, _steady(each)) if each else each for name, each in value.items()} | (
            {"code": _RANDOM["query_code"]} if str(value.get("code", "")).isdecimal() and "zh" not in value else {}
        )
    if isinstance(value, list):
        return [_steady(each) for each in value[:_LONGEST_LIST]]
    return value
