"""The petition system as the rest of the service sees it: async methods, dicts out, errors of our tree."""

from typing import Any
from urllib.parse import quote

import httpx

from assistant.backends.patience import Patience
from assistant.backends.transport import Transport

Answer = dict[str, Any]


class PetitionClient:
    """Speaks to a petition system, the reference one or a real one, through `http` (base URL set)."""

    def __init__(self, http: httpx.AsyncClient, patience: Patience | None = None) -> None:
        self._transport = Transport(http, name="petition", patience=patience)

    async def register(self, petition: dict[str, Any], *, key: str) -> Answer:
        """The receipt; repeating with the same `key` is safe and gives the same receipt."""
        return await self._transport.json("POST", "/petitions", key=key, body=petition)

    async def status(self, number: str, code: str) -> Answer:
        """Where the petition stands; NotFound when number or code is wrong, RateLimited after too many tries."""
        return await self._transport.json("GET", _path(number), params={"code": code})

    async def supplement(
        self, number: str, code: str, text: str, *, key: str, attachments: list[dict[str, Any]] | None = None
    ) -> Answer:
        """More is said."""
        body = {"code": code, "text": text, "attachments": attachments or []}
        return await self._transport.json("POST", _path(number, "supplement"), key=key, body=body)

    async def urge(self, number: str, code: str, *, key: str, text: str | None = None) -> Answer:
        """The handling body is hurried; Conflict with `until` when nothing is overdue."""
        return await self._transport.json("POST", _path(number, "urge"), key=key, body={"code": code, "text": text})

    async def withdraw(self, number: str, code: str, *, key: str, reason: str | None = None) -> Answer:
        """The petition is taken back; Conflict after the free ten minutes."""
        body = {"code": code, "reason": reason}
        return await self._transport.json("POST", _path(number, "withdraw"), key=key, body=body)

    async def rate(self, number: str, code: str, score: int, *, key: str, reason: str | None = None) -> Answer:
        """The answer is rated, 1 to 5."""
        body = {"code": code, "score": score, "reason": reason}
        return await self._transport.json("POST", _path(number, "rate"), key=key, body=body)

    async def review(self, number: str, code: str, text: str, *, key: str) -> Answer:
        """A review is asked for."""
        return await self._transport.json("POST", _path(number, "review"), key=key, body={"code": code, "text": text})

    async def edit(self, number: str, code: str, petition: dict[str, Any], *, key: str) -> Answer:
        """The petition says `petition` instead; Conflict after the free ten minutes."""
        body = {"code": code, "petition": petition}
        return await self._transport.json("POST", _path(number, "edit"), key=key, body=body)

    async def verify(self, number: str, receipt_hash: str) -> Answer:
        """Whether a petition of this number was received in the form of this hash and is unchanged; needs no code."""
        return await self._transport.json("GET", _path(number, "verify"), params={"hash": receipt_hash})

    async def export(self, number: str, code: str) -> Answer:
        """Everything that the system holds of the petition, personal data included."""
        return await self._transport.json("GET", _path(number, "export"), params={"code": code})


def _path(number: str, action: str | None = None) -> str:
    # A number comes from what a citizen typed: quoted, so that it cannot name another path.
    path = f"/petitions/{quote(number, safe='')}"
    return path if action is None else f"{path}/{action}"
