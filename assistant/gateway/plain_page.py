"""The chat without a script: a form that asks, and the page with the answer. Turns, limits and vault as in the API.

The session's token is in a cookie of this path alone that no script reads; nothing is stored before the first question.
"""

import asyncio
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile

from assistant.gateway.access import client_address
from assistant.gateway.gateway import Gateway
from assistant.gateway.knowledge_page import LANGUAGES, environment, frame
from assistant.gateway.pages import page_headers
from assistant.gateway.plain_messages import Shown, files_sent, form_values, shown
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.rendering.renderer import first_chips
from assistant.gateway.rendering.times import both
from assistant.gateway.schemas import SessionIn
from assistant.gateway.sessions import BEIJING, Session, script_of_locale
from assistant.gateway.turns import Sent
from assistant.gateway.uploads import MAX_BYTES, MAX_FILES, Uploads
from assistant.gateway.wording import WORDS, language_tag, say
from assistant.shared.errors import AssistantError, Forbidden, RateLimited

router = APIRouter(tags=["pages"])
PATH = "/chat/plain"
COOKIE = "qiaodu_plain"
_WAIT_SECONDS = 15.0
_MOST_FILES = 4 * MAX_FILES  # more than may be kept: whoever chose too many is told so in words


@dataclass
class Page:
    """What one page shows besides the conversation itself."""

    script: str
    token: str | None = None
    notice: str = ""
    typed: str = ""
    form_typed: dict[str, Any] = field(default_factory=dict)
    waiting: bool = False
    status: int = 200


@router.get(PATH, response_class=HTMLResponse, include_in_schema=False)
async def plain(request: Request, lang: str = "", large: bool = False) -> HTMLResponse:
    """The place to write, and what this browser's session has said so far."""
    page = Page(_script(request, lang), request.cookies.get(COOKIE))
    if large:
        page.notice = say("problem_upload_refused", page.script)
    return await _answer(request, page)


@router.post(PATH, response_class=HTMLResponse, include_in_schema=False)
async def ask(request: Request) -> HTMLResponse:
    """The page with the answer to what was sent; sent twice (a reload), the same answer and no second turn."""
    gateway: Gateway = request.app.state.gateway
    token = request.cookies.get(COOKIE)
    session = await asyncio.to_thread(_session, gateway, token)
    # Only who has a conversation was shown a form that takes files: nobody else's are read.
    async with request.form(max_files=_MOST_FILES if session else 0, max_fields=60) as sent:
        page = Page(_script(request, str(sent.get("lang", ""))), token if session else None)
        page.typed = str(sent.get("text", ""))[:4000]
        if not _from_this_page(request, sent, page.token):
            page.notice, page.status = say("plain_foreign", page.script), 403
            return await _answer(request, page)
        if sent.get("end"):
            if session is not None:
                await asyncio.to_thread(gateway.sessions.end, session.id)
            page.token, page.typed, page.notice = None, "", say("plain_ended", page.script)
            return await _answer(request, page)
        try:
            if session is None:
                session, page.token = await _new_session(request, page.script)
            await _turn(request, session, sent, page)
        except AssistantError as error:
            key = f"problem_{error.code.replace('-', '_')}"
            page.notice, page.status = say(key if key in WORDS else "plain_failed", page.script), error.status
        return await _answer(request, page)


async def _turn(request: Request, session: Session, sent: FormData, page: Page) -> None:
    """The turn is finished, or `page.waiting`; AssistantError when it is not taken."""
    gateway: Gateway = request.app.state.gateway
    form_id = str(sent["form_id"]) if sent.get("form_id") else None
    values = form_values(form_id, sent) if form_id else None
    page.form_typed = values or {}
    client_id = str(sent.get("client_id") or uuid.uuid4())[:64]
    files = files_sent(form_id, sent) if form_id else []
    if files and await gateway.turns.knows(session.id, client_id):
        # The page was loaded again: the files are with us already, and the answer is in the conversation.
        page.form_typed = {}
        return
    for name, file in files:
        await _keep(request.app.state.uploads, session.id, name, file, page)
    payload = str(sent["payload"]) if sent.get("payload") and not form_id else None
    body = Sent(
        client_id=client_id,
        text=None if form_id else str(sent.get("title" if payload else "text", "")),
        payload=payload,
        form_id=form_id,
        values=page.form_typed if form_id else None,
        script=page.script,
        timezone=None,
    )
    accepted = await gateway.turns.accept(lambda: session, body)
    ended = await gateway.turns.finished(accepted.turn_id, session.id, body.client_id, wait=_WAIT_SECONDS)
    page.waiting, page.typed, page.form_typed = ended is None, "", {}


async def _keep(uploads: Uploads, session_id: str, name: str, file: UploadFile, page: Page) -> None:
    """The file is kept and stands in `page.form_typed`, also where another is refused and the form shown again."""
    data = await file.read(MAX_BYTES + 1)
    kept = await asyncio.to_thread(uploads.keep, session_id, file.filename or "file", data)
    page.form_typed.setdefault(name, []).append(kept.id)


async def _answer(request: Request, page: Page) -> HTMLResponse:
    gateway: Gateway = request.app.state.gateway
    session = await asyncio.to_thread(_session, gateway, page.token)
    messages = await asyncio.to_thread(gateway.stream.stored, session.id, 0) if session else []
    reader = Reader(page.script, session.timezone if session else BEIJING, gateway.clock())
    asked = max((at for at, message in enumerate(messages) if message["from"] == "user"), default=0)
    newest = _newest_form(messages)
    groups: list[list[Shown]] = [
        [shown(message, live=message["id"] == newest) for message in part]
        for part in (messages[asked:], messages[:asked])
    ]
    html = (
        environment()
        .get_template("conversation.html")
        .render(
            **frame(page.script),
            script=page.script,
            languages=LANGUAGES,
            path=PATH,
            page=page,
            new=groups[0],
            before=groups[1],
            doors=[] if messages else first_chips(reader),
            client_id=str(uuid.uuid4()),
            csrf=_csrf(page.token) if session else "",
            when=lambda start: both(reader, start.isoformat()),
            command=lambda name, given: f"/{name}{json.dumps(given, ensure_ascii=False) if given else ''}",
            say=lambda key, **fields: say(key, page.script, **fields),
        )
    )
    headers = page_headers(gateway.frame_ancestors) | {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    response = HTMLResponse(html, status_code=page.status, headers=headers)
    if session and page.token:
        proxied = bool(gateway.trusted_proxies) and request.headers.get("x-forwarded-proto") == "https"
        secure = proxied or request.url.scheme == "https"
        response.set_cookie(COOKIE, page.token, path=PATH, httponly=True, samesite="strict", secure=secure)
    elif COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")
    return response


def _newest_form(messages: list[dict[str, Any]]) -> str | None:
    """Only the newest form or list of times can be used, as in the chat."""
    return next((one["id"] for one in reversed(messages) if one["type"] in ("form", "slots")), None)


async def _new_session(request: Request, script: str) -> tuple[Session, str]:
    gateway: Gateway = request.app.state.gateway
    address = client_address(request, gateway.trusted_proxies)
    wait = gateway.limiter.wait(f"sessions/{address}", limit=gateway.sessions_per_hour, seconds=3600)
    if wait:
        raise RateLimited("too many sessions from this address", mend="wait", retry_after=int(wait) + 1)
    opening = SessionIn(locale=language_tag(script), timezone=None, channel="plain", resume=None, next=None)
    opened, _ = await asyncio.to_thread(gateway.open_session, opening)
    return opened.session, opened.token


def _session(gateway: Gateway, token: str | None) -> Session | None:
    try:
        return gateway.sessions.recognise(token) if token else None
    except Forbidden:
        return None


def _csrf(token: str | None) -> str:
    """Known to whoever was shown the page, and useless without the cookie it is made from."""
    return hashlib.sha256(f"plain page {token}".encode()).hexdigest()


def _from_this_page(request: Request, sent: FormData, token: str | None) -> bool:
    """Whether a form of ours was sent. Another site's form could else speak for a citizen whose cookie is here."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if site is None and origin and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    return token is None or hmac.compare_digest(str(sent.get("csrf", "")).encode(), _csrf(token).encode())


def _script(request: Request, lang: str) -> str:
    return script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])
