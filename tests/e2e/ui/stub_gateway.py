"""The public API with scripted replies, so that the widget is tested without a model or a database.

Every reply is made by `assistant.gateway.messages`: what the widget shows here is what it may be sent.
"""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

from assistant.gateway import messages as m

STATIC = Path(__file__).resolve().parents[3] / "assistant" / "gateway" / "static"
FIXTURES = Path(__file__).resolve().parents[3] / "web" / "src" / "gallery" / "fixtures.json"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; frame-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class Stub:
    """One stub service: what it was sent, what it says, and the ways in which it can misbehave."""

    def __init__(self) -> None:
        self.sessions: dict[str, list[dict[str, Any]]] = {}
        self.tokens: dict[str, str] = {}
        self.turns: dict[str, dict[str, Any]] = {}
        self.received: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.stars: list[dict[str, Any]] = []
        self.scripts: dict[str, list[dict[str, Any]]] = {}
        self.holds_streams_back = False
        self.holds_answers_back = False
        self.stopping = False

    def reset(self) -> None:
        """As new, but still running."""
        for store in (self.sessions, self.tokens, self.turns, self.received, self.feedback, self.stars, self.scripts):
            store.clear()
        self.holds_streams_back = False
        self.holds_answers_back = False

    def turn(self, number: int) -> dict[str, Any]:
        """The turn of this number (from 0), waited for: the page shows what was chosen before it is sent."""
        return _first(self.received, number + 1)[number]

    def rated(self, count: int) -> list[dict[str, Any]]:
        """The first ratings, as many as that, waited for: the page says thanks before they are sent."""
        return _first(self.feedback, count)

    def graded(self, count: int) -> list[int]:
        """The first stars that were given, as many as that, waited for."""
        return [item["stars"] for item in _first(self.stars, count)]

    def sample(self, kind: str, **content: Any) -> dict[str, Any]:
        """The gallery's first message of a type, with these changes to its content."""
        found = next(item for item in json.loads(FIXTURES.read_text()) if item["type"] == kind)
        return {"type": kind, "content": found["content"] | content, "fallback": found["fallback"]}

    def add(self, session: str, who: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A message of the session, numbered and dated; unknown types go as they are."""
        log = self.sessions[session]
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        envelope = {"v": 1, "kind": "message", "id": uuid.uuid4().hex, "seq": len(log) + 1, "session_id": session,
                    "from": who, "ts": now, "lang": "zh-Hans", **body, **more}
        log.append(m.as_json(m.parse(envelope)) if body["type"] in m.MESSAGE_TYPES else envelope)
        return log[-1]

    def open(self, resume: str | None, locale: str) -> dict[str, Any] | None:
        """A session with its messages, or None for a token that isn't good any more."""
        session = self.tokens.pop(resume, None) if resume else uuid.uuid4().hex
        if session is None:
            return None
        token = uuid.uuid4().hex
        self.tokens[token] = session
        if session not in self.sessions:
            self.sessions[session] = []
            hello = "Hello" if locale == "en" else "您好，我是江门的政务智能助手侨都通。打字问我，或点下面的按钮。我只说有出处的话；没把握的，告诉您问谁。"
            self.add(session, "bot", {"type": "text", "content": {"text": hello}, "fallback": hello})
            self.add(session, "bot", self.sample("chips"))
            self.add(session, "bot", self.sample("list"))
        return {"session_id": session, "token": token, "expires_in": 86400, "messages": self.sessions[session]}

    def take(self, session: str, body: dict[str, Any]) -> dict[str, Any]:
        """The turn for this client_id: a new one with its scripted replies, or the one there was."""
        self.received.append(body)
        client_id = body["client_id"]
        if client_id in self.turns:
            return self.turns[client_id]
        said = body.get("text") or body.get("payload") or f"form {body['form_id']}"
        words = {"type": "text", "content": {"text": said}, "fallback": said}
        own = self.add(session, "user", words, client_id=client_id)
        echo = {"type": "markdown", "content": {"text": f"您问的是：**{said}**[^1]"}, "fallback": f"您问的是：{said}"}
        for reply in self.scripts.get(said, [echo, self.sample("citation")]):
            rated = {"rateable": True, "ai_generated": True} if reply["type"] == "markdown" else {}
            self.add(session, "bot", reply, reply_to=own["id"], **rated)
        self.turns[client_id] = {"client_id": client_id, "turn_id": uuid.uuid4().hex, "seq": own["seq"]}
        return self.turns[client_id]


def _first(items: list[dict[str, Any]], count: int, within: float = 30.0) -> list[dict[str, Any]]:
    """The first `count` of what comes in.

    Raises:
        AssertionError: they did not come within that many seconds.
    """
    until = time.monotonic() + within
    while len(items) < count:
        assert time.monotonic() < until, f"{count} were waited for, {len(items)} came: {items}"
        time.sleep(0.02)
    return items[:count]


def problem(status: int, code: str) -> JSONResponse:
    """An error as the service words it."""
    body = {"code": code, "detail": code, "mend": "请重试", "status": status}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def create_app(stub: Stub) -> FastAPI:
    """The stub behind the routes of design §5, with the page and its static files."""
    app = FastAPI()

    def session_of(request: Request) -> str | None:
        return stub.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))

    @app.middleware("http")
    async def strict(request: Request, call_next: Any) -> Response:
        answer: Response = await call_next(request)
        answer.headers["Content-Security-Policy"] = CSP
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @app.post("/api/v1/sessions")
    async def sessions(request: Request) -> Response:
        body = await request.json()
        opened = stub.open(body.get("resume"), body.get("locale", "zh-Hans"))
        return JSONResponse(opened, 201) if opened else problem(401, "session-expired")

    @app.delete("/api/v1/sessions/current")
    async def forget(request: Request) -> Response:
        stub.tokens.pop(request.headers.get("authorization", "").removeprefix("Bearer "), None)
        return Response(status_code=204)

    @app.post("/api/v1/messages")
    async def send(request: Request) -> Response:
        session = session_of(request)
        for _ in range(5000):
            if not stub.holds_answers_back or stub.stopping:
                break
            await asyncio.sleep(0.02)
        return JSONResponse(stub.take(session, await request.json()), 202) if session else problem(401, "unauthorised")

    @app.get("/api/v1/events")
    async def events(request: Request, after: int = 0, poll: float | None = None) -> Response:
        session = session_of(request)
        if not session:
            return problem(401, "unauthorised")
        if poll is not None:
            for _ in range(int(poll * 20)):
                if len(stub.sessions[session]) > after or stub.stopping:
                    break
                await asyncio.sleep(0.05)
            return JSONResponse({"events": [item for item in stub.sessions[session] if item["seq"] > after]})

        async def stream() -> AsyncIterator[str]:
            last = after
            yield ": hello\n\n"
            while not stub.stopping and not await request.is_disconnected():
                for item in stub.sessions.get(session, []):
                    if item["seq"] > last and not stub.holds_streams_back:
                        last = item["seq"]
                        yield f"id: {last}\ndata: {json.dumps(item, ensure_ascii=False)}\n\n"
                await asyncio.sleep(0.03)

        return StreamingResponse(stream(), media_type="text/event-stream")

    @app.put("/api/v1/sessions/current/stars")
    async def stars(request: Request) -> Response:
        stub.stars.append(await request.json())
        return Response(status_code=204)

    @app.post("/api/v1/feedback")
    async def feedback(request: Request) -> Response:
        stub.feedback.append(await request.json())
        return Response(status_code=204)

    @app.get("/chat")
    async def chat() -> Response:
        return FileResponse(STATIC / "chat.html")

    @app.get("/host")
    async def host() -> Response:
        return HTMLResponse('<!doctype html><title>host</title><script src="/w/loader.js" defer></script><p>host</p>')

    @app.get("/w/loader.js")
    async def loader() -> Response:
        return FileResponse(STATIC / "app" / "loader.js")

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
