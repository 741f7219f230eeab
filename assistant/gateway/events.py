"""A message of ours as it is stored: the row of an event, with the envelope that browsers get."""

import secrets
from datetime import datetime
from typing import Any

from assistant.gateway.messages import as_json, message
from assistant.gateway.rendering.piece import Piece
from assistant.gateway.wording import language_tag


def event_row(
    piece: Piece,
    *,
    session_id: str,
    seq: int,
    script: str,
    at: datetime,
    turn_id: str | None = None,
    message_id: str | None = None,
) -> dict[str, Any]:
    """`piece` as number `seq` of a session, in answer to a turn or to none; a fresh id unless one is given."""
    message_id = message_id or secrets.token_hex(16)
    envelope = message(
        piece.content,
        id=message_id,
        seq=seq,
        session_id=session_id,
        ts=at,
        fallback=piece.fallback,
        lang=language_tag(script),
        rateable=piece.rateable,
        ai_generated=True,
        reply_to=turn_id,
    )
    row = {"session_id": session_id, "seq": seq, "message_id": message_id, "turn_id": turn_id}
    return {**row, "envelope": as_json(envelope), "at": at}
