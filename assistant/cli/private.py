"""Keeps the parts that share the public port to this machine and to those who have the internal key."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.backends.problems import problem
from assistant.gateway.access import PrivateAccess


class PrivateOnly:
    """ASGI middleware around a mounted part; everybody else gets 403."""

    def __init__(self, app: ASGIApp, access: PrivateAccess) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._access.allows(Request(scope)):
            refusal = problem(
                403, "private", "this route is private", "call it with the header X-Assistant-Key", status=403
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)
