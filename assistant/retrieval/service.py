"""Retrieval itself: search, query vectors, entry pages. Parts in this process call it, others over HTTP (`app.py`)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import ValidationError

from assistant.retrieval.holder import SearchHolder
from assistant.retrieval.schemas import EntryPage, SearchRequest, SearchResult
from assistant.retrieval.search import QueryEncoder
from assistant.shared.errors import AssistantError, BadInput, RetrievalUnavailable

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
# Validity is a matter of the Chinese calendar, wherever the server stands.
_ZONE = ZoneInfo("Asia/Shanghai")


class Retrieval(Protocol):
    """What other parts ask of retrieval, whether it runs in their process or elsewhere."""

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

    async def encode(self, texts: Sequence[str]) -> list[bytes]:
        """The query vector of each text: little-endian float32, unit length."""

    async def entry(self, entry_id: str) -> EntryPage:
        """The whole entry; NotFound if the release in use has none of this id."""

    async def ready(self) -> bool:
        """Whether it answers with a release in use."""


class RetrievalService:
    """Search over the release in use. What it gives is shared with later callers: read it, do not change it."""

    def __init__(
        self,
        *,
        encoder: QueryEncoder,
        releases_dir: Path,
        clock: Clock,
        answer_threshold: float = 0.0,
        look_every: float = 0.0,
    ) -> None:
        self._encoder = encoder
        self.holder = SearchHolder(
            releases_dir,
            encoder,
            today=lambda: clock().astimezone(_ZONE).date(),
            answer_threshold=answer_threshold,
            look_every=look_every,
        )

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
        """What the knowledge says to `text`; BadInput for a text or limit out of bounds, RetrievalUnavailable when
        there is no release or it cannot be read."""
        try:
            asked = SearchRequest(text=text, limit=limit, place=place, audience=audience, topic=topic, context=context)
        except ValidationError as error:
            raise BadInput(f"this cannot be searched: {error.errors()[0]['msg']}", mend="see SearchRequest") from error
        return await self.answer(asked)

    async def answer(self, asked: SearchRequest) -> SearchResult:
        """The same for a request that has been checked."""
        engine = await self.holder.latest()

        def found() -> SearchResult:
            return engine.search(**asked.model_dump())

        # What is in the encoder's cache costs little and stays on the event loop; encoding goes to a thread.
        known = self._encoder.knows_queries([engine.form(asked.text)])
        try:
            return found() if known else await asyncio.to_thread(found)
        except AssistantError:
            raise
        except Exception as error:  # a part in this process must not fall with the search, as one over HTTP would not
            _log.error("a search broke: %s", type(error).__name__)
            raise RetrievalUnavailable(f"the search broke: {type(error).__name__}", mend="see the log") from error

    async def encode(self, texts: Sequence[str]) -> list[bytes]:
        """The query vector of each text: little-endian float32, unit length."""
        form = (await self.holder.latest()).form
        forms = [form(text) for text in texts]
        encode = self._encoder.encode_queries
        known = self._encoder.knows_queries(forms)
        vectors = encode(forms) if known else await asyncio.to_thread(encode, forms)
        return [np.asarray(row, dtype="<f4").tobytes() for row in vectors]

    async def entry(self, entry_id: str) -> EntryPage:
        """The whole entry, or the one that replaced it; NotFound if the release in use has neither."""
        return (await self.holder.latest()).release.page(entry_id)

    async def ready(self) -> bool:
        """Whether there is a release in use."""
        try:
            self.holder.current()
        except RetrievalUnavailable:
            return False
        return True
