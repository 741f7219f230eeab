"""One call to a backend over HTTP, every failure of which is an error of our own tree."""

from typing import Any

import httpx

from assistant.shared.errors import AssistantError, BackendUnavailable, BadInput, Conflict, NotFound, RateLimited

_BY_STATUS: dict[int, type[AssistantError]] = {
    400: BadInput,
    404: NotFound,
    409: Conflict,
    413: BadInput,
    422: BadInput,
    429: RateLimited,
}


class Transport:
    """Sends requests through `http`, whose base URL is the backend's; keeps no state of its own."""

    def __init__(self, http: httpx.AsyncClient, *, name: str) -> None:
        self._http = http
        self._name = name

    async def json(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The JSON object that a 2xx answered; else the error that fits (see `send`)."""
        response = await self.send(method, path, key=key, params=params, body=body)
        found = _object(response)
        if found is None:
            raise self._unavailable(f"answered {response.status_code} without a JSON object")
        return found

    async def send(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> httpx.Response:
        """A 2xx response. BackendUnavailable when none came or it was 5xx; NotFound, Conflict, RateLimited or
        BadInput with the problem's code and fields in `context` when the backend refused."""
        headers = {} if key is None else {"Idempotency-Key": key}
        try:
            response = await self._http.request(method, path, params=params, json=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict) as error:
            # The class only: the text of an httpx error may hold the URL, and with it a query code.
            raise self._unavailable(f"failed with {type(error).__name__}") from error
        if response.is_success:
            return response
        if 400 <= response.status_code < 500:
            raise self._refusal(response)
        raise self._unavailable(f"answered {response.status_code}")

    def _refusal(self, response: httpx.Response) -> AssistantError:
        kind = _BY_STATUS.get(response.status_code)
        context = _object(response) or {}
        code = context.pop("code", None)
        detail = context.pop("detail", f"the {self._name} system answered {response.status_code}")
        mend = context.pop("mend", "mend the request and send it again")
        if kind is None:  # 401, 403, 405 …: not the citizen's fault but ours or the operator's
            return self._unavailable(f"answered {response.status_code}")
        if kind is RateLimited:
            after = response.headers.get("Retry-After", "60")
            context.setdefault("retry_after", int(after) if after.isdecimal() else 60)
        for reserved in ("message", "self"):
            context.pop(reserved, None)
        return kind(str(detail), mend=str(mend), code=None if code is None else str(code), **context)

    def _unavailable(self, what: str) -> BackendUnavailable:
        return BackendUnavailable(
            f"the {self._name} system {what}", mend="try again with the same key, or ask 12345", backend=self._name
        )


def _object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found = response.json()
    except (ValueError, UnicodeDecodeError):
        return None
    return found if isinstance(found, dict) else None
