"""Who asks: the session behind a bearer token, the client's address, and whether a private route may be used."""

import hmac
import ipaddress
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


def is_private(request: Request, key: str) -> bool:
    """Whether a request carries the internal key, or comes straight from this machine with no proxy between."""
    given = request.headers.get(KEY_HEADER)
    if given is not None:
        return hmac.compare_digest(given.encode(), key.encode())
    if request.headers.get("x-forwarded-for") or request.headers.get("forwarded"):
        return False  # through a proxy on this machine everybody looks local
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bearer(authorization: Annotated[str | None, Header()] = None) -> str | None:
    """The token of an `Authorization: Bearer` header."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def current_session(request: Request, token: Annotated[str | None, Depends(bearer)]) -> Session:
    """The session of the request; Forbidden with status 401 when there is none."""
    sessions: Sessions = request.app.state.gateway.sessions
    return sessions.recognise(token)


def require_private(request: Request) -> None:
    """Forbidden unless `is_private`."""
    if not is_private(request, request.app.state.gateway.internal_key):
        raise Forbidden(
            "this route is private", mend="call it from this machine or with the X-Assistant-Key header"
        )


CurrentSession = Annotated[Session, Depends(current_session)]
