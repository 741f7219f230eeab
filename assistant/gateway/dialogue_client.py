"""The one way to the dialogue process; every failure of it becomes DialogueUnavailable, `slow` when time ran out."""

from typing import cast

import httpx
from pydantic_core import from_json, to_json

from assistant.shared.contracts.dialogue import WEBHOOK_PATH, DialogueRequest, DialogueResponse
from assistant.shared.errors import DialogueUnavailable


class DialogueClient:
    """Sends a turn to Rasa. `http` has the base URL, the internal key and the timeout."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def converse(self, request: DialogueRequest) -> DialogueResponse:
        """What the dialogue decided."""
        try:
            response = await self._http.post(
                WEBHOOK_PATH, content=to_json(request), headers={"Content-Type": "application/json"}
            )
            response.raise_for_status()
            body = from_json(response.content)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise DialogueUnavailable(
                f"the dialogue process gave no usable answer: {type(error).__name__}",
                mend="see that it runs: its log is var/log/dialogue.log",
                # Over aiohttp's connections a refused one is a ConnectTimeout too: nobody was there to be slow.
                slow=isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout),
            ) from error
        if not isinstance(body, dict) or not isinstance(body.get("replies"), list):
            raise DialogueUnavailable("the dialogue process answered out of protocol", mend="check its version")
        return cast(DialogueResponse, body)

    async def ready(self) -> bool:
        """Whether the dialogue process answers at all."""
        try:
            return (await self._http.get("/")).status_code < 500
        except httpx.HTTPError:
            return False
