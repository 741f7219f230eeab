"""Someone who talks to the running service over its public API, and nothing else."""

import uuid
from typing import Any

import httpx


class Turn:
    """A finished turn, easy to ask about."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.outcome: str = body["outcome"]
        self.messages: list[dict[str, Any]] = body["messages"]

    @property
    def text(self) -> str:
        """Everything that can be read, as plain text."""
        return "\n".join(message["fallback"] for message in self.messages)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [message["content"] for message in self.messages if message["type"] == kind]

    def titles(self) -> list[str]:
        """The titles of every button."""
        return [item["title"] for chips in self.of_type("chips") for item in chips["items"]]

    def __repr__(self) -> str:
        return f"{self.outcome}: {self.text}"


class Wire:
    """One connection a request: a test that fails leaves none open."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(self._base_url + path, timeout=40, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return httpx.post(self._base_url + path, timeout=40, **options)


class Citizen:
    """One session. `say`, `press` and `fill` wait for the finished turn."""

    def __init__(self, base_url: str, **opening: Any) -> None:
        self.http = Wire(base_url)
        opened = self.http.post("/api/v1/sessions", json=opening).raise_for_status().json()
        self.token, self.session_id, self.opening = opened["token"], opened["session_id"], opened

    def say(self, text: str, client_id: str | None = None, **more: Any) -> Turn:
        return self._send(client_id, text=text, **more)

    def press(self, payload: str, client_id: str | None = None) -> Turn:
        return self._send(client_id, payload=payload)

    def fill(self, form_id: str, values: dict[str, Any], client_id: str | None = None) -> Turn:
        return self._send(client_id, form_id=form_id, values=values)

    def post(self, body: dict[str, Any], wait: float = 20) -> httpx.Response:
        return self.http.post(
            "/api/v1/messages", params={"wait": wait}, json=body, headers={"Authorization": f"Bearer {self.token}"}
        )

    def _send(self, client_id: str | None, **body: Any) -> Turn:
        response = self.post({"client_id": client_id or str(uuid.uuid4()), **body})
        assert response.status_code == 200, f"{response.status_code} {response.text}"
        return Turn(response.json())
