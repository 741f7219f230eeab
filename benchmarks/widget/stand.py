"""The real gateway over a real database in a process of its own, with a scripted dialogue behind it.

`python -m benchmarks.widget.stand <port> <folder>` serves; `Stand` starts, kills and starts it again, for benchmarks
and tests. Everything between browser and dialogue is what runs in production: sessions, turns, events, uploads, pages.
"""

import asyncio
import base64
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import yaml

from scripts.build.paths import ROOT

_READY_WITHIN = 60.0
HEARD = "我想补办身份证"
TIMES = "receive.jsonl"


@dataclass
class Stand:
    """One gateway process on `port` with everything it stores in `folder`."""

    port: int
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it has written to its log, requests included."""
        return (self.folder / "stand.log").read_text("utf-8", "replace")

    def start(self) -> None:
        """It answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "stand.log").open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.widget.stand", str(self.port), str(self.folder)],
                cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **self.environment},
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        deadline = time.monotonic() + _READY_WITHIN
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the gateway ended with {self.process.returncode}:\n{self.log[-2000:]}")
            try:
                if httpx.get(f"{self.base}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise RuntimeError(f"the gateway was not ready after {_READY_WITHIN:.0f} s")

    def kill(self) -> None:
        """It is gone at once, in the middle of whatever it did."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """It has ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def said(self) -> Counter[str]:
        """Every turn that the database holds, by what the citizen said."""
        with sqlite3.connect(f"file:{self.folder / 'assistant.db'}?mode=ro", uri=True) as database:
            return Counter(json.loads(row[0])["shown"] for row in database.execute("SELECT request FROM turns"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds."""
        with sqlite3.connect(f"file:{self.folder / 'assistant.db'}?mode=ro", uri=True) as database:
            return list(database.execute(query))


async def _dialogue(request: httpx.Request) -> httpx.Response:
    """Says back what was said, after `STAND_TAKES_MS`; offers the petition form to who presses for it."""
    if request.method == "GET":
        return httpx.Response(200)
    await asyncio.sleep(float(os.environ.get("STAND_TAKES_MS", "0")) / 1000)
    body = json.loads(request.content)
    payload = body.get("payload") or {}
    if payload.get("intent") == "file_petition":
        reply: dict[str, Any] = {"kind": "form", "outcome": "flow_petition", "form_id": "petition", "values": {}}
    else:
        words = f"您问的是：{body.get('text') or payload.get('intent')}"
        custom = {"outcome": "answered_smalltalk", "en": words}
        reply = {"utter": "utter_stand", "text": words, "buttons": [], "custom": custom}
    answer = {"intent": "stand", "confidence": 1.0, "replies": [reply], "pending": None, "timings": {}}
    return httpx.Response(200, json=answer)


def _search(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/encode":
        vector = base64.b64encode(bytes(16)).decode()
        return httpx.Response(200, json={"dimensions": 4, "vectors": [vector]})
    if request.url.path == "/search":
        return httpx.Response(200, json={"release": "r1", "decision": "refuse", "probability": 0.1, "hits": []})
    return _entry(request.url.path.rpartition("/")[2])


def _entry(entry_id: str) -> httpx.Response:
    """Who a knowledge file is, without what it says."""
    path = next((ROOT / "knowledge").glob(f"*/{entry_id}.md"), None) if entry_id.replace("-", "").isalnum() else None
    if path is None:
        return httpx.Response(404, json={"code": "not-found"})
    head = yaml.safe_load(path.read_text("utf-8").split("---")[1])
    said = {key: head[key] for key in ("title", "topic", "kind", "place", "department")}
    known = {"valid_from": None, "valid_until": None, "sources": [], "facts": {}, "sections": [], "release": "r1"}
    return httpx.Response(200, json={"entry_id": entry_id, "gap": False, "as_of": "2026-11-21", **said, **known})


class _Listener:
    """A speech service that always hears the same, where something was recorded."""

    async def heard(self, audio: bytes, *, media_type: str, language: str) -> str:
        return HEARD if len(audio) > 100 else ""


class _NoCalendar:
    async def ics(self, number: str, code: str) -> bytes:
        return b"BEGIN:VCALENDAR"


class _Times:
    """ASGI middleware: when each message arrived and when each event left, for `speed`."""

    def __init__(self, app: Any, path: Path) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if path == "/api/v1/messages":
            self._note("received", "")
        if path != "/api/v1/events":
            await self._app(scope, receive, send)
            return

        async def watched(message: Any) -> None:
            body = message.get("body", b"")
            if body and (found := re.search(rb'"fallback": ?"([^"]*)"', body)):
                self._note("left", found[1].decode("utf-8", "replace"))
            await send(message)

        await self._app(scope, receive, watched)

    def _note(self, what: str, text: str) -> None:
        with self._path.open("a") as out:
            out.write(json.dumps({"at": time.time() * 1000, "what": what, "text": text}) + "\n")


def serve(port: int, folder: Path) -> None:
    """Serves until it is stopped."""
    import uvicorn

    from assistant.gateway.app import create_app
    from assistant.gateway.dialogue_client import DialogueClient
    from assistant.persistence.database import create_database
    from assistant.persistence.migrate import upgrade
    from assistant.retrieval.client import RetrievalClient
    from assistant.settings import Settings
    from assistant.vault.cipher import Cipher
    from assistant.vault.names_surnames import words

    words()  # read before the first citizen writes, as the service does
    settings = Settings(var_dir=folder)
    engine = create_database(settings.sqlalchemy_url)
    upgrade(engine)
    app = create_app(
        settings=settings,
        engine=engine,
        cipher=Cipher({"k1": b"1" * 32}),
        dialogue=DialogueClient(httpx.AsyncClient(transport=httpx.MockTransport(_dialogue), base_url="http://d")),
        retrieval=RetrievalClient(httpx.AsyncClient(transport=httpx.MockTransport(_search), base_url="http://r")),
        notary=_NoCalendar(),
        clock=lambda: datetime.now(UTC),
        hearing=_Listener() if os.environ.get("STAND_SPEECH") else None,
    )
    served: Any = _Times(app, folder / TIMES) if os.environ.get("STAND_TIMES") else app
    uvicorn.run(served, host="127.0.0.1", port=port, log_level="info", access_log=True, timeout_graceful_shutdown=1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
