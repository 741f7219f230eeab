"""What requests of both systems have in common: strict bodies, safe text, idempotency keys, query codes."""

from datetime import date, datetime, time, tzinfo
from typing import Annotated

from fastapi import Header, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from assistant.backends.clock import BEIJING
from assistant.shared.errors import BadInput


def _speakable(text: str) -> str:
    # A lone surrogate cannot be written as UTF-8, NUL not into PostgreSQL.
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds characters that cannot be stored")
    return text


_Safe = AfterValidator(_speakable)
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), _Safe]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), _Safe]
Story = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), _Safe]


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid")


IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[A-Za-z0-9._:-]{8,100}$")]
QueryCode = Annotated[str, Query(alias="code", max_length=20)]
CodeField = Annotated[str, StringConstraints(max_length=20)]


def no_store(response: Response) -> None:
    """Nothing on the way keeps what we answer."""
    response.headers["Cache-Control"] = "no-store"


def day_or_instant(name: str, text: str, of_day: time, zone: tzinfo | None) -> datetime:
    """The instant that the field `name` says, or `of_day` of the day that it says, in `zone` or else in Beijing."""
    try:
        if len(text) == len("2026-11-22"):
            return datetime.combine(date.fromisoformat(text), of_day, zone or BEIJING)
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    except ValueError:
        pass
    raise BadInput(f"{name} is {text[:40]!r}", mend="give a day 2026-11-22 or an instant 2026-11-22T01:00:00Z")
