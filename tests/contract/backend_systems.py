"""Reference systems over a fresh SQLite file, a clock that a test moves, and builders of what is sent to them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine

from assistant.backends.cipher import AesGcmCipher
from assistant.backends.notary.client import NotaryClient
from assistant.backends.notary.endpoints import create_app as create_notary
from assistant.backends.petition.client import PetitionClient
from assistant.backends.petition.endpoints import create_app as create_petition
from assistant.backends.petition.routing import Router, load_router
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade

SUNDAY = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # 09:00 in Beijing


@dataclass
class MovableClock:
    """Tells `now`, which only a test moves."""

    now: datetime = SUNDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Time has passed."""
        self.now += timedelta(**delta)


@dataclass
class Systems:
    """Both systems over one database, and how long each refusal was held back."""

    engine: Engine
    clock: MovableClock
    petition: FastAPI
    notary: FastAPI
    delays: list[float] = field(default_factory=list)

    @property
    def raw_petition(self) -> httpx.AsyncClient:
        """Plain HTTP to the petition system."""
        return _http(self.petition)

    @property
    def raw_notary(self) -> httpx.AsyncClient:
        """Plain HTTP to the notary system."""
        return _http(self.notary)

    @property
    def petitions(self) -> PetitionClient:
        """Our client of the petition system."""
        return PetitionClient(self.raw_petition)

    @property
    def bookings(self) -> NotaryClient:
        """Our client of the notary system."""
        return NotaryClient(self.raw_notary)


def _http(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://here")


@cache
def _router() -> Router:
    """The rules, read once: they are the same for every test."""
    return load_router()


@cache
def _empty_database() -> bytes:
    """A SQLite file at the newest schema, migrated once and copied for each test."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = create_database(f"sqlite:///{path}")
        upgrade(engine)
        engine.dispose()
        return path.read_bytes()


def build_systems(folder: Path, **notary: Any) -> Systems:
    """Both systems over a new database in `folder`; `notary` is what its app takes beside the usual."""
    (folder / "backends.db").write_bytes(_empty_database())
    engine = create_database(f"sqlite:///{folder / 'backends.db'}")
    clock = MovableClock()
    delays: list[float] = []

    async def delay(seconds: float) -> None:
        delays.append(seconds)

    parts: dict[str, Any] = {
        "engine": engine,
        "cipher": AesGcmCipher(b"k" * 32),
        "pepper": b"p" * 32,
        "clock": clock,
        "delay": delay,
    }
    return Systems(
        engine, clock, create_petition(**parts, router=_router()), create_notary(**{**parts, **notary}), delays
    )


def a_petition(**changes: Any) -> dict[str, Any]:
    """A petition about a restaurant's smoke."""
    petition = {
        "petitioner": {"name": "张三丰", "phone": "13800138000"},
        "text": "楼下烧烤店天天油烟熏死人",
        "district": "蓬江区",
        "language": "hans",
    }
    return {**petition, **changes}


def an_applicant(**changes: Any) -> dict[str, Any]:
    """A citizen of China in Vancouver."""
    return {"name": "李四光", "phone": "+1 604 555 0100", "passport": "E12345678", "nationality": "cn", **changes}


def another_code(code: str) -> str:
    """A six-digit code that is not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
