"""A gateway with a scripted dialogue and a scripted search behind real HTTP clients, for tests."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from fastapi import FastAPI

from assistant.gateway.app import create_app
from assistant.gateway.dialogue_client import DialogueClient
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.retrieval.client import RetrievalClient
from assistant.settings import Settings
from assistant.vault.cipher import Cipher

Replies = list[dict[str, Any]]


class Clock:
    """A time that only tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def words(key: str, outcome: str = "answered_smalltalk") -> dict[str, Any]:
    return {"kind": "words", "outcome": outcome, "key": key, "args": {}}


def utter(text: str, outcome: str, en: str = "", buttons: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"utter": "utter_test", "text": text, "buttons": buttons or [], "custom": {"outcome": outcome, "en": en}}


def a_hit(**changes: Any) -> dict[str, Any]:
    source = {
        "id": "s1",
        "title": "信访工作条例",
        "publisher": "中共中央、国务院",
        "law": "信访工作条例",
        "article": "第三十四条",
        "published": "2022-02-25",
        "checked": "2026-11-21",
    }
    hit = {
        "entry_id": "petition-time-limits",
        "anchor": "sixty-days",
        "title": "信访多久有答复",
        "heading": "60日办结",
        "text": "受理后60日内办结。[^s1]",
        "topic": "petition",
        "kind": "guide",
        "place": "全国",
        "department": "信访部门",
        "gap": False,
        "as_of": "2026-11-21",
        "sources": [source],
        "facts": {},
        "en": None,
        "url": "/k/petition-time-limits#sixty-days",
        "dense": 0.9,
        "lexical": 8.0,
        "matched": "多久答复",
        "score": 1.0,
        "probability": 0.95,
    }
    return {**hit, **changes}


class Dialogue:
    """Answers with what `script` returns; records every request."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.script: Callable[[dict[str, Any]], Replies] = lambda _: [utter("您好", "answered_smalltalk", "Hello")]
        self.pending: dict[str, str] | None = None
        self.down = self.slow = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused")
        if self.slow:
            raise httpx.ReadTimeout("busy")
        if request.method == "GET":
            return httpx.Response(200)
        body = json.loads(request.content)
        self.requests.append(body)
        return httpx.Response(
            200,
            json={
                "intent": "greet",
                "confidence": 0.99,
                "replies": self.script(body),
                "pending": self.pending,
                "timings": {"parse": 1.0, "total": 2.0},
            },
        )


class Search:
    """One hit for everything, when `hit` is set, and a page for each of `entries`."""

    def __init__(self) -> None:
        self.hit: dict[str, Any] | None = None
        self.entries: set[str] = set()
        self.down = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectTimeout("slow")
        if request.url.path == "/encode":
            vector = base64.b64encode(np.zeros(4, dtype="<f4").tobytes()).decode()
            return httpx.Response(200, json={"dimensions": 4, "vectors": [vector]})
        if request.url.path == "/search":
            hits = [self.hit] if self.hit else []
            return httpx.Response(
                200,
                json={
                    "release": "r1",
                    "decision": "answer" if hits else "refuse",
                    "probability": 0.9,
                    "hits": hits,
                },
            )
        if request.url.path == "/healthz":
            return httpx.Response(200, json={"release": "r1"})
        entry_id = request.url.path.rpartition("/")[2]
        if entry_id in self.entries:
            page = {
                "entry_id": entry_id, "title": entry_id, "topic": "t", "kind": "guide", "place": "江门", "department": "d",
                "gap": False, "as_of": "2026-11-21", "valid_from": None, "valid_until": None, "sources": [], "facts": {},
                "sections": [], "release": "r1",
            }  # fmt: skip
            return httpx.Response(200, json=page)
        return httpx.Response(404, json={"code": "not-found"})


class NoCalendar:
    async def ics(self, number: str, code: str) -> bytes:
        return f"BEGIN:VCALENDAR {number} {code}".encode()


class Site:
    """The app, its fakes, and a client that speaks the public API."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.clock, self.dialogue, self.search = Clock(), Dialogue(), Search()
        self.settings = Settings(var_dir=folder, environment="test", **{"rate_limits": False, **settings})
        self.engine = create_database(self.settings.sqlalchemy_url)
        upgrade(self.engine)
        self.app: FastAPI = create_app(
            settings=self.settings,
            engine=self.engine,
            cipher=Cipher({"k1": b"1" * 32}),
            dialogue=DialogueClient(
                httpx.AsyncClient(transport=httpx.MockTransport(self.dialogue), base_url="http://d")
            ),
            retrieval=RetrievalClient(
                httpx.AsyncClient(transport=httpx.MockTransport(self.search), base_url="http://r")
            ),
            notary=NoCalendar(),
            clock=self.clock,
        )
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False), base_url="http://site"
        )
        self.token = ""
        self.session_id = ""

    async def open(self, **body: Any) -> dict[str, Any]:
        opened = (await self.http.post("/api/v1/sessions", json=body)).json()
        self.token, self.session_id = opened["token"], opened["session_id"]
        return opened

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def send(self, wait: float = 5, **body: Any) -> httpx.Response:
        body.setdefault("client_id", f"c{len(self.dialogue.requests)}-{id(body)}")
        return await self.http.post("/api/v1/messages", params={"wait": wait}, headers=self.headers, json=body)

    async def say(self, text: str, **body: Any) -> dict[str, Any]:
        response = await self.send(text=text, **body)
        assert response.status_code == 200, response.text
        turn: dict[str, Any] = response.json()
        return turn


@asynccontextmanager
async def a_site(folder: Path, **settings: Any) -> AsyncIterator[Site]:
    site = Site(folder, **settings)
    async with site.app.router.lifespan_context(site.app), site.http:
        await site.open()
        yield site
    site.engine.dispose()
