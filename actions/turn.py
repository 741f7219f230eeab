"""One turn as an action sees it: what was said or pressed, what was understood, what is remembered."""

from typing import Any, cast

from rasa_sdk import Tracker

from assistant.shared.contracts.dialogue import Metadata

Entity = dict[str, Any]


class Turn:
    """A reading of Rasa's tracker; changes nothing."""

    def __init__(self, tracker: Tracker) -> None:
        message = tracker.latest_message or {}
        self.session: str = tracker.sender_id
        self.text: str = message.get("text") or ""
        self.pressed: bool = bool(message.get("pressed"))
        intent = message.get("intent") or {}
        self.confidence: float = float(intent.get("confidence") or 0.0)
        self.intent: str = intent.get("name") or ""
        self.ranking: list[dict[str, Any]] = message.get("intent_ranking") or []
        self.entities: list[Entity] = message.get("entities") or []
        self.slots: dict[str, Any] = dict(tracker.slots)
        self.form: str | None = (tracker.active_loop or {}).get("name")
        self.requested: str | None = self.slots.get("requested_slot") if self.form else None
        self.metadata: Metadata = _metadata(tracker)
        self.details: dict[str, Any] = message.get("details") or {}
        self.last_said: list[Entity] = [event for event in tracker.events or [] if event.get("event") == "bot"]

    def slot(self, name: str) -> Any:
        """The value remembered under `name`, None when there is none."""
        return self.slots.get(name)

    def entity(self, name: str) -> Any:
        """The first value of an entity, None when it was not named."""
        return next(iter(self.entities_of(name)), None)

    def entities_of(self, name: str) -> list[Any]:
        """All values of an entity in the order they were said, each once."""
        found = [entity["value"] for entity in self.entities if entity["entity"] == name]
        return list(dict.fromkeys(found))

    def has(self, name: str) -> bool:
        """Whether an entity was named."""
        return any(entity["entity"] == name for entity in self.entities)

    def likelihood(self, intent: str) -> float:
        """How likely this intent is, whatever came first."""
        return next((float(item["confidence"]) for item in self.ranking if item["name"] == intent), 0.0)

    def detail(self, key: str, at_least: float = 0.5) -> str | None:
        """What the model says of the sentence under `key` (topic, door, danger), None when it is not sure enough."""
        found = self.details.get(key) or {}
        sure = float(found.get("confidence") or 0.0) >= at_least
        return str(found["name"]) if found and sure else None

    @property
    def is_short(self) -> bool:
        """Whether it is a phrase and no story: a few Chinese characters or a few English words."""
        return len(self.text) <= 14 or (self.text.isascii() and len(self.text.split()) <= 6)

    @property
    def act(self) -> str:
        """The likeliest real intent: below the threshold Rasa puts nlu_fallback in front of it."""
        if self.intent != "nlu_fallback":
            return self.intent
        return next((item["name"] for item in self.ranking if item["name"] != "nlu_fallback"), "nlu_fallback")

    @property
    def is_question(self) -> bool:
        """Whether the sentence has the shape of a question."""
        return self.has("question")

    @property
    def id(self) -> str:
        """The gateway's id of this turn."""
        return self.metadata.get("turn_id") or "no-turn"

    def key(self, action: str) -> str:
        """An idempotency key: the same turn never does the same thing twice."""
        return f"{self.session}:{self.id}:{action}"[-100:]


def chosen(turn: Turn, slot: str) -> Any:
    """The value of a button pressed for `slot`, None when none was."""
    if turn.intent == "choose" and turn.entity("slot") == slot:
        return turn.entity("value")
    return None


def _metadata(tracker: Tracker) -> Metadata:
    for event in reversed(tracker.events or []):
        if event.get("event") == "user":
            return cast(Metadata, event.get("metadata") or {})
    return {}
