"""Registers a petition: placeholders become real values only in the body that goes to the petition system."""

import asyncio
import re
from typing import Any

from actions.petition_people import NOBODY, names_in
from actions.petition_sms import agreed
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
    key = f"petition:{turn.session}:{slots.get('petition_draft') or turn.id}"[-100:]
    receipt = await ports.petition.register(await body_of(ports, turn, slots), key=key)
    number, code = str(receipt["number"]), str(receipt["query_code"])
    hidden = await asyncio.to_thread(ports.vault.keep, turn.session, Kind.CODE, code)
    say.receipt({**receipt, "query_code": hidden})
    return {"known_codes": {**(turn.slot("known_codes") or {}), number: hidden}, "last_petition": number}


async def body_of(ports: Ports, turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
    """The petition as the petition system takes it, with real values and what identifies its files."""
    real = await asyncio.to_thread(_resolved, ports, turn.session, slots)
    body = _body(real, slots, turn)
    # Figures within an id may look like a telephone: it is resolved like everything else that a form brings.
    ids = [each for each in real.get("petition_files", "").split(",") if each]
    if ports.files is not None and ids:
        body["attachments"] = await asyncio.to_thread(ports.files.attached, turn.session, ids)
    return body


def _resolved(ports: Ports, session: str, slots: dict[str, Any]) -> dict[str, str]:
    names = ("text", "name", "phone", "address", "when", "for_name", "joint_name", "files")
    told = {f"petition_{name}": slots.get(f"petition_{name}") for name in names}
    told |= {name: (slots.get("petition_details") or {}).get(name) for name in ("asked", "affected")}
    return {name: ports.vault.resolve(session, str(value)) for name, value in told.items() if value}


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
        **_others(real, slots.get("petition_details") or {}),
    }
    return {key: value for key, value in body.items() if value is not None}


def _others(real: dict[str, str], details: dict[str, Any]) -> dict[str, Any]:
    """What is asked for, who suffers, for whom and with whom the citizen speaks, how to reach and tell them."""
    behalf = real.get("petition_for_name", NOBODY)
    relation = details.get("on_behalf")
    return {
        "asked": real.get("asked", "")[:200] or None,
        "affected": real.get("affected", "")[:200] or None,
        "contact_wish": details.get("reach"),
        "notify_by": "sms" if agreed(details) else None,
        "on_behalf_of": None if behalf == NOBODY else f"{behalf} ({relation})"[:200] if relation else behalf[:200],
        "representatives": [name[:60] for name in names_in(real.get("petition_joint_name", NOBODY))] or None,
    }
