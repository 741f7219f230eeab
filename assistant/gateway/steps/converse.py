"""Asks the dialogue what to say. When it is down, the search still answers questions."""

from typing import Any

from assistant.gateway.dialogue_client import DialogueClient
from assistant.gateway.pipeline import internal_error
from assistant.gateway.turn import PRESSING, SAYING, SUBMITTING, Turn
from assistant.retrieval.service import Retrieval
from assistant.shared.contracts.dialogue import DialogueRequest, Payload
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import DialogueUnavailable, RetrievalUnavailable


class ConverseStep:
    """Replies, outcome, intent and the next expected answer, from the dialogue process."""

    name = "dialogue"
    always = False

    def __init__(self, dialogue: DialogueClient, retrieval: Retrieval) -> None:
        self._dialogue = dialogue
        self._retrieval = retrieval

    async def __call__(self, turn: Turn) -> None:
        try:
            response = await self._dialogue.converse(_request(turn))
        except DialogueUnavailable as error:
            slow = bool(error.context.get("slow"))
            replies = await self._without_dialogue(turn, "dialogue_slow" if slow else "error_dialogue_unavailable")
            # Who was only kept waiting and has the passage was answered.
            answered = slow and replies[-1]["kind"] == "answer"
            turn.stop(Outcome.ANSWERED_KNOWLEDGE if answered else Outcome.ERROR_DIALOGUE_UNAVAILABLE, *replies)
            return
        turn.replies = response["replies"]
        turn.intent = response["intent"]
        turn.confidence = response["confidence"]
        turn.pending = response["pending"]
        turn.topic = response.get("topic")
        turn.script = response.get("script") or turn.script
        turn.timings.update({f"dialogue_{name}": value for name, value in response["timings"].items()})
        turn.outcome = _outcome(turn.replies)
        if turn.outcome is None:
            turn.stop(Outcome.ERROR_INTERNAL, internal_error())

    async def _without_dialogue(self, turn: Turn, words: str) -> list[dict[str, Any]]:
        """An apology with the hotline, and the passage that answers when there clearly is one."""
        outcome = Outcome.ERROR_DIALOGUE_UNAVAILABLE.value
        replies: list[dict[str, Any]] = [{"kind": "words", "outcome": outcome, "key": words, "args": {}}]
        if turn.said.kind == SAYING:
            try:
                result = await self._retrieval.search(text=turn.understood, limit=3)
            except RetrievalUnavailable:
                return replies
            if result.decision == "answer" and not result.hits[0].gap:
                hit = result.hits[0].model_dump(mode="json")
                replies.append({"kind": "answer", "outcome": outcome, "hit": hit, "also": []})
        return replies


def _request(turn: Turn) -> DialogueRequest:
    said = turn.said
    payload: Payload | None = None
    if said.kind == PRESSING:
        payload = {"intent": said.intent or "", "entities": said.arguments}
    elif said.kind == SUBMITTING:
        payload = {"intent": "submit_form", "entities": {"form_id": said.form_id, **said.arguments}}
    return {
        "sender": turn.session_id,
        "text": turn.understood if payload is None else None,
        "payload": payload,
        "vector": turn.vector,
        "metadata": {
            "turn_id": turn.id,
            "script": turn.script,
            "timezone": turn.timezone,
            "now": turn.now.isoformat(),
            "form_values": said.values,
        },
    }


def _outcome(replies: list[dict[str, Any]]) -> Outcome | None:
    """The first that is not of a flow (a question answered inside a flow is an answer), else the flow's."""
    named = [Outcome(value) for reply in replies if (value := _named(reply))]
    return next((outcome for outcome in named if outcome.family != "flow"), named[-1] if named else None)


def _named(reply: dict[str, Any]) -> str | None:
    return reply.get("outcome") or (reply.get("custom") or {}).get("outcome")
