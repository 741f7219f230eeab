"""What other sites embed: the loader, and outside production a demo page that treats it as badly as a page can."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from assistant.gateway.knowledge_page import environment, frame
from assistant.gateway.pages import STATIC, gzipped_twin
from assistant.gateway.sessions import script_of_locale
from assistant.gateway.wording import say
from assistant.shared.errors import NotFound

router = APIRouter(tags=["pages"])

# Scripts of ours hold nothing secret: any site may load them, with Trusted Types and cross-origin isolation too.
FOR_ANYONE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
_MODES = ("iframe", "inline", "link")
_DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; frame-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@router.get("/w/loader.js", include_in_schema=False)
async def loader(request: Request) -> Response:
    """The script that a host page embeds."""
    path, encoding = gzipped_twin(STATIC / "app" / "loader.js", request.headers)
    headers = {**FOR_ANYONE, **encoding, "Cache-Control": "max-age=300"}
    return FileResponse(path, media_type="text/javascript", headers=headers)


@router.get("/demo", response_class=HTMLResponse, include_in_schema=False)
async def demo(request: Request, lang: str = "", mode: str = "iframe", topic: str = "") -> HTMLResponse:
    """A page about `topic` as of a government site, with hostile CSS and a strict policy, that embeds the chat."""
    if request.app.state.environment == "production":
        raise NotFound("there is no demo page in production", mend="run in development to see it")
    script = script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])
    page = (
        environment()
        .get_template("demo.html")
        .render(
            **frame(script),
            mode=mode if mode in _MODES else _MODES[0],
            modes=_MODES,
            topic=topic,
            topics=request.app.state.gateway.asked.topics,
            say=lambda key: say(key, script),
        )
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": _DEMO_POLICY, "Cache-Control": "no-store"})
