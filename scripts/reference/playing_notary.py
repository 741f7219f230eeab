"""The script of the notary examples: eligibility, slots, holds, a booking that moves and ends, a place in the line."""

from typing import Any

from scripts.reference.playing import Stage

_ONE = "/bookings/{number}"
_WHERE = {"office": "wuyi", "mission": "vancouver"}
_APPLICANT = {"name": "李四光", "phone": "+1 604 555 0100", "passport": "E12345678", "nationality": "cn"}


async def play_notary(stage: Stage) -> None:
    """Every operation has an answer, and every refusal that a supplier must know has an example."""
    ask = stage.ask
    for path in ("/offices", "/matters", "/missions"):
        await ask("get", path)
    known = {"nationality": "cn", "matter": "mandate", "mission": "vancouver"}
    await ask("post", "/eligibility", known, key=None)
    await ask("get", "/slots", **_WHERE, limit="many")
    slots = (await ask("get", "/slots", **_WHERE, limit=40))["slots"]
    days = {"from": slots[0]["start"], "to": slots[0]["start"]}
    await ask("post", "/waiting", {**_WHERE, **days})
    hold = await ask("post", "/holds", {"slot_id": slots[0]["slot_id"]})
    await ask("post", "/holds", {"slot_id": slots[0]["slot_id"]})
    await ask("post", "/holds", {"slot_id": "wuyi:nowhere:20261201T010000Z"})
    await ask("post", "/holds", {"slot_id": slots[0]["slot_id"]}, key=None)
    await ask("post", "/holds/{hold_id}/extend", hold_id=hold["hold_id"])
    place = await ask("post", "/waiting", {**_WHERE, **days, "contact": {"phone": _APPLICANT["phone"]}})
    await ask("get", "/waiting/{waiting_id}", waiting_id=place["waiting_id"])
    await ask("post", "/waiting/{waiting_id}/leave", waiting_id=place["waiting_id"])
    await ask("get", "/waiting/{waiting_id}", waiting_id="nobody")
    order: dict[str, Any] = {"hold_id": hold["hold_id"], "applicant": _APPLICANT, "matter": "mandate", **_WHERE}
    booked = await ask("post", "/bookings", order, key="example-book")
    await ask("post", "/bookings", {**order, "matter": "declaration"}, key="example-book")
    await ask("post", "/bookings", order)
    foreign = {**_APPLICANT, "nationality": "foreign"}
    await ask("post", "/bookings", {**order, "applicant": foreign})
    who, code = {"number": booked["number"]}, {"code": booked["query_code"]}
    await ask("get", _ONE, **who, **code)
    await ask("get", f"{_ONE}.ics", **who, **code)
    later = await ask("post", "/holds", {"slot_id": slots[-1]["slot_id"]})
    await ask("post", f"{_ONE}/reschedule", {**code, "hold_id": later["hold_id"]}, **who)
    await ask("post", f"{_ONE}/cancel", code, **who)
    await ask("post", f"{_ONE}/cancel", code, **who)
    given_up = await ask("post", "/holds", {"slot_id": slots[-1]["slot_id"]})
    await ask("post", "/holds/{hold_id}/release", hold_id=given_up["hold_id"])
    wrong = {"code": "000000" if booked["query_code"] != "000000" else "111111"}
    for _ in range(6):
        await ask("get", _ONE, **who, **wrong)
