"""The public table as the rest of the service sees it."""

from typing import Any

import httpx

from assistant.backends.transport import Transport


class PublicTableClient:
    """Asks a petition system through `http` (base URL set)."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._transport = Transport(http, name="petition")

    async def public_table(self, year: int | None) -> dict[str, Any]:
        """The table of a year, by default the newest; NotFound from a system that has none."""
        params = {} if year is None else {"year": year}
        return await self._transport.json("GET", "/public/petitions", params=params)
