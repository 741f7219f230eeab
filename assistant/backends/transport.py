"""One call to a backend over HTTP, every failure of which is an error of our own tree.

What fails without an answer is sent again under the same idempotency key, a few times and never for longer
than the HTTP client's own timeout: the citizen waits for it, and the dialogue process waits for us.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx

from assistant.backends.patience import CONNECT_WITHIN, USUAL, Patience
from assistant.shared.errors import AssistantError, BackendUnavailable, BadInput, Conflict, NotFound, RateLimited

_BY_STATUS: dict[int, type[AssistantError]] = {
    400: BadInput,
    404: NotFound,
    409: Conflict,
    413: BadInput,
    422: BadInput,
    429: RateLimited,
}
# Passing troubles of a line or a server. The rest (a URL that is none, a body that cannot be decoded) would repeat.
_PASSING = (
    httpx.NetworkError,
    httpx.TimeoutException,
    httpx.RemoteProtocolError,
    httpx.ProxyError,
    aiohttp.ClientError,
)
_LASTING = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict)


@dataclass(frozen=True)
class _Failed:
    """A try without a usable answer; `again` when another may have one, not before `after` seconds."""

    what: str
    again: bool
    after: float = 0.0
    cause: Exception | None = None


class Transport:
    """Sends requests through `http`, whose base URL is the backend's; keeps no state of its own."""

    def __init__(self, http: httpx.AsyncClient, *, name: str, patience: Patience | None = None) -> None:
        self._http = http
        self._name = name
        self._patience = patience or Patience()

    async def json(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        stores: bool = True,
    ) -> dict[str, Any]:
        """The JSON object that a 2xx answered; else the error that fits (see `send`)."""
        response = await self.send(method, path, key=key, params=params, body=body, stores=stores, wants_object=True)
        found = _object(response)
        assert found is not None
        return found

    async def send(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        stores: bool = True,
        wants_object: bool = False,
    ) -> httpx.Response:
        """A 2xx response. BackendUnavailable when none came in time or it was 5xx; NotFound, Conflict, RateLimited or
        BadInput with the problem's code and fields in `context` when the backend refused.

        A request is repeated only where twice is once: reading, with a key, or where nothing is stored.
        """
        headers = {} if key is None else {"Idempotency-Key": key}
        request = {"method": method, "url": path, "params": params, "json": body, "headers": headers}
        patience, until = self._patience, time.monotonic() + (self._http.timeout.read or USUAL)
        tries = patience.tries if method == "GET" or key is not None or not stores else 1
        failed = _Failed("was not asked", again=False)
        for tried in range(tries):
            left = until - time.monotonic()
            answer = await self._try(request, left, wants_object=wants_object)
            if isinstance(answer, httpx.Response):
                return answer
            failed = answer
            pause = max(failed.after, patience.before(tried))
            if not failed.again or tried + 1 == tries or time.monotonic() + pause >= until:
                break
            await patience.sleep(pause)
        raise self._unavailable(failed.what) from failed.cause

    async def _try(self, request: dict[str, Any], left: float, *, wants_object: bool) -> httpx.Response | _Failed:
        timeout = httpx.Timeout(left, connect=min(CONNECT_WITHIN, left))
        try:
            # The whole try, not only each read: an answer that comes byte by byte ends too.
            async with asyncio.timeout(left):
                response = await self._http.request(**request, timeout=timeout)
        except TimeoutError as error:
            return _Failed(f"gave no whole answer within {left:.1f} s", again=False, cause=error)
        except (*_PASSING, *_LASTING) as error:
            # The class only: the text of an error may hold the URL, and with it a query code.
            return _Failed(f"failed with {type(error).__name__}", again=isinstance(error, _PASSING), cause=error)
        status = response.status_code
        if response.is_success:
            if wants_object and _object(response) is None:
                return _Failed(f"answered {status} without a JSON object", again=True)
            return response
        if status in _BY_STATUS:
            raise self._refusal(response)
        # 401, 403, 405 …: not the citizen's fault but ours or the operator's.
        return _Failed(f"answered {status}", again=status >= 500, after=_seconds(response, 0) if status == 503 else 0)

    def _refusal(self, response: httpx.Response) -> AssistantError:
        kind = _BY_STATUS[response.status_code]
        context = _object(response) or {}
        code = context.pop("code", None)
        detail = context.pop("detail", f"the {self._name} system answered {response.status_code}")
        mend = context.pop("mend", "mend the request and send it again")
        if kind is RateLimited:
            context.setdefault("retry_after", _seconds(response, 60))
        for reserved in ("message", "self"):
            context.pop(reserved, None)
        return kind(str(detail), mend=str(mend), code=None if code is None else str(code), **context)

    def _unavailable(self, what: str) -> BackendUnavailable:
        return BackendUnavailable(
            f"the {self._name} system {what}", mend="try again with the same key, or ask 12345", backend=self._name
        )


def _seconds(response: httpx.Response, otherwise: int) -> int:
    after = response.headers.get("Retry-After", "")
    return int(after) if after.isascii() and after.isdecimal() else otherwise


def _object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found = response.json()
    except (ValueError, UnicodeDecodeError):
        return None
    return found if isinstance(found, dict) else None
