"""Registers a petition: placeholders become real values only in the body that goes to the petition system."""

import asyncio
import re
from typing import Any

from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.text.script import SCRIPTS

_DISTRICT = re.compile(r"^(.{2}[区市])(.*)$")
_ANONYMOUS = re.compile(r"匿名|anonymous|保密", re.IGNORECASE)
_PHONE_NOISE = re.compile(r"[^+0-9 ()-]")


async def register(ports: Ports, turn: Turn, slots: dict[str, Any], say: Say) -> dict[str, Any]:
    """The slots that remember the petition. The key is the draft's: a second try makes no second petition."""
    real = await asyncio.to_thread(_resolved, ports, turn.session, slots)
    key = f"petition:{turn.session}:{slots.get('petition_draft') or turn.id}"[-100:]
    receipt = await ports.petition.register(_body(real, slots, turn), key=key)
    number, code = str(receipt["number"]), str(receipt["query_code"])
    hidden = await asyncio.to_thread(ports.vault.keep, turn.session, Kind.CODE, code)
    say.receipt({**receipt, "query_code": hidden})
    return {"known_codes": {**(turn.slot("known_codes") or {}), number: hidden}, "last_petition": number}


def _resolved(ports: Ports, session: str, slots: dict[str, Any]) -> dict[str, str]:
    names = ("petition_text", "petition_name", "petition_phone", "petition_address", "petition_when")
    return {name: ports.vault.resolve(session, str(slots[name])) for name in names if slots.get(name)}


def _body(real: dict[str, str], slots: dict[str, Any], turn: Turn) -> dict[str, Any]:
    name = real.get("petition_name", "")
    anonymous = bool(slots.get("petition_anonymous")) or _ANONYMOUS.search(name) is not None
    petitioner: dict[str, Any] = {"phone": _PHONE_NOISE.sub("", real["petition_phone"])[:32], "anonymous": anonymous}
    if name and not anonymous:
        petitioner["name"] = name[:60]
    place = str(slots.get("petition_district") or "")
    match = _DISTRICT.match(place)
    district, rest = match.groups() if match else (None, place)
    address = " ".join(part for part in (rest, real.get("petition_address", "")) if part)[:200]
    script = turn.metadata.get("script") or "hans"
    body = {
        "petitioner": petitioner, "text": real["petition_text"], "district": district, "address": address or None,
        "occurred_at": real.get("petition_when", "")[:60] or None,
        "language": script if script in SCRIPTS else "hans",
    }
    return {key: value for key, value in body.items() if value is not None}
