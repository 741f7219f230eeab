"""The retrieval service: search, query vectors, entry pages. Private: mounted in the service or behind a network."""

import asyncio
import base64
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from assistant.retrieval.holder import SearchHolder
from assistant.retrieval.schemas import EncodeRequest, EncodeResult, EntryPage, SearchRequest, SearchResult
from assistant.retrieval.search import QueryEncoder
from assistant.shared.errors import AssistantError, NotFound

Clock = Callable[[], datetime]
# Validity is a matter of the Chinese calendar, wherever the server stands.
_ZONE = ZoneInfo("Asia/Shanghai")


def create_app(*, encoder: QueryEncoder, releases_dir: Path, clock: Clock, answer_threshold: float = 0.0) -> FastAPI:
    """The service over the releases in `releases_dir`; `clock` gives an instant with its zone."""
    app = FastAPI(title="retrieval", docs_url=None, redoc_url=None)
    holder = SearchHolder(
        releases_dir,
        encoder,
        today=lambda: clock().astimezone(_ZONE).date(),
        answer_threshold=answer_threshold,
    )

    @app.exception_handler(AssistantError)
    async def problem(_: Request, error: AssistantError) -> JSONResponse:
        body = {"code": error.code, "detail": error.message, "mend": error.mend}
        return JSONResponse(body, status_code=error.status, media_type="application/problem+json")

    # What is in the encoder's cache costs a few milliseconds and stays on the event loop; encoding goes to a thread.
    @app.post("/search", response_model=SearchResult)
    async def search(body: SearchRequest) -> Response:
        engine = holder.current()

        def found() -> bytes:
            result = engine.search(
                body.text, limit=body.limit, place=body.place, audience=body.audience, topic=body.topic
            )
            return result.model_dump_json().encode()

        known = encoder.knows_queries([engine.release.form(body.text)])
        return Response(found() if known else await asyncio.to_thread(found), media_type="application/json")

    @app.post("/encode", response_model=EncodeResult)
    async def encode(body: EncodeRequest) -> Response:
        form = holder.current().release.form
        texts = [form(text) for text in body.texts]
        known = encoder.knows_queries(texts)
        vectors = encoder.encode_queries(texts) if known else await asyncio.to_thread(encoder.encode_queries, texts)
        packed = [base64.b64encode(np.asarray(row, dtype="<f4").tobytes()).decode("ascii") for row in vectors]
        result = EncodeResult(dimensions=encoder.dimensions, vectors=packed)
        return Response(result.model_dump_json(), media_type="application/json")

    @app.get("/entries/{entry_id}")
    def entry(entry_id: str) -> EntryPage:
        found = holder.current().release.by_id.get(entry_id)
        if found is None:
            raise NotFound(f"no entry {entry_id!r} in the release in use", mend="search for it", code="entry-not-found")
        return found.page

    @app.get("/healthz")
    def healthz() -> dict[str, str | int]:
        release = holder.current().release
        return {"release": release.name, "entries": len(release.entries), "as_of": release.as_of}

    return app
