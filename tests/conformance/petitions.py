"""Builders and shorthand for the petition half of the suite."""

import random
from datetime import date
from typing import Any

from assistant.shared.contracts.reference_numbers import make_number
from tests.conformance.system import System

ONE = "/petitions/{number}"
NAME, PHONE, TEXT = "欧阳验收", "13900009999", "验收测试：楼下路灯坏了，晚上看不见路"


def a_petition(**changes: Any) -> dict[str, Any]:
    """A petition about a street light."""
    person = {"name": NAME, "phone": PHONE}
    return {"petitioner": person, "text": TEXT, "subject": "路灯", "district": "蓬江区", "language": "hans", **changes}


def registered(system: System, **changes: Any) -> dict[str, Any]:
    """The receipt of a fresh petition."""
    receipt: dict[str, Any] = system.ask("post", "/petitions", a_petition(**changes), wants=201)
    return receipt


def standing(system: System, receipt: dict[str, Any]) -> dict[str, Any]:
    """Where it stands, as its owner sees it."""
    found: dict[str, Any] = system.ask("get", ONE, number=receipt["number"], **owner(receipt), wants=200)
    return found


def owner(receipt: dict[str, Any]) -> dict[str, str]:
    """What the owner knows, as a parameter."""
    return {"code": receipt["query_code"]}


def another_code(code: str) -> str:
    """A six-digit code that is not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def unknown_number(prefix: str) -> str:
    """A well-formed number of a day on which nobody registered anything here."""
    return make_number(prefix, date(2001, 1, random.randint(1, 28)), random.randint(1, 99_999))
