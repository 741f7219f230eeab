"""Sessions: opened, recognised by a token of which only the hash is kept, resumed with a fresh one, ended."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Engine, Row

from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import unit_of_work
from assistant.shared.errors import BadInput, Forbidden
from assistant.shared.text.script import SCRIPTS
from assistant.vault.vault import Vault

BEIJING = "Asia/Shanghai"
_TOUCH_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Session:
    """A citizen's thread, as a turn needs it."""

    id: str
    script: str
    timezone: str
    pending_form: str | None
    pending_slot: str | None


@dataclass(frozen=True)
class Opened:
    """A session and the only copy of its token."""

    session: Session
    token: str
    expires_in: int
    resumed: bool


class Files(Protocol):
    """What a session leaves on the disk."""

    def forget(self, session_id: str) -> None:
        """It is gone."""


class Sessions:
    """Opens and recognises sessions."""

    def __init__(
        self, engine: Engine, vault: Vault, files: Files, clock: Callable[[], datetime], lifetime: timedelta
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._files = files
        self._clock = clock
        self._lifetime = lifetime

    def open(self, *, locale: str | None, timezone: str | None, channel: str | None) -> Opened:
        """A new session."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        session = Session(secrets.token_hex(16), script_of_locale(locale), known_timezone(timezone), None, None)
        with unit_of_work(self._engine, write=True) as unit:
            GatewayRepository(unit).add_session(
                id=session.id,
                token_hash=hash_token(token),
                created_at=now,
                used_at=now,
                expires_at=now + self._lifetime,
                locale=(locale or "zh-Hans")[:16],
                script=session.script,
                timezone=session.timezone,
                channel=(channel or "web")[:32],
                last_seq=0,
            )
            unit.commit()
        return Opened(session, token, int(self._lifetime.total_seconds()), resumed=False)

    def resume(self, token: str, *, timezone: str | None, proposed: str | None = None) -> Opened | None:
        """The session of `token` under a fresh token, the old one dead; None when it is unknown or has expired.

        `proposed` is the fresh token, made by the client: asked again because the answer was lost, it is known by it.
        """
        now, fresh = self._clock(), proposed or secrets.token_urlsafe(32)
        with unit_of_work(self._engine, write=True) as unit:
            repository = GatewayRepository(unit)
            row = repository.session_by_token(hash_token(token))
            if row is None and proposed:
                row = repository.session_by_token(hash_token(proposed))
            if row is None or row.expires_at <= now:
                return None
            changes = {"timezone": known_timezone(timezone)} if timezone else {}
            repository.change_session(
                row.id, token_hash=hash_token(fresh), used_at=now, expires_at=now + self._lifetime, **changes
            )
            row = repository.session(row.id)
            unit.commit()
        assert row is not None
        return Opened(_session(row), fresh, int(self._lifetime.total_seconds()), resumed=True)

    def recognise(self, token: str | None) -> Session:
        """The session of a bearer token, its life prolonged; Forbidden (401) when there is none."""
        now = self._clock()
        row = None
        if token:
            with unit_of_work(self._engine) as unit:
                row = GatewayRepository(unit).session_by_token(hash_token(token))
        if row is None or row.expires_at <= now:
            error = Forbidden(
                "the session token is missing, unknown or expired",
                code="session-expired",
                mend="open a session with POST /api/v1/sessions and send its token as a bearer token",
            )
            error.status = 401
            raise error
        if now - row.used_at > _TOUCH_AFTER:
            with unit_of_work(self._engine, write=True) as unit:
                GatewayRepository(unit).change_session(row.id, used_at=now, expires_at=now + self._lifetime)
                unit.commit()
        return _session(row)

    def rate(self, session_id: str, stars: int) -> None:
        """The session is worth so many stars to its citizen, whatever was said before."""
        with unit_of_work(self._engine, write=True) as unit:
            GatewayRepository(unit).change_session(session_id, stars=stars)
            unit.commit()

    def end(self, session_id: str) -> None:
        """The session, its transcript, its personal data and its files are gone."""
        self._files.forget(session_id)
        self._vault.forget(session_id)
        with unit_of_work(self._engine, write=True) as unit:
            GatewayRepository(unit).delete_session(session_id)
            unit.commit()


def hash_token(token: str) -> str:
    """SHA-256, hex: the token has 256 random bits, so no salt or stretching is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def script_of_locale(locale: str | None) -> str:
    """The script for a BCP 47 tag or one of our own script names; Simplified where it does not tell."""
    tag = (locale or "").lower().replace("_", "-")
    if tag in SCRIPTS:
        return tag
    if tag.startswith(("yue", "zh-yue")):
        return "yue"
    if "hant" in tag or tag.endswith(("-tw", "-hk", "-mo")):
        return "hant"
    return "en" if tag.startswith("en") else "hans"


def known_timezone(name: str | None) -> str:
    """`name` when it is an IANA zone, Beijing's when nothing was said; BadInput for anything else."""
    if not name:
        return BEIJING
    if name not in _zones():
        raise BadInput(
            f"timezone {name[:64]!r} is not an IANA name",
            code="unknown-timezone",
            mend="send one such as America/Toronto",
        )
    return ZoneInfo(name).key


@cache
def _zones() -> set[str]:
    """Read once: to list them means to walk through a folder of six hundred files."""
    return available_timezones()


def _session(row: Row) -> Session:  # type: ignore[type-arg]
    return Session(row.id, row.script, row.timezone, row.pending_form, row.pending_slot)
