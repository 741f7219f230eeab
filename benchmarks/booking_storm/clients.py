"""Some of the storm's clients in one process: each wants one of the slots, some die on the way.

What a client was told is on disk before it goes on, so that a killed process loses nothing that it knew.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks.booking_storm.site import MISSIONS

_MOST_TRIES = 60
APPLICANT = {"name": "storm", "phone": "+65 5550 0100", "nationality": "cn"}


class Book:
    """A file of what happened, one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def write(self, **what: Any) -> None:
        """The line is on disk."""
        self._file.write(json.dumps(what) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class Client:
    """One citizen at a bad connection."""

    def __init__(
        self, name: str, http: httpx.AsyncClient, book: Book, slots: list[str], until: float, hold: float
    ) -> None:
        self._name = name
        self._http = http
        self._book = book
        self._slots = slots
        self._until = until
        self._hold = hold
        self._dice = random.Random(name)
        self._serial = 0

    async def run(self) -> None:
        """Wants a slot until it has one, is dead, or time is over."""
        while time.time() < self._until:
            interval, mission = self._dice.choice(self._slots), self._dice.choice(MISSIONS)
            office, start = interval.split(":")
            held, sent, got = await self._post("/holds", {"slot_id": f"{office}:{mission}:{start}"})
            if held is None:
                continue
            if held.status_code != 201:
                if held.status_code == 409 and held.json()["code"] == "slot-taken":
                    self._book.write(what="refused", interval=interval, mission=mission, sent=sent, got=got)
                await asyncio.sleep(self._dice.uniform(0.5, 2))
                continue
            if await self._go_on(held.json(), office, mission):
                return

    async def _go_on(self, held: dict[str, Any], office: str, mission: str) -> bool:
        fate = self._dice.random()
        if fate < 0.25:
            self._book.write(what="died", hold=held["hold_id"])
            return True
        body = {
            "hold_id": held["hold_id"],
            "applicant": APPLICANT,
            "matter": "mandate",
            "mission": mission,
            "office": office,
        }
        if fate < 0.35:  # gone before the answer: whether it is booked nobody knows
            key = self._key()
            with_key = self._http.post("/bookings", json=body, headers={"Idempotency-Key": key})
            with contextlib.suppress(TimeoutError, httpx.HTTPError):
                await asyncio.wait_for(with_key, timeout=self._dice.uniform(0.001, 0.05))
            return True
        if fate < 0.45:  # too slow: the hold is over, and somebody else may have the seat
            await asyncio.sleep(self._hold + 0.3)
        else:
            await asyncio.sleep(self._dice.uniform(0, self._hold / 4))
        key = self._key()
        booked, _sent, got = await self._post("/bookings", body, key)
        if booked is None or booked.status_code != 201:
            code = "no answer" if booked is None else booked.json().get("code", str(booked.status_code))
            self._book.write(what="not booked", hold=held["hold_id"], code=code, got=got)
            return False
        said = booked.json()
        self._book.write(what="confirmed", number=said["number"], code=said["query_code"], start=said["start"],
                         office=office, mission=mission, hold=held["hold_id"], key=key)  # fmt: skip
        return True

    async def _post(
        self, path: str, body: dict[str, Any], key: str | None = None
    ) -> tuple[httpx.Response | None, float, float]:
        # The same key until there is an answer, whatever the network and the service do meanwhile.
        key = key or self._key()
        for _ in range(_MOST_TRIES):
            sent = time.time()
            try:
                answer = await self._http.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.HTTPError:
                await asyncio.sleep(self._dice.uniform(0.1, 0.5))
                continue
            if answer.status_code >= 500:
                await asyncio.sleep(self._dice.uniform(0.1, 0.5))
                continue
            return answer, sent, time.time()
        return None, 0.0, 0.0

    def _key(self) -> str:
        self._serial += 1
        return f"storm-{self._name}-{self._serial}"


async def storm(asked: argparse.Namespace) -> None:
    """Runs this process's clients to their ends."""
    limits = httpx.Limits(max_connections=asked.clients, max_keepalive_connections=asked.clients)
    book = Book(asked.book)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{asked.port}", timeout=15, limits=limits, trust_env=False
    ) as http:
        until = time.time() + asked.seconds
        book.write(what="ready")
        clients = [
            Client(f"{asked.seed}-{asked.process}-{n}", http, book, asked.slots, until, asked.hold)
            for n in range(asked.clients)
        ]
        await asyncio.gather(*(each.run() for each in clients))


def main() -> None:
    """The clients of one process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--process", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--hold", type=float, required=True)
    parser.add_argument("--book", type=Path, required=True)
    parser.add_argument("--slots", nargs="+", required=True)
    asyncio.run(storm(parser.parse_args()))


if __name__ == "__main__":
    main()
