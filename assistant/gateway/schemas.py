"""Bodies of the public API v1 (design §5)."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """A request body; unknown fields are ignored, so that a newer client can talk to an older service."""

    model_config = ConfigDict(extra="ignore")


class SessionIn(Body):
    """Open a session, or take one up again with the token in `resume`.

    `next` is 256 random bits of the client's: the token after a resume, so that a lost answer can be asked for again.
    `topic` is the service domain that the page around is about (knowledge/vocabulary/domains.yml): a new
    session begins with the questions asked most there.
    """

    locale: str | None = Field(None, max_length=35)
    timezone: str | None = Field(None, max_length=64)
    channel: str | None = Field(None, max_length=32)
    topic: str | None = Field(None, max_length=64)
    resume: str | None = Field(None, max_length=128)
    next: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{43,86}$")


class SessionOut(BaseModel):
    """The session, the only copy of its token, its life in seconds, what has been said, and what the page may offer.

    `features` holds `speech` where a speech service is set; `topics` the topics there are, where the one that was given
    is none of them and so was left out.
    """

    session_id: str
    token: str
    expires_in: int
    resumed: bool
    messages: list[dict[str, Any]]
    features: list[str] = []
    topics: list[str] = []


class MessageIn(Body):
    """Something said (`text`), pressed (`payload`, with its title as `text`) or filled in (`form_id`, `values`)."""

    client_id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")
    text: str | None = Field(None, max_length=200_000)
    payload: str | None = Field(None, max_length=4_000)
    form_id: str | None = Field(None, max_length=64)
    values: dict[str, Any] | None = None
    locale: str | None = Field(None, max_length=35)
    timezone: str | None = Field(None, max_length=64)


class MessageAccepted(BaseModel):
    """202: the turn is under way; its messages come as events."""

    client_id: str
    turn_id: str
    seq: int


class TurnOut(MessageAccepted):
    """200: the finished turn. `timings` is milliseconds by step."""

    outcome: str
    messages: list[dict[str, Any]]
    timings: dict[str, float]


class EventsOut(BaseModel):
    """Events after the cursor that was given, oldest first."""

    events: list[dict[str, Any]]


class FeedbackIn(Body):
    """Whether a message helped."""

    message_id: str = Field(max_length=64)
    helpful: bool
    reason: str | None = Field(None, max_length=1_000)


class StarsIn(Body):
    """How content the citizen is with the whole session: 5 very, 1 not at all."""

    stars: int = Field(ge=1, le=5)


class UploadOut(BaseModel):
    """A file that was taken in."""

    id: str
    name: str
    size: int
    media_type: str
