"""The load generator, a process of its own so that its CPU is the same for both systems.

Reads a plan {system, url, clients, seconds, texts[]} as JSON from stdin and prints every turn as JSON.
"""

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx

TURNS_A_CONVERSATION = 10
_TIMEOUT = 60.0
# What a session says in one turn: the text in, and out whether an answer came and what the server says it took.
Speak = Callable[[str], Awaitable[tuple[bool, dict[str, float]]]]


async def open_ours(http: httpx.AsyncClient) -> Speak:
    """A citizen's session of ours."""
    opened = (await http.post("/api/v1/sessions", json={"timezone": "Asia/Shanghai"})).raise_for_status().json()
    headers = {"Authorization": f"Bearer {opened['token']}"}

    async def speak(text: str) -> tuple[bool, dict[str, float]]:
        reply = await http.post(
            "/api/v1/messages?wait=20", json={"client_id": str(uuid.uuid4()), "text": text}, headers=headers
        )
        body = reply.raise_for_status().json()
        answered = body.get("outcome") == "answered_knowledge" and bool(body["messages"])
        return answered, body.get("timings") or {}

    return speak


async def open_stock(http: httpx.AsyncClient) -> Speak:
    """A conversation of Rasa's REST channel."""
    sender = uuid.uuid4().hex

    async def speak(text: str) -> tuple[bool, dict[str, float]]:
        reply = await http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
        replies = reply.raise_for_status().json()
        return any((each.get("custom") or {}).get("kind") == "answer" for each in replies), {}

    return speak


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Every turn of the plan: its text's place, milliseconds, whether answered; and how long all of it took."""
    opener = {"ours": open_ours, "stock": open_stock}[plan["system"]]
    clients: int = plan["clients"]
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=plan["url"], timeout=_TIMEOUT, limits=limits) as http:
        shares = [list(enumerate(plan["texts"]))[client::clients] for client in range(clients)]
        # Sessions are opened before the clock starts: a turn is what is measured.
        sessions = [[await opener(http) for _ in range(0, len(share), TURNS_A_CONVERSATION)] for share in shares]
        turns: list[dict[str, Any]] = []
        cpu, started = time.process_time(), time.perf_counter()
        await asyncio.gather(
            *(
                _client(share, iter(own), turns, started + plan["seconds"])
                for share, own in zip(shares, sessions, strict=True)
            )
        )
        seconds = time.perf_counter() - started
    used = time.process_time()
    return {"turns": turns, "seconds": seconds, "generator_cpu": used - cpu, "generator_total": used}


async def _client(
    share: list[tuple[int, str]], sessions: Iterator[Speak], turns: list[dict[str, Any]], deadline: float
) -> None:
    for number, (place, text) in enumerate(share):
        if number % TURNS_A_CONVERSATION == 0:
            speak = next(sessions)
        if time.perf_counter() > deadline:
            return
        began = time.perf_counter()
        turn: dict[str, Any] = {"place": place, "answered": False, "error": "", "timings": {}}
        try:
            turn["answered"], turn["timings"] = await speak(text)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            turn["error"] = f"{type(error).__name__}: {error}"[:200]
        turn["ms"] = (time.perf_counter() - began) * 1000
        turns.append(turn)


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
