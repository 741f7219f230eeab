"""Keeps the parts that share the public port to this machine and to those who have the internal key."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.backends.problems import problem
from assistant.gateway.access import is_private


class PrivateOnly:
    """ASGI middleware around a mounted part; everybody else gets 403."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_private(Request(scope), self._key):
            refusal = problem(
                403, "private", "this route is private", "call it from this machine or with X-Assistant-Key", status=403
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)
