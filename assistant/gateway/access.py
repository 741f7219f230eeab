"""Who asks: the session behind a bearer token, the client's address, and whether a private route may be used."""

import hmac
import ipaddress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from assistant.gateway.sessions import Session, Sessions
from assistant.shared.errors import Forbidden

KEY_HEADER = "x-assistant-key"


def client_address(request: Request, trusted_proxies: int) -> str:
    """The address a request comes from, behind `trusted_proxies` proxies of our own (0: none is believed)."""
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if trusted_proxies and len(forwarded) >= trusted_proxies:
        return forwarded[-trusted_proxies]
    return request.client.host if request.client else "in-process"


@dataclass(frozen=True)
class PrivateAccess:
    """Who may use the private routes: holders of `key`; outside production (`loopback`) also this machine itself."""

    key: str
    loopback: bool

    def allows(self, request: Request) -> bool:
        """Whether a request carries the key, or may do without because it comes straight from this machine."""
        given = request.headers.get(KEY_HEADER)
        if given is not None:
            return hmac.compare_digest(given.encode(), self.key.encode())
        if not self.loopback or request.headers.get("x-forwarded-for") or request.headers.get("forwarded"):
            return False  # through a proxy on this machine everybody looks local
        host = request.client.host if request.client else ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


async def bearer(authorization: Annotated[str | None, Header()] = None) -> str | None:
    """The token of an `Authorization: Bearer` header."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


BearerToken = Annotated[str | None, Depends(bearer)]


def current_session(request: Request, token: BearerToken) -> Session:
    """The session of the request; Forbidden with status 401 when there is none."""
    sessions: Sessions = request.app.state.gateway.sessions
    return sessions.recognise(token)


def require_private(request: Request) -> None:
    """Forbidden unless the gateway's `PrivateAccess` allows it."""
    access: PrivateAccess = request.app.state.private
    if not access.allows(request):
        raise Forbidden("this route is private", mend="call it from this machine or with the X-Assistant-Key header")


CurrentSession = Annotated[Session, Depends(current_session)]
