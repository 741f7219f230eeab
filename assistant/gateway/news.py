"""News of a petition in the chat: which session follows which petition, and the message that it gets of a step.

A session follows what it was shown with number and code. The link is a keyed hash, so the table names no petition.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine, Row
from sqlalchemy.exc import IntegrityError

from assistant.backends.notices import Notice
from assistant.gateway.events import event_row
from assistant.gateway.rendering.piece import Piece, Reader, chips, reply, text
from assistant.gateway.rendering.times import day
from assistant.gateway.repository import GatewayRepository
from assistant.gateway.wording import WORDS
from assistant.persistence.database import unit_of_work

PURPOSE = "petition follows"


class _Keys(Protocol):
    def derive(self, purpose: str) -> bytes:
        """A secret for one purpose."""


class Follows:
    """Who follows what, within the caller's unit of work."""

    def __init__(self, cipher: _Keys) -> None:
        self._key = cipher.derive(PURPOSE)

    def link(self, number: str) -> str:
        """What is stored in place of `number`."""
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()

    def remember(self, repository: GatewayRepository, session_id: str, replies: list[dict[str, Any]]) -> None:
        """The session follows each petition whose receipt or standing `replies` show."""
        for number in sorted({number for said in replies if (number := _shown(said))}):
            repository.follow(session_id, self.link(number))


class SessionNews:
    """A notifier that puts each step into the sessions that follow the petition, open or not, once.

    Open streams hear of it from the store (`EventStream.watch`), so any process that reaches the database may send.
    """

    def __init__(self, engine: Engine, cipher: _Keys, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._follows = Follows(cipher)
        self._clock = clock

    def send(self, notice: Notice) -> None:
        """The step stands as a message in every session that follows the petition and can still be resumed."""
        link = self._follows.link(notice.data["number"])
        now = self._clock()
        with unit_of_work(self._engine) as unit:
            sessions = GatewayRepository(unit).followers(link, now)
        for session in sessions:
            self._add(session, notice, now)

    def _add(self, session: Row[Any], notice: Notice, now: datetime) -> None:
        pieces = _pieces(Reader(session.script, session.timezone, now), notice)
        # Made from the key: a second try of another process finds the same ids taken.
        ids = [_message_id(notice.key, session.id, n) for n in range(len(pieces))]
        try:
            with unit_of_work(self._engine, write=True) as unit:
                repository = GatewayRepository(unit)
                if repository.owns_message(session.id, ids[0]):
                    return
                first = repository.next_seq(session.id, len(pieces))
                repository.add_events(
                    [
                        event_row(
                            piece, session_id=session.id, seq=seq, script=session.script, at=now, message_id=message_id
                        )
                        for seq, (message_id, piece) in enumerate(zip(ids, pieces, strict=True), first)
                    ]
                )
                unit.commit()
        except IntegrityError:  # on PostgreSQL two processes may get as far as the insert
            return


def _message_id(key: str, session_id: str, n: int) -> str:
    return hashlib.sha256(f"{key}\n{session_id}\n{n}".encode()).hexdigest()[:32]


def _pieces(reader: Reader, notice: Notice) -> list[Piece]:
    """What happened, in a bubble, and a button that shows where the petition stands."""
    data, event = notice.data, notice.data["event"]
    key = f"news_{event}"
    fields = {"number": data["number"], "finish_day": day(reader, data["finish_by"])}
    if key in WORDS:
        words = reader.say(key, **fields)
    else:
        step = f"petition_step_{event}"
        words = reader.say("news_step", step=reader.say(step) if step in WORDS else event, **fields)
    payload = f'/track{{"ref": "{data["number"]}"}}'
    return [text(words), chips("", [reply(reader.say("news_look"), payload=payload)], sticky=True)]


def _shown(said: dict[str, Any]) -> str | None:
    if said.get("kind") == "receipt":
        return str(said["receipt"]["number"])
    if said.get("kind") == "status" and said.get("object") == "petition":
        return str(said["status"]["number"])
    return None
