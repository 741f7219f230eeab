"""How other parts ask the retrieval service: one httpx client, every failure mapped to our own errors."""

import base64
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from assistant.retrieval.schemas import EncodeResult, EntryPage, SearchResult
from assistant.shared.errors import BadInput, NotFound, RetrievalUnavailable

_MEND = "check that the retrieval service runs and that the knowledge is compiled"


class RetrievalClient:
    """Search, query vectors and entries over HTTP; `http` decides whether that is a network or this process."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def search(
        self,
        text: str,
        *,
        limit: int = 5,
        place: str | None = None,
        audience: str | None = None,
        topic: str | None = None,
        context: str | None = None,
    ) -> SearchResult:
        """What the knowledge says to `text`."""
        body = {
            "text": text, "limit": limit, "place": place, "audience": audience, "topic": topic, "context": context,
        }  # fmt: skip
        reply = await self._ask("POST", "/search", json=body)
        try:
            return SearchResult.model_validate_json(reply.content)
        except ValidationError as error:
            raise _unreadable("/search", error) from error

    async def encode(self, texts: Sequence[str]) -> list[bytes]:
        """The query vector of each text: little-endian float32, unit length."""
        reply = await self._ask("POST", "/encode", json={"texts": list(texts)})
        try:
            return [base64.b64decode(row) for row in EncodeResult.model_validate_json(reply.content).vectors]
        except (ValidationError, ValueError) as error:
            raise _unreadable("/encode", error) from error

    async def entry(self, entry_id: str) -> EntryPage:
        """The whole entry; NotFound if the release in use has none of this id."""
        reply = await self._ask("GET", f"/entries/{quote(entry_id, safe='')}", missing=entry_id)
        try:
            return EntryPage.model_validate_json(reply.content)
        except ValidationError as error:
            raise _unreadable("/entries", error) from error

    async def ready(self) -> bool:
        """Whether the service answers with a release in use."""
        try:
            await self._ask("GET", "/healthz")
        except RetrievalUnavailable:
            return False
        return True

    async def _ask(self, method: str, path: str, *, missing: str | None = None, **options: Any) -> httpx.Response:
        try:
            reply = await self._http.request(method, path, **options)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise RetrievalUnavailable(f"{method} {path}: {type(error).__name__}", mend=_MEND) from error
        if reply.status_code == httpx.codes.NOT_FOUND and missing is not None:
            raise NotFound(f"no entry {missing!r}", mend="search for it", code=_code(reply))
        if reply.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise BadInput(f"{method} {path} cannot be asked like this", mend="see SearchRequest for the bounds")
        if reply.status_code != httpx.codes.OK:
            raise RetrievalUnavailable(f"{method} {path} answered {reply.status_code}", mend=_MEND)
        return reply


def _code(reply: httpx.Response) -> str:
    """Why there is no such entry: it never was, or it has ended."""
    try:
        return str(reply.json()["code"])
    except (ValueError, KeyError, TypeError):
        return "entry-not-found"


def _unreadable(path: str, error: Exception) -> RetrievalUnavailable:
    return RetrievalUnavailable(f"{path} answered something unreadable: {type(error).__name__}", mend=_MEND)
