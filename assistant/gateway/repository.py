"""Every query of the gateway: sessions, turns, events, feedback. A caller says when to commit."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from assistant.persistence.database import UnitOfWork
from assistant.persistence.tables.gateway import events, feedback, sessions, turns, uploads


class GatewayRepository:
    """Rows of one unit of work."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._run = unit.connection.execute

    def add_session(self, **values: Any) -> None:
        """A session stands in the table."""
        self._run(insert(sessions).values(**values))

    def session_by_token(self, token_hash: str) -> Row[Any] | None:
        """The session whose token has this hash."""
        return self._run(select(sessions).where(sessions.c.token_hash == token_hash)).one_or_none()

    def session(self, session_id: str) -> Row[Any] | None:
        """The session of this id."""
        return self._run(select(sessions).where(sessions.c.id == session_id)).one_or_none()

    def change_session(self, session_id: str, **values: Any) -> None:
        """These columns of a session have these values."""
        self._run(update(sessions).where(sessions.c.id == session_id).values(**values))

    def delete_session(self, session_id: str) -> None:
        """A session and all that hangs on it is gone."""
        for table in (events, turns, feedback, uploads):
            self._run(delete(table).where(table.c.session_id == session_id))
        self._run(delete(sessions).where(sessions.c.id == session_id))

    def next_seq(self, session_id: str, count: int) -> int:
        """The first of `count` consecutive sequence numbers that now belong to the caller."""
        last: int = self._run(
            update(sessions)
            .where(sessions.c.id == session_id)
            .values(last_seq=sessions.c.last_seq + count)
            .returning(sessions.c.last_seq)
        ).scalar_one()
        return last - count + 1

    def add_turn(self, **values: Any) -> None:
        """A turn stands in the table."""
        self._run(insert(turns).values(**values))

    def turn(self, session_id: str, client_id: str) -> Row[Any] | None:
        """The turn that a client's id began."""
        return self._run(
            select(turns).where(turns.c.session_id == session_id, turns.c.client_id == client_id)
        ).one_or_none()

    def change_turn(self, turn_id: str, **values: Any) -> None:
        """These columns of a turn have these values."""
        self._run(update(turns).where(turns.c.id == turn_id).values(**values))

    def unfinished_turns(self, since: datetime) -> list[Row[Any]]:
        """Turns taken in since then that have no outcome yet, oldest first."""
        return list(
            self._run(
                select(turns)
                .where(turns.c.state == "processing", turns.c.received_at >= since)
                .order_by(turns.c.received_at)
            )
        )

    def add_events(self, rows: list[dict[str, Any]]) -> None:
        """These events can be read."""
        if rows:
            self._run(insert(events), rows)

    def events_after(self, session_id: str, seq: int, limit: int = 500) -> list[dict[str, Any]]:
        """Envelopes of a session with a higher sequence number, in order."""
        rows = self._run(
            select(events.c.envelope)
            .where(events.c.session_id == session_id, events.c.seq > seq)
            .order_by(events.c.seq)
            .limit(limit)
        )
        return [row.envelope for row in rows]

    def turn_messages(self, turn_id: str) -> list[dict[str, Any]]:
        """Envelopes that answered a turn, in order."""
        rows = self._run(select(events.c.envelope).where(events.c.turn_id == turn_id).order_by(events.c.seq))
        return [row.envelope for row in rows]

    def owns_message(self, session_id: str, message_id: str) -> bool:
        """Whether a message is of this session."""
        return (
            self._run(
                select(events.c.seq).where(events.c.session_id == session_id, events.c.message_id == message_id)
            ).first()
            is not None
        )

    def set_feedback(self, message_id: str, **values: Any) -> None:
        """The newest opinion of a message is the one that stands."""
        self._run(delete(feedback).where(feedback.c.message_id == message_id))
        self._run(insert(feedback).values(message_id=message_id, **values))

    def add_upload(self, **values: Any) -> None:
        """An uploaded file is known."""
        self._run(insert(uploads).values(**values))

    def upload_ids(self, session_id: str) -> list[str]:
        """The ids of a session's uploads."""
        return list(self._run(select(uploads.c.id).where(uploads.c.session_id == session_id)).scalars())

    def upload_sizes(self, session_id: str) -> list[int]:
        """The sizes in bytes of a session's uploads."""
        return list(self._run(select(uploads.c.size).where(uploads.c.session_id == session_id)).scalars())
