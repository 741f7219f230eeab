"""Pages and probes: the chat, the page behind a citation, health, readiness, metrics."""

import mimetypes
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import generate_latest
from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.gateway.access import require_private
from assistant.gateway.gateway import Gateway
from assistant.gateway.knowledge_page import ended_page, knowledge_page, not_found_page, privacy_page
from assistant.gateway.receipt_page import receipt_page, verdict
from assistant.gateway.sessions import script_of_locale
from assistant.shared.errors import BackendUnavailable, BadInput, NotFound

router = APIRouter(tags=["pages"])
_ZONE = ZoneInfo("Asia/Shanghai")
STATIC = Path(__file__).with_name("static")


def page_headers(frame_ancestors: str) -> dict[str, str]:
    """Headers of every page: nothing from elsewhere, nothing inline, no HTML strings (Trusted Types)."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"frame-ancestors {frame_ancestors}; base-uri 'none'; form-action 'self'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "strict-origin",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
        "Cache-Control": "no-cache",
    }


def _headers(request: Request) -> dict[str, str]:
    return page_headers(request.app.state.gateway.frame_ancestors)


def gzipped_twin(path: Path, headers: Headers) -> tuple[Path, dict[str, str]]:
    """The file to send for `path`, gzipped where the build made one and the browser takes it, and its headers."""
    vary = {"Vary": "Accept-Encoding"}
    twin = path.with_name(f"{path.name}.gz")
    takes = any(part.split(";")[0].strip() == "gzip" for part in headers.get("accept-encoding", "").split(","))
    if takes and twin.is_file():
        return twin, {**vary, "Content-Encoding": "gzip"}
    return path, vary


class PageFiles(StaticFiles):
    """Scripts, styles and drawings. Their names carry no hash, so a browser asks each time whether they changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        full = STATIC / path
        _, encoding = gzipped_twin(full, Headers(scope=scope))
        zipped = "Content-Encoding" in encoding
        response = await super().get_response(f"{path}.gz" if zipped else path, scope)
        if zipped:
            response.headers["Content-Type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
        response.headers.update(encoding)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if path.startswith("app/"):  # the launcher and what it imports are modules: another site's page may load them
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


@router.get("/", include_in_schema=False)
async def front_door() -> Response:
    """The chat is the front page."""
    return Response(status_code=307, headers={"Location": "/chat"})


@router.get("/chat", response_class=HTMLResponse)
async def chat(request: Request) -> Response:
    """The full-screen widget."""
    return FileResponse(STATIC / "chat.html", headers=_headers(request))


@router.get("/chat/gallery", response_class=HTMLResponse, include_in_schema=False)
async def gallery(request: Request) -> Response:
    """Every message type and state side by side, outside production."""
    if request.app.state.environment == "production":
        raise NotFound("there is no gallery in production", mend="run in development to see it")
    return Response(status_code=307, headers={"Location": "/static/gallery.html"})


@router.get("/k/{entry_id}", response_class=HTMLResponse)
async def knowledge(request: Request, entry_id: str, lang: str = "", size: str = "", moved: str = "") -> Response:
    """The whole knowledge file that a citation opens, with its sources and dates; an old id leads to its successor."""
    gateway: Gateway = request.app.state.gateway
    script = script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])
    try:
        entry = await gateway.retrieval.entry(entry_id)
    except NotFound as error:
        if error.code == "entry-ended":
            return HTMLResponse(ended_page(script), status_code=410, headers=_headers(request))
        return HTMLResponse(not_found_page(script), status_code=404, headers=_headers(request))
    if entry.entry_id != entry_id:
        # Not for ever: after a rollback the old page may be there again. The browser keeps the #anchor.
        query = urlencode({**({"lang": lang} if lang else {}), **({"size": size} if size else {}), "moved": "1"})
        location = f"/k/{quote(entry.entry_id, safe='')}?{query}"
        return Response(status_code=307, headers={**_headers(request), "Location": location})
    today = gateway.clock().astimezone(_ZONE).date()
    page = knowledge_page(entry, script, today=today, large=size == "large", replaced=bool(moved))
    return HTMLResponse(page, headers=_headers(request))


@router.get("/verify", response_class=HTMLResponse)
async def verify(
    request: Request, number: str = "", receipt_hash: Annotated[str, Query(alias="hash")] = "", lang: str = ""
) -> Response:
    """Whether the petition system holds what this receipt is of, unchanged; without number and hash a form alone."""
    gateway: Gateway = request.app.state.gateway
    script = script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])
    # Neither a link that is followed nor a shared machine may tell which petition this is.
    headers = _headers(request) | {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    typed = {"number": number[:30], "receipt_hash": receipt_hash[:100]}
    if not number or not receipt_hash:
        return HTMLResponse(receipt_page(script, **typed), headers=headers)
    try:
        if gateway.receipts is None:
            raise BackendUnavailable("no petition system is joined to this gateway", mend="see ASSISTANT_PETITION_URL")
        found = await gateway.receipts.verify(**typed)
    except BadInput:
        return HTMLResponse(receipt_page(script, **typed, key="verify_bad"), headers=headers)
    except BackendUnavailable:
        return HTMLResponse(receipt_page(script, **typed, key="verify_down"), status_code=503, headers=headers)
    page = receipt_page(script, **typed, key=verdict(found), received_at=found["received_at"])
    return HTMLResponse(page, headers=headers)


@router.get("/privacy", response_class=HTMLResponse)
async def privacy(request: Request, lang: str = "") -> Response:
    """What happens to personal data."""
    script = script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])
    return HTMLResponse(privacy_page(script, request.app.state.gateway.kept), headers=_headers(request))


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """Whether every part that a turn needs answers; 503 names the ones that do not."""
    gateway: Gateway = request.app.state.gateway
    parts = {"dialogue": await gateway.dialogue.ready(), "retrieval": await gateway.retrieval.ready()}
    ready = all(parts.values())
    return JSONResponse({"ready": ready, "parts": parts}, status_code=200 if ready else 503)


@router.get("/metrics", response_class=PlainTextResponse, dependencies=[Depends(require_private)])
async def metrics(request: Request) -> PlainTextResponse:
    """Counts of turns by outcome and milliseconds by step, for Prometheus."""
    return PlainTextResponse(
        generate_latest(request.app.state.metrics.registry).decode(), media_type="text/plain; version=0.0.4"
    )
