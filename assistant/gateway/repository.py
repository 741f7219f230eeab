"""Every query of the gateway: sessions, turns, events, feedback. A caller says when to commit."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, distinct, exists, func, insert, select, update

from assistant.persistence.database import UnitOfWork
from assistant.persistence.tables.gateway import events, feedback, session_follows, sessions, turns, uploads

# The statements of every turn, made once: building one and its cache key costs more than running it.
_SESSION_BY_TOKEN = select(sessions).where(sessions.c.token_hash == bindparam("hash"))
_MOVED = (
    update(sessions)
    .where(sessions.c.id == bindparam("session"))
    .values(last_seq=sessions.c.last_seq + bindparam("count"))
    .returning(sessions.c.last_seq)
)
_BEGIN_TURN = _MOVED.values(script=bindparam("to_script"), timezone=bindparam("to_timezone"))
_END_TURN = _MOVED.values(pending_form=bindparam("to_form"), pending_slot=bindparam("to_slot"))
_ADD_TURN = insert(turns)
_ADD_EVENTS = insert(events)
_FINISH_TURN = (
    update(turns)
    .where(turns.c.id == bindparam("turn"))
    .values(
        state="finished",
        outcome=bindparam("to_outcome"),
        intent=bindparam("to_intent"),
        confidence=bindparam("to_confidence"),
        timings=bindparam("to_timings", type_=turns.c.timings.type),
        finished_at=bindparam("at", type_=turns.c.finished_at.type),
    )
)


class GatewayRepository:
    """Rows of one unit of work."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._run = unit.connection.execute

    def add_session(self, **values: Any) -> None:
        """A session stands in the table."""
        self._run(insert(sessions).values(**values))

    def session_by_token(self, token_hash: str) -> Row[Any] | None:
        """The session whose token has this hash."""
        return self._run(_SESSION_BY_TOKEN, {"hash": token_hash}).one_or_none()

    def session(self, session_id: str) -> Row[Any] | None:
        """The session of this id."""
        return self._run(select(sessions).where(sessions.c.id == session_id)).one_or_none()

    def change_session(self, session_id: str, **values: Any) -> None:
        """These columns of a session have these values."""
        self._run(update(sessions).where(sessions.c.id == session_id).values(**values))

    def delete_session(self, session_id: str) -> None:
        """A session and all that hangs on it is gone."""
        for table in (events, turns, feedback, uploads, session_follows):
            self._run(delete(table).where(table.c.session_id == session_id))
        self._run(delete(sessions).where(sessions.c.id == session_id))

    def forgettable(self, ended_before: datetime, *, limit: int) -> list[str]:
        """Sessions that ended before then and have a transcript, or nothing that keeps their row."""
        said = exists().where(events.c.session_id == sessions.c.id)
        sent = exists().where(uploads.c.session_id == sessions.c.id)
        old = select(sessions.c.id).where(sessions.c.expires_at < ended_before, said | ~sent)
        return list(self._run(old.order_by(sessions.c.expires_at).limit(limit)).scalars())

    def delete_transcripts(self, session_ids: list[str]) -> None:
        """What was said in these sessions is gone, and so are those of them that sent no file that is still kept."""
        for table in (events, turns, feedback, session_follows):
            self._run(delete(table).where(table.c.session_id.in_(session_ids)))
        sent = exists().where(uploads.c.session_id == sessions.c.id)
        self._run(delete(sessions).where(sessions.c.id.in_(session_ids), ~sent))

    def next_seq(self, session_id: str, count: int) -> int:
        """The first of `count` consecutive sequence numbers that now belong to the caller."""
        last: int = self._run(_MOVED, {"session": session_id, "count": count}).scalar_one()
        return last - count + 1

    def begin_turn(self, session_id: str, *, script: str, timezone: str) -> int:
        """The sequence number of what the citizen said now, who writes in `script` and lives in `timezone`."""
        seq: int = self._run(
            _BEGIN_TURN, {"session": session_id, "count": 1, "to_script": script, "to_timezone": timezone}
        ).scalar_one()
        return seq

    def end_turn(self, session_id: str, count: int, *, form: str | None, slot: str | None) -> int:
        """The first of `count` numbers for the reply; the session waits for `slot` of `form`, or for nothing."""
        last: int = self._run(
            _END_TURN, {"session": session_id, "count": count, "to_form": form, "to_slot": slot}
        ).scalar_one()
        return last - count + 1

    def add_turn(self, **values: Any) -> None:
        """A turn stands in the table."""
        self._run(_ADD_TURN, values)

    def turn(self, session_id: str, client_id: str) -> Row[Any] | None:
        """The turn that a client's id began."""
        return self._run(
            select(turns).where(turns.c.session_id == session_id, turns.c.client_id == client_id)
        ).one_or_none()

    def finish_turn(
        self,
        turn_id: str,
        *,
        outcome: str,
        intent: str,
        confidence: float,
        timings: dict[str, float],
        at: datetime,
    ) -> None:
        """The turn has ended, and how."""
        self._run(
            _FINISH_TURN,
            {
                "turn": turn_id,
                "to_outcome": outcome,
                "to_intent": intent,
                "to_confidence": confidence,
                "to_timings": timings,
                "at": at,
            },
        )

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
            self._run(_ADD_EVENTS, rows)

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

    def entries_asked(self, since: datetime, *, least: int, limit: int) -> list[str]:
        """Knowledge files that answered at least `least` sessions since then, most first.

        Files opened with a button do not count: what is offered would keep itself on the list.
        """
        entry = events.c.envelope[("content", "items", 0, "doc_id")].as_string()
        people = func.count(distinct(events.c.session_id))
        rows = self._run(
            select(entry.label("entry"), people)
            .join(turns, turns.c.id == events.c.turn_id)
            .where(events.c.at >= since, turns.c.intent != "ask_entry")
            .where(events.c.envelope["type"].as_string() == "citation", entry.is_not(None))
            .group_by(entry)
            .having(people >= least)
            .order_by(people.desc(), entry)
            .limit(limit)
        )
        return [row.entry for row in rows]

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

    def old_uploads(self, came_before: datetime, *, ended_before: datetime, limit: int) -> list[str]:
        """Files that came before then, in sessions that ended before `ended_before`."""
        ended = select(sessions.c.id).where(sessions.c.expires_at < ended_before)
        old = select(uploads.c.id).where(uploads.c.at < came_before, uploads.c.session_id.in_(ended))
        return list(self._run(old.limit(limit)).scalars())

    def delete_uploads(self, ids: list[str]) -> None:
        """These files are not known any more."""
        self._run(delete(uploads).where(uploads.c.id.in_(ids)))

    def uploads_named(self, session_id: str, ids: list[str]) -> list[Row[Any]]:
        """Those of a session's uploads that `ids` name, in the order they came."""
        named = uploads.c.session_id == session_id, uploads.c.id.in_(ids)
        return list(self._run(select(uploads).where(*named).order_by(uploads.c.at)))

    def upload_sizes(self, session_id: str) -> list[int]:
        """The sizes in bytes of a session's uploads."""
        return list(self._run(select(uploads.c.size).where(uploads.c.session_id == session_id)).scalars())

    def follow(self, session_id: str, link: str) -> None:
        """The session follows what `link` stands for."""
        columns = session_follows.c
        known = select(columns.link).where(columns.session_id == session_id, columns.link == link)
        if self._run(known).first() is None:
            self._run(insert(session_follows).values(session_id=session_id, link=link))

    def followers(self, link: str, now: datetime) -> list[Row[Any]]:
        """The sessions that follow it and can still be resumed."""
        mine = select(session_follows.c.session_id).where(session_follows.c.link == link)
        return list(self._run(select(sessions).where(sessions.c.id.in_(mine), sessions.c.expires_at > now)))

    def newest_seqs(self, session_ids: list[str]) -> dict[str, int]:
        """The last sequence number of each of these sessions."""
        rows = self._run(select(sessions.c.id, sessions.c.last_seq).where(sessions.c.id.in_(session_ids)))
        return {row.id: row.last_seq for row in rows}
