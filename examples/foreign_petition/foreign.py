"""The other system's own API: `{"code": 0, "data": …}`, Beijing time, no keys but a serial of the caller."""

import hashlib
from typing import Any

import httpx

from assistant.shared.errors import BackendUnavailable, Conflict, NotFound

_UNKNOWN = 404


class Foreign:
    """Calls the other system; every failure is an error of our tree."""

    def __init__(self, http: httpx.Client, refusals: dict[int, str]) -> None:
        self._http = http
        self._refusals = refusals

    def add(self, case: dict[str, Any], *, key: str) -> dict[str, Any]:
        """The case with its number. Their `wbh` is unique, so the same key never makes a second case."""
        return self._call("POST", "/xf/add", json={**case, "wbh": serial(key)})

    def detail(self, number: str) -> dict[str, Any]:
        """The case with its history."""
        return self._call("GET", "/xf/detail", params={"bh": number})

    def supplement(self, number: str, text: str, *, key: str) -> None:
        """More is said."""
        self._call("POST", "/xf/bc", json={"bh": number, "nr": text, "wbh": serial(key)})

    def withdraw(self, number: str, *, key: str) -> None:
        """The case is taken back; Conflict where they no longer allow it."""
        self._call("POST", "/xf/cx", json={"bh": number, "wbh": serial(key)})

    def _call(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, **request)
            said = response.raise_for_status().json()
            code = int(said["code"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise self._unavailable(type(error).__name__) from error
        if code == _UNKNOWN:
            raise NotFound(f"{path}: no such case", mend="check the number")
        if code in self._refusals:
            raise Conflict(f"{path} was refused with {code}", mend="see `actions`", code=self._refusals[code])
        if code:
            raise self._unavailable(f"code {code}")
        data: dict[str, Any] = said.get("data") or {}
        return data

    def _unavailable(self, what: str) -> BackendUnavailable:
        return BackendUnavailable(f"the system behind the adapter failed: {what}", mend="try again with the same key")


def serial(key: str) -> str:
    """Their 32 characters for a key of ours."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]
