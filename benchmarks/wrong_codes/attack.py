"""An attacker at the served petition system, without the pause that every wrong answer is given."""

import asyncio
import logging
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from assistant.backends.cipher import AesGcmCipher
from assistant.backends.petition.endpoints import create_app
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, make_number

_PETITION = {"petitioner": {"name": "wrong", "phone": "13800138000"}, "text": "路灯坏了"}


@dataclass
class Found:
    """What the attacker has: answers by status and bytes, milliseconds, and what was logged meanwhile."""

    real: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)
    answers: dict[str, Counter[tuple[int, bytes]]] = field(default_factory=dict)
    one_number: Counter[int] = field(default_factory=Counter)
    right_code_after: int = 0
    logged: list[str] = field(default_factory=list)


class _Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, into: list[str]) -> None:
        super().__init__()
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        self._into.append(record.getMessage())


async def attack(folder: Path, *, numbers: int, tries: int, seed: int) -> Found:
    """`numbers` real and as many unknown numbers tried four times each in random order, then one `tries` times."""
    found, dice = Found(), random.Random(seed)
    engine = create_database(f"sqlite:///{folder / 'guess.db'}")
    upgrade(engine)

    async def at_once(_seconds: float) -> None:
        """The pause would only hide a difference."""

    app = create_app(engine=engine, cipher=AesGcmCipher(b"k" * 32), pepper=b"p" * 32, delay=at_once)
    log = logging.getLogger("assistant.backends.access")
    kept = _Kept(found.logged)
    log.addHandler(kept)
    propagated, log.propagate = log.propagate, False
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as http:
            receipts = [await _register(http, n) for n in range(numbers + 1)]
            target = receipts.pop()
            real = {receipt["number"]: _wrong(receipt["query_code"]) for receipt in receipts}
            unknown = {number: f"{dice.randrange(10**6):06d}" for number in _unknown(numbers, dice)}
            await _mixed(http, found, real, unknown, dice)
            await _one(http, found, target, tries)
    finally:
        log.removeHandler(kept)
        log.propagate = propagated
        engine.dispose()
    return found


async def _register(http: httpx.AsyncClient, n: int) -> dict[str, Any]:
    answer = await http.post("/petitions", json=_PETITION, headers={"Idempotency-Key": f"guess-{n:06d}"})
    receipt: dict[str, Any] = answer.raise_for_status().json()
    return receipt


async def _mixed(
    http: httpx.AsyncClient, found: Found, real: dict[str, str], unknown: dict[str, str], dice: random.Random
) -> None:
    # Four tries, because the fifth closes the number and is told alike but does more.
    found.answers = {"real": Counter(), "unknown": Counter()}
    for _ in range(4):
        order = [("real", *pair) for pair in real.items()] + [("unknown", *pair) for pair in unknown.items()]
        dice.shuffle(order)
        for kind, number, code in order:
            began = time.perf_counter()
            answer = await http.get(f"/petitions/{number}", params={"code": code})
            took = (time.perf_counter() - began) * 1000
            (found.real if kind == "real" else found.unknown).append(took)
            found.answers[kind][answer.status_code, answer.content] += 1


async def _one(http: httpx.AsyncClient, found: Found, target: dict[str, Any], tries: int) -> None:
    for n in range(tries):
        code = f"{n % 10**6:06d}"
        if code == target["query_code"]:
            continue
        answer = await http.get(f"/petitions/{target['number']}", params={"code": code})
        found.one_number[answer.status_code] += 1
    right = await http.get(f"/petitions/{target['number']}", params={"code": target["query_code"]})
    found.right_code_after = right.status_code


def _unknown(count: int, dice: random.Random) -> list[str]:
    serials = dice.sample(range(1, 99_999), count)
    return [make_number(PETITION_PREFIX, date(2026, 1, 5), serial) for serial in serials]


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def run(folder: Path, *, numbers: int, tries: int, seed: int) -> Found:
    """The whole attack."""
    return asyncio.run(attack(folder, numbers=numbers, tries=tries, seed=seed))
