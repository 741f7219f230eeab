"""Spoken words as text, by a speech service of the operator's own: asked only where one is set, and never another.

A recording is passed on and forgotten: neither it nor the text is stored or logged. The text goes back to the citizen,
who reads it over and sends it like anything typed.
"""

from typing import Annotated, Protocol

import httpx
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, ValidationError

from assistant.gateway.access import CurrentSession
from assistant.gateway.gateway import Gateway
from assistant.gateway.sessions import script_of_locale
from assistant.gateway.wording import in_script, language_tag
from assistant.shared.errors import BackendUnavailable, BadInput, NotFound, RateLimited

router = APIRouter(prefix="/api/v1", tags=["public"])

MEDIA_TYPES = ("audio/webm", "audio/ogg", "audio/mp4", "audio/wav", "audio/mpeg")
_PER_MINUTE = 10
_LONGEST = 500


class Speech(Protocol):
    """Something that understands speech."""

    async def heard(self, audio: bytes, *, media_type: str, language: str) -> str:
        """The words of a recording, empty where there are none; BackendUnavailable or BadInput when it cannot tell."""


class Heard(BaseModel):
    """What was said."""

    text: str = Field(max_length=20_000)


class HttpSpeech:
    """A service that takes the recording as the body of a POST to `url` and answers {"text": …}.

    `Content-Type` is what the browser recorded, `Accept-Language` the page's language (zh-Hans, zh-Hant, en).
    """

    def __init__(self, http: httpx.AsyncClient, url: str) -> None:
        self._http = http
        self._url = url

    async def heard(self, audio: bytes, *, media_type: str, language: str) -> str:
        headers = {"Content-Type": media_type, "Accept-Language": language, "Accept": "application/json"}
        try:
            answer = await self._http.post(self._url, content=audio, headers=headers)
            if answer.status_code in (400, 413, 415, 422):
                raise BadInput(
                    "the speech service cannot use the recording", code="speech-unclear", mend="say it again"
                )
            return Heard.model_validate_json(answer.raise_for_status().content).text
        except (httpx.HTTPError, ValidationError) as error:
            raise BackendUnavailable(
                f"the speech service failed: {type(error).__name__}", mend="see ASSISTANT_SPEECH_URL"
            ) from error


@router.post("/speech", response_model=Heard)
async def hear(
    request: Request, session: CurrentSession, lang: Annotated[str, Query(max_length=35)] = "zh-Hans"
) -> Heard:
    """The words of the recording in the body, for the citizen to read over; nothing is sent or stored."""
    speech: Speech | None = request.app.state.speech
    if speech is None:
        raise NotFound("no speech service is set", code="no-speech", mend="set ASSISTANT_SPEECH_URL, or type")
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise BadInput(
            f"the recording is {media_type[:40]!r}", code="speech-media-type", mend=f"send {', '.join(MEDIA_TYPES)}"
        )
    gateway: Gateway = request.app.state.gateway
    wait = gateway.limiter.wait(f"speech/{session.id}", limit=_PER_MINUTE, seconds=60)
    if wait:
        raise RateLimited("too many recordings in a minute", mend="wait", retry_after=int(wait) + 1)
    audio = await request.body()
    if not audio:
        raise BadInput("the recording is empty", code="speech-empty", mend="record again")
    script = script_of_locale(lang)
    text = await speech.heard(audio, media_type=media_type, language=language_tag(script))
    return Heard(text=in_script(text.strip()[:_LONGEST], script))
