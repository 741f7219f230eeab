"""Builders and shorthand for the notary half of the suite."""

from datetime import datetime
from typing import Any

import pytest

from tests.conformance.system import System

ONE = "/bookings/{number}"
NAME, PHONE, PASSPORT = "欧阳验收", "+65 6555 0137", "E87654321"


def an_applicant(**changes: Any) -> dict[str, Any]:
    """A citizen of China abroad."""
    return {"name": NAME, "phone": PHONE, "passport": PASSPORT, "nationality": "cn", **changes}


def a_place(system: System) -> dict[str, str]:
    """An office and a mission that have something free; the test is skipped where none has."""
    offices = [each["code"] for each in system.ask("get", "/offices", wants=200)["offices"]]
    missions = [each["code"] for each in system.ask("get", "/missions", wants=200)["missions"]]
    for mission in missions:
        for office in offices:
            where = {"office": office, "mission": mission}
            if system.ask("get", "/slots", **where, limit=1, wants=200)["slots"]:
                return where
    pytest.skip("no office and mission have a free slot")


def free(system: System, where: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    """Free slots of a place, in the order of the system."""
    slots: list[dict[str, Any]] = system.ask("get", "/slots", **where, **more, wants=200)["slots"]
    return slots


def held(system: System, slot_id: str | None = None) -> dict[str, Any]:
    """A hold of this slot, or of the last free one of some place."""
    if slot_id is None:
        slot_id = free(system, a_place(system), limit=200)[-1]["slot_id"]
    hold: dict[str, Any] = system.ask("post", "/holds", {"slot_id": slot_id}, wants=201)
    return hold


def an_order(system: System, hold: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What turns this hold into a booking."""
    matter = system.ask("get", "/matters", wants=200)["matters"][0]["code"]
    slot = hold["slot"]
    order = {"hold_id": hold["hold_id"], "applicant": an_applicant(), "matter": matter}
    return {**order, "mission": slot["mission"], "office": slot["office"], **changes}


def booked(system: System) -> dict[str, Any]:
    """A fresh confirmation."""
    confirmed: dict[str, Any] = system.ask("post", "/bookings", an_order(system, held(system)), wants=201)
    return confirmed


def instant(text: str) -> datetime:
    """An instant as answers spell it."""
    return datetime.fromisoformat(text)
