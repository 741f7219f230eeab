"""The one way into the dialogue: a turn comes in as JSON, what was decided goes back in the same response.

Text is understood by the NLU; a button or form arrives as an intent, so that nothing a citizen types can be one.
"""

import hmac
import logging
import time
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.dialogue.settings import DEVELOPMENT_KEY
from assistant.dialogue.vector_cache import VECTORS
from assistant.shared.contracts.dialogue import CHANNEL_NAME, Pending, unpack_vector
from assistant.shared.contracts.outcomes import Outcome

log = logging.getLogger(__name__)
KEY_HEADER = "X-Assistant-Key"
_ASK = "utter_ask_"
_TOPIC_SURE = 0.5
_RENAMED = {"cancel": "cancel_flow", "go_back": "back"}  # buttons of messages sent before the acts got these names


class TurnOutput(OutputChannel):
    """Collects what the dialogue says in one turn, in order."""

    def __init__(self) -> None:
        self.replies: List[Dict[Text, Any]] = []

    @classmethod
    def name(cls) -> Text:
        """The name under which Rasa knows the channel."""
        return CHANNEL_NAME

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """The message stands at the end of `replies`."""
        custom = dict(message.get("custom") or {})
        if "kind" in custom:
            self.replies.append(custom)
            return
        utter = message.get("utter_action") or ""
        if utter.startswith(_ASK):
            outcomes = [_outcome(reply) for reply in self.replies]
            if Outcome.GUARD_EMERGENCY.value in outcomes:
                return  # nobody in danger is asked for a phone number
            if any(outcome and not outcome.startswith("flow_") for outcome in outcomes):
                # Asking again after an interruption does not name the outcome: the interruption's stands.
                custom.pop("outcome", None)
        buttons = [dict(button) for button in message.get("buttons") or []]
        self.replies.append({"utter": utter, "text": message.get("text"), "buttons": buttons, "custom": custom})


class AssistantInput(InputChannel):
    """POST /webhooks/assistant/webhook with the internal key."""

    def __init__(self, key: Text) -> None:
        self._key = key.encode()

    @classmethod
    def name(cls) -> Text:
        """The folder of the webhook."""
        return CHANNEL_NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> "AssistantInput":
        """The channel with the key of credentials.yml."""
        return cls((credentials or {}).get("key") or DEVELOPMENT_KEY)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route."""
        routes = Blueprint("assistant_input")

        @routes.route("/webhook", methods=["POST"])
        async def webhook(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), self._key):
                return _problem(403, "forbidden", f"the header {KEY_HEADER} is missing or wrong")
            fault = _fault(request.json)
            if fault:
                return _problem(422, "bad-input", fault)
            return response.json(await turn(request.json, request.app.ctx.agent, on_new_message))

        return routes


async def turn(body: Dict[Text, Any], agent: Any, say: Callable[[UserMessage], Awaitable[Any]]) -> Dict[Text, Any]:
    """What the dialogue decided about one turn, in the shape of contracts/dialogue.py."""
    started = time.perf_counter()
    output = TurnOutput()
    await say(_as_message(body, output))
    tracker: Optional[DialogueStateTracker] = await agent.tracker_store.retrieve(body["sender"])
    latest = tracker.latest_message if tracker else None
    intent = (latest.intent if latest else None) or {}
    topic = ((latest.parse_data if latest else None) or {}).get("details", {}).get("topic") or {}
    return {
        "topic": topic.get("name") if float(topic.get("confidence") or 0.0) >= _TOPIC_SURE else None,
        "script": tracker.get_slot("reply_script") if tracker else None,
        "intent": intent.get("name") or "",
        "confidence": float(intent.get("confidence") or 0.0),
        "replies": output.replies,
        "pending": _pending(tracker),
        "timings": {"total": round((time.perf_counter() - started) * 1000, 2)},
    }


def _as_message(body: Dict[Text, Any], output: TurnOutput) -> UserMessage:
    metadata = body.get("metadata") or {}
    common = {
        "output_channel": output, "sender_id": body["sender"], "input_channel": CHANNEL_NAME, "metadata": metadata,
    }
    payload = body.get("payload")
    if payload is None:
        # A leading slash would make Rasa read an intent out of a citizen's words.
        text = body["text"].lstrip("/").strip() or "?"
        if body.get("vector"):
            VECTORS.put(text, unpack_vector(body["vector"]))
        return UserMessage(text, **common)
    intent = {"name": _RENAMED.get(payload["intent"], payload["intent"]), "confidence": 1.0}
    entities = [
        {"entity": name, "value": value, "start": 0, "end": 0}
        for name, value in (payload.get("entities") or {}).items()
    ]
    parsed = {"text": "", "intent": intent, "intent_ranking": [intent], "entities": entities, "pressed": True}
    return UserMessage("", parse_data=parsed, **common)


def _pending(tracker: Optional[DialogueStateTracker]) -> Optional[Pending]:
    if tracker is None or tracker.active_loop is None:
        return None
    form, slot = tracker.active_loop_name, tracker.get_slot(REQUESTED_SLOT)
    return {"form": form, "slot": slot} if form and slot else None


def _fault(body: Any) -> Optional[Text]:
    """What is wrong with a request body, None when nothing is."""
    if not isinstance(body, dict) or not isinstance(body.get("sender"), str) or not body["sender"]:
        return "the body has no sender"
    text, payload = body.get("text"), body.get("payload")
    if (text is None) == (payload is None):
        return "the body must have exactly one of text and payload"
    if text is not None and not isinstance(text, str):
        return f"text is {type(text).__name__}, expected a string"
    if payload is not None and not (isinstance(payload, dict) and isinstance(payload.get("intent"), str)):
        return "payload has no intent"
    return None


def _outcome(reply: Dict[Text, Any]) -> Optional[Text]:
    return reply.get("outcome") or (reply.get("custom") or {}).get("outcome")


def _problem(status: int, code: Text, detail: Text) -> HTTPResponse:
    return response.json({"code": code, "detail": detail}, status=status, content_type="application/problem+json")
