"""Where a petition system that does not share our database says what happened, so that it is told in the chat.

Private: with the internal key. The reference system needs it not; it hands its notices over in the process.
"""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from assistant.backends.notices import Notice
from assistant.gateway.access import require_private
from assistant.gateway.news import SessionNews
from assistant.gateway.wording import WORDS
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, is_number
from assistant.shared.errors import BadInput

router = APIRouter(prefix="/api/v1", tags=["private"], dependencies=[Depends(require_private)])


class PetitionNewsIn(BaseModel):
    """One step that somebody else than the owner took. `key` names it for ever: the same one twice is told once."""

    model_config = ConfigDict(extra="forbid")
    key: Annotated[str, Field(min_length=8, max_length=100)]
    number: str
    event: Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")]
    at: AwareDatetime
    finish_by: date


@router.post("/petition-news", status_code=204)
async def petition_news(request: Request, body: PetitionNewsIn) -> Response:
    """The step stands in every chat that was shown the petition; where none was, nothing happens."""
    if not is_number(body.number, PETITION_PREFIX):
        raise BadInput("number is no petition's", mend="send it as the receipt has it", code="bad-number")
    if f"petition_step_{body.event}" not in WORDS:
        raise BadInput(f"event {body.event!r} is none of ours", mend="map it to one of the contract", code="bad-event")
    news: SessionNews = request.app.state.news
    data = {"number": body.number, "event": body.event, "finish_by": body.finish_by.isoformat()}
    kind = f"petition-{body.event.replace('_', '-')}"
    await asyncio.to_thread(news.send, Notice(f"other:{body.key}", kind, "", body.at, data))
    return Response(status_code=204)
