"""A petition that was just registered is put right: its words back into the form, the summary again, then the change.

What was sent stays in the slot `petition_sent`, placeholders and no personal data; the petition system says whether
the ten minutes are over.
"""

import asyncio
from typing import Any

from actions.ports import Ports
from actions.say import Say
from actions.submission import body_of
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome

SENT, EDITING = "petition_sent", "petition_editing"
Slots = dict[str, Any]


def restored(turn: Turn, number: str) -> Slots:
    """The form as it was sent, open for changes in this turn."""
    sent = {name: value for name, value in (turn.slot(SENT) or {}).items() if name != "number"}
    return {**sent, EDITING: {"number": number, "turn": turn.id}, "petition_draft": turn.id, "petition_confirm": None}


def was_sent_here(known: Slots, number: str) -> bool:
    """Whether this conversation still knows what the petition says."""
    return (known.get(SENT) or {}).get("number") == number


def edited_number(turn: Turn) -> str | None:
    """The petition that the open form puts right; None when it is a new one."""
    return (turn.slot(EDITING) or {}).get("number")


def begins_now(turn: Turn) -> bool:
    """Whether putting right begins with this turn; an older mark was left behind by somebody who went elsewhere."""
    return (turn.slot(EDITING) or {}).get("turn") == turn.id


async def change(ports: Ports, turn: Turn, slots: Slots, say: Say, number: str) -> Slots:
    """The petition says what the form says now, and its log what it said before. Conflict once it is too late."""
    code = await asyncio.to_thread(ports.vault.resolve, turn.session, str((turn.slot("known_codes") or {})[number]))
    body = await body_of(ports, turn, slots)
    key = f"edit:{turn.session}:{number}:{slots.get('petition_draft') or turn.id}"[-100:]
    status = await ports.petition.edit(number, code, body, key=key)
    say.words("petition_edited", Outcome.FLOW_PETITION, number=number)
    say.status("petition", status)
    return {SENT: snapshot(slots, number), "last_petition": number}


def snapshot(slots: Slots, number: str) -> Slots:
    """What was sent, by slot."""
    kept = "text district when name phone for_name joint_name address anonymous details files".split()
    return {"number": number, **{f"petition_{name}": slots.get(f"petition_{name}") for name in kept}}
