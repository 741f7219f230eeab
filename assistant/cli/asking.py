"""One question through the real answer action and the real renderer, without the dialogue: what a citizen reads."""

from datetime import UTC, datetime
from typing import Any, cast

import httpx

from actions.app import create_app
from assistant.cli.knowledge_parts import encoder
from assistant.gateway.rendering.renderer import Renderer
from assistant.gateway.turn import SAYING, Said, Turn
from assistant.gateway.vocabulary import Vocabulary
from assistant.retrieval.service import RetrievalService
from assistant.settings import Settings
from assistant.shared.errors import RetrievalUnavailable

_ZONE = "Asia/Shanghai"


class _Absent:
    """Stands for the systems that a question does not touch."""


async def answer(settings: Settings, text: str, *, script: str) -> tuple[str, list[dict[str, Any]]]:
    """The outcome and the messages for `text`. What only the dialogue knows (places, acts, forms) is not there."""
    retrieval = RetrievalService(
        encoder=encoder(settings),
        releases_dir=settings.releases_dir,
        clock=lambda: datetime.now(UTC),
        answer_threshold=settings.answer_threshold,
    )
    replies = await _replies(retrieval, text)
    words = Vocabulary.load(settings.knowledge_dir / "vocabulary" / "eligibility.yml")
    turn = Turn("t", "s", "c", Said(SAYING, text), script, _ZONE, datetime.now(UTC), 0, replies=replies)
    pieces = await Renderer(retrieval, words, {}).render(turn)
    outcome = next((str(reply["outcome"]) for reply in replies if reply.get("outcome")), "")
    return outcome, [{**piece.content.model_dump(mode="json"), "fallback": piece.fallback} for piece in pieces]


async def _replies(retrieval: RetrievalService, text: str) -> list[dict[str, Any]]:
    absent = cast(Any, _Absent())
    app = create_app(retrieval=retrieval, petition=absent, notary=absent, vault=absent, clock=lambda: datetime.now(UTC))
    tracker = {
        "sender_id": "curator",
        "slots": {},
        "latest_message": {"text": text, "entities": [], "intent": {}},
        "events": [],
        "paused": False,
        "active_loop": {},
        "latest_action_name": "action_listen",
        "followup_action": None,
        "latest_input_channel": None,
    }
    call = {"next_action": "action_answer", "sender_id": "curator", "tracker": tracker, "domain": {}}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://actions") as http:
        reply = await http.post("/webhook", json=call)
    if reply.status_code != httpx.codes.OK:
        raise RetrievalUnavailable(f"the answer action ended with {reply.status_code}", mend="see the line above")
    found = [row.get("custom") or row.get("json_message") or {} for row in reply.json()["responses"]]
    return [row for row in found if row.get("kind")]
