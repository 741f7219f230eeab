"""The retrieval service over HTTP, for parts that run in another process. Private: mounted or behind a network."""

import base64
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from assistant.retrieval.schemas import EncodeRequest, EncodeResult, EntryPage, SearchRequest, SearchResult
from assistant.retrieval.search import QueryEncoder
from assistant.retrieval.service import Clock, RetrievalService
from assistant.shared.errors import AssistantError


def create_app(
    *,
    encoder: QueryEncoder,
    releases_dir: Path,
    clock: Clock,
    answer_threshold: float = 0.0,
    look_every: float = 0.0,
) -> FastAPI:
    """The service over the releases in `releases_dir`, also as `app.state.service`; `clock` gives an instant with
    its zone, and a new release is in use at most `look_every` seconds after it is published."""
    app = FastAPI(title="retrieval", docs_url=None, redoc_url=None)
    service = RetrievalService(
        encoder=encoder,
        releases_dir=releases_dir,
        clock=clock,
        answer_threshold=answer_threshold,
        look_every=look_every,
    )
    app.state.service = service

    @app.exception_handler(AssistantError)
    async def problem(_: Request, error: AssistantError) -> JSONResponse:
        body = {"code": error.code, "detail": error.message, "mend": error.mend}
        return JSONResponse(body, status_code=error.status, media_type="application/problem+json")

    @app.post("/search", response_model=SearchResult)
    async def search(body: SearchRequest) -> Response:
        result = await service.answer(body)
        return Response(result.model_dump_json(), media_type="application/json")

    @app.post("/encode", response_model=EncodeResult)
    async def encode(body: EncodeRequest) -> Response:
        packed = [base64.b64encode(row).decode("ascii") for row in await service.encode(body.texts)]
        result = EncodeResult(dimensions=encoder.dimensions, vectors=packed)
        return Response(result.model_dump_json(), media_type="application/json")

    @app.get("/entries/{entry_id}")
    async def entry(entry_id: str) -> EntryPage:
        return await service.entry(entry_id)

    @app.get("/healthz")
    def healthz() -> dict[str, str | int]:
        release = service.holder.current().release
        return {"release": release.name, "entries": len(release.entries), "as_of": release.as_of}

    return app
