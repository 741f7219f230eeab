"""The one object that the steps of a turn share."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assistant.gateway.rendering.piece import Piece
from assistant.shared.contracts.dialogue import Pending
from assistant.shared.contracts.outcomes import Outcome

SAYING = "text"
PRESSING = "payload"
SUBMITTING = "form"


@dataclass(frozen=True)
class Said:
    """What the citizen sent, as it may be stored: placeholders in place of personal data.

    `kind` is text, payload or form. `shown` is what stands in the citizen's own bubble.
    """

    kind: str
    shown: str
    intent: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    form_id: str | None = None
    values: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For the turns table; `Said(**…)` gives it back."""
        return {
            "kind": self.kind,
            "shown": self.shown,
            "intent": self.intent,
            "arguments": self.arguments,
            "form_id": self.form_id,
            "values": self.values,
        }


@dataclass
class Turn:
    """A turn on its way through the pipeline. `stop()` is the one way to end it before the dialogue."""

    id: str
    session_id: str
    client_id: str
    said: Said
    script: str
    timezone: str
    now: datetime
    seq: int
    pending: Pending | None = None

    understood: str = ""
    vector: str | None = None
    replies: list[dict[str, Any]] = field(default_factory=list)
    outcome: Outcome | None = None
    intent: str = ""
    confidence: float = 0.0
    topic: str | None = None
    pieces: list[Piece] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    stopped: bool = False

    def stop(self, outcome: Outcome, *replies: dict[str, Any]) -> None:
        """Nothing but rendering and recording happens to this turn any more."""
        self.outcome = outcome
        self.replies = list(replies)
        self.stopped = True
