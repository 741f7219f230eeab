"""Builders of turns as Rasa hands them to an action."""

from typing import Any

from rasa_sdk import Tracker

from actions.turn import Turn


def a_tracker(
    text: str = "", *, intent: str = "inform", confidence: float = 0.9, entities: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None, form: str | None = None, pressed: bool = False,
    metadata: dict[str, Any] | None = None, ranking: list[dict[str, Any]] | None = None,
) -> Tracker:
    """A tracker whose latest message is `text`; an entity may have a list of values."""
    found = [
        {"entity": name, "value": value, "start": 0, "end": 0}
        for name, given in (entities or {}).items() for value in (given if isinstance(given, list) else [given])
    ]
    message = {
        "text": text, "intent": {"name": intent, "confidence": confidence}, "entities": found, "pressed": pressed,
        "intent_ranking": ranking or [{"name": intent, "confidence": confidence}],
    }
    events = [{"event": "user", "metadata": {"turn_id": "t1", "script": "hans", **(metadata or {})}}]
    return Tracker("s1", slots or {}, message, events, False, None, {"name": form} if form else {}, "action_listen")


def a_turn(text: str = "", **overrides: Any) -> Turn:
    """The turn of `a_tracker`."""
    return Turn(a_tracker(text, **overrides))
