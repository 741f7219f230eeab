"""What the gateway sends to the dialogue process and what comes back, over one POST a turn.

`POST {dialogue}/webhooks/assistant/webhook`, JSON. No personal data: the text holds placeholders.
"""

import base64
from typing import Any, TypedDict

CHANNEL_NAME = "assistant"
WEBHOOK_PATH = f"/webhooks/{CHANNEL_NAME}/webhook"


class Metadata(TypedDict, total=False):
    """What actions may need to know of a turn; kept in the tracker, so never personal or large."""

    turn_id: str
    script: str          # hans | hant | yue | en
    timezone: str        # IANA name of the citizen's own zone
    now: str             # ISO 8601 instant with offset at which the turn was received
    form_values: dict[str, str]  # of a submitted form, placeholders in place of personal data


class Payload(TypedDict):
    """A button press or submitted form: an intent that needs no understanding."""

    intent: str
    entities: dict[str, Any]


class DialogueRequest(TypedDict):
    """One turn. Exactly one of `text` and `payload` is not None; `vector` goes with `text`."""

    sender: str                  # the session id
    text: str | None          # normalised, Simplified, placeholders in place
    payload: Payload | None
    vector: str | None        # pack_vector() of the query vector of `text`
    metadata: Metadata


class Pending(TypedDict):
    """The question that the citizen is expected to answer next."""

    form: str                    # petition_form | booking_form | track_form …
    slot: str                    # the requested slot, such as petition_phone


class Aside(TypedDict, total=False):
    """What goes beside a reply: the service domain that the turn is about, and the script the citizen asked for."""

    topic: str | None
    script: str | None


class DialogueResponse(Aside):
    """What the dialogue decided. `replies` are of assistant.shared.contracts.replies, in order."""

    intent: str
    confidence: float
    replies: list[dict[str, Any]]
    pending: Pending | None
    timings: dict[str, float]    # milliseconds: parse, total


def pack_vector(values: bytes) -> str:
    """Base64 of little-endian float32 bytes (1,536 bytes for 384 dimensions)."""
    return base64.b64encode(values).decode("ascii")


def unpack_vector(packed: str) -> bytes:
    """The bytes that `pack_vector` was given."""
    return base64.b64decode(packed)
