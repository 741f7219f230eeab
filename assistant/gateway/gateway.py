"""The parts of the gateway, joined: what endpoints call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine

from assistant.gateway.asked import Asked, Offer, asked_piece
from assistant.gateway.events import event_row
from assistant.gateway.limits import Limiter
from assistant.gateway.receipt_page import Receipts
from assistant.gateway.rendering.piece import Reader, chips, text
from assistant.gateway.rendering.renderer import first_chips
from assistant.gateway.repository import GatewayRepository
from assistant.gateway.retention import Kept
from assistant.gateway.schemas import SessionIn
from assistant.gateway.sessions import Opened, Session, Sessions
from assistant.gateway.stream import EventStream
from assistant.gateway.turns import Turns
from assistant.persistence.database import unit_of_work
from assistant.retrieval.service import Retrieval
from assistant.vault.vault import Vault


class Calendar(Protocol):
    """What the gateway asks of the notary system."""

    async def ics(self, number: str, code: str) -> bytes:
        """The iCalendar file of a booking."""


class Pages(Protocol):
    """What says whether the dialogue process is ready."""

    async def ready(self) -> bool:
        """Whether it answers."""


@dataclass
class Gateway:
    """Everything behind the public API."""

    engine: Engine
    vault: Vault
    sessions: Sessions
    turns: Turns
    stream: EventStream
    limiter: Limiter
    retrieval: Retrieval
    dialogue: Pages
    notary: Calendar
    clock: Callable[[], datetime]
    trusted_proxies: int
    sessions_per_hour: int
    frame_ancestors: str
    kept: Kept
    asked: Asked
    receipts: Receipts | None = None

    def open_session(self, body: SessionIn, asked: Offer | None = None) -> tuple[Opened, list[dict[str, Any]]]:
        """The session, resumed when `body.resume` is still good, and its messages; a new one begins with a welcome.

        The welcome ends with the questions of `asked`.
        """
        if body.resume:
            opened = self.sessions.resume(body.resume, timezone=body.timezone, proposed=body.next)
            if opened is not None:
                return opened, self.stream.stored(opened.session.id, 0)
        opened = self.sessions.open(locale=body.locale, timezone=body.timezone, channel=body.channel)
        self._welcome(opened.session, asked or Offer())
        return opened, self.stream.stored(opened.session.id, 0)

    def keep_feedback(self, session_id: str, message_id: str, helpful: bool, reason: str | None) -> bool:
        """Whether the message is of this session; then the opinion is stored, personal data in it hidden."""
        hidden = self.vault.protect(session_id, reason) if reason else None
        with unit_of_work(self.engine, write=True) as unit:
            repository = GatewayRepository(unit)
            if not repository.owns_message(session_id, message_id):
                return False
            repository.set_feedback(message_id, session_id=session_id, helpful=helpful, reason=hidden, at=self.clock())
            unit.commit()
        return True

    def _welcome(self, session: Session, asked: Offer) -> None:
        reader = Reader(session.script, session.timezone, self.clock())
        pieces = [text(reader.say("welcome")), chips("", first_chips(reader), sticky=True)]
        offered = asked_piece(reader, asked)
        if offered is not None:
            pieces.append(offered)
        with unit_of_work(self.engine, write=True) as unit:
            repository = GatewayRepository(unit)
            first = repository.next_seq(session.id, len(pieces))
            repository.add_events(
                [
                    event_row(piece, session_id=session.id, seq=seq, script=session.script, at=reader.now)
                    for seq, piece in enumerate(pieces, first)
                ]
            )
            unit.commit()
