"""What a button may say: `/intent{json}`. Only intents that a citizen's own button can carry are let through."""

import json
import re
from typing import Any

from assistant.shared.errors import BadInput

_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+(?:\.[a-z_]+)*)(?P<arguments>\{.*\})?", re.DOTALL)
_MAX_LENGTH = 2_000

ALLOWED = frozenset(
    (
        "ask_entry file_petition book_notary track handover cancel_flow back confirm affirm deny choose_slot choose "
        "correct petition_withdraw petition_urge petition_supplement petition_rate petition_review booking_cancel "
        "booking_reschedule report_anyway ask_held change_language who_are_you greet"
    ).split()
)

# Buttons of messages sent before the acts got these names, and the button for an act that people mostly type.
_RENAMED = {"cancel": "cancel_flow", "go_back": "back", "petition_edit": "correct"}


def parse_payload(payload: str) -> tuple[str, dict[str, Any]]:
    """The intent and arguments of a button, dots as underscores; BadInput names what is wrong."""
    match = _PAYLOAD.fullmatch(payload) if len(payload) <= _MAX_LENGTH else None
    if match is None:
        raise BadInput(
            f"payload {payload[:80]!r} is not of the shape /intent or /intent{{…}}",
            code="unknown-payload",
            mend="send a payload just as a message of ours offered it",
        )
    intent = match["intent"].replace(".", "_")
    intent = _RENAMED.get(intent, intent)
    if intent not in ALLOWED:
        raise BadInput(
            f"payload names intent {intent!r}",
            code="unknown-payload",
            mend=f"use one of {', '.join(sorted(ALLOWED))}",
        )
    try:
        arguments = json.loads(match["arguments"] or "{}")
    except ValueError as error:
        raise BadInput(
            f"the arguments of payload {intent!r} are not JSON: {error}",
            code="unknown-payload",
            mend="send a payload just as a message of ours offered it",
        ) from error
    flat = {key: value for key, value in arguments.items() if isinstance(value, str | int | float | bool)}
    if flat != arguments:
        raise BadInput(
            f"the arguments of payload {intent!r} are not plain values",
            code="unknown-payload",
            mend="send a payload just as a message of ours offered it",
        )
    return intent, flat
