"""Stops reading a request body at its limit, before it is parsed or held in memory."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.backends.problems import problem

UPLOADS = "/api/v1/uploads"
UPLOAD_BYTES = 10 * 1024 * 1024 + 64 * 1024  # the largest file and its multipart wrapping
SPEECH = "/api/v1/speech"
SPEECH_BYTES = 2 * 1024 * 1024
PLAIN = "/chat/plain"  # a form with all its files at once, as a browser sends it without a script
PLAIN_BYTES = 31 * 1024 * 1024
OTHER_BYTES = 256 * 1024
_LARGER = {UPLOADS: UPLOAD_BYTES, SPEECH: SPEECH_BYTES, PLAIN: PLAIN_BYTES}


class _TooLarge(Exception):
    pass


class BodyLimit:
    """ASGI middleware: 413 as soon as more has arrived, or is announced, than the route takes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _LARGER.get(scope["path"], OTHER_BYTES)
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        started = False
        seen = 0

        async def limited_receive() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _TooLarge
            return message

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            if announced.isdigit() and int(announced) > limit:
                raise _TooLarge
            await self._app(scope, limited_receive, watched_send)
        except _TooLarge:
            if not started and scope["path"] == PLAIN:
                await RedirectResponse(f"{PLAIN}?large=1", 303)(scope, receive, send)
            elif not started:
                refusal = problem(
                    413, "body-too-large", f"the body is over {limit} bytes", "send less at once", status=413
                )
                await refusal(scope, receive, send)
