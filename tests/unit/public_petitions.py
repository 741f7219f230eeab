"""Hundreds of petitions of one year written straight into the tables, for the tests of the public table."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from assistant.persistence.database import unit_of_work
from assistant.persistence.tables.petition import petition_events, petitions
from assistant.persistence.tables.petition_links import petition_links, petition_marks

_TOPICS = {
    "wages": "human_resources", "labour": "human_resources", "pollution": "environment", "water": "water",
    "consumer": "market", "education": "education", "transport": "transport", "land": "natural_resources",
    "litter_and_street": "city_management", "housing_fund": "housing_fund", "overseas": "overseas_affairs",
}  # fmt: skip
_DISTRICTS = ("440703", "440704", "440705", "440781", "440783", "440784", "440785", None)


def seed(engine: Engine, count: int, *, chance: int = 7) -> None:
    """`count` petitions from December 2025 to mid-November 2026 in every state; some accuse a body, some come again."""
    dice = random.Random(chance)
    rows, steps, marks, links = [], [], [], []
    start = datetime(2025, 12, 20, tzinfo=UTC)
    for n in range(count):
        number = f"XF{n:014d}"
        at = start + timedelta(minutes=dice.randrange(330 * 24 * 60))
        topic = dice.choices(list(_TOPICS), range(len(_TOPICS), 0, -1))[0]
        department = _TOPICS[topic] if dice.random() < 0.9 else "petition_office"
        accuses = dice.random() < 0.04
        taken = _history(dice, at)
        row: dict[str, Any] = {
            "number": number, "code_digest": f"{n:064d}", "status": taken[-1][1], "topic": topic,
            "department": department, "level": "district", "district": dice.choices(_DISTRICTS, range(8, 0, -1))[0],
            "routing_reason": "accusation" if accuses else "keywords", "language": "hans", "anonymous": False,
            "registered_at": at, "extension_days": 30 if any(event == "extend" for event, *_ in taken) else 0,
            "reviews": 0, "rating": dice.randint(1, 5) if any(event == "rate" for event, *_ in taken) else None,
            "receipt_hash": f"{n:064d}", "sealed": b"", "withheld_from": "police" if accuses else "",
        }  # fmt: skip
        rows.append(row)
        steps += [
            {"number": number, "seq": seq, "at": when, "event": event, "actor": "registry", "status_after": status,
             "sealed": None}
            for seq, (event, status, when) in enumerate(taken, 1)
        ]  # fmt: skip
        if dice.random() < 0.8:
            marks.append({
                "number": number, "registered_at": at, "settle_at": dice.choice(("grid", "village", "town")),
                "settle_rule": "x", "sea": False, "place": None, "person": "", "key_reasons": "", "sealed": b"",
            })  # fmt: skip
        if n and dice.random() < 0.1:
            kind = dice.choice(("repeat", "repeat", "near_duplicate"))
            links.append({"number": number, "other": f"XF{dice.randrange(n):014d}", "kind": kind, "points": 1.0,
                          "parts": "{}", "found_at": at})  # fmt: skip
    with unit_of_work(engine, write=True) as unit:
        for table, values in (
            (petitions, rows), (petition_events, steps), (petition_marks, marks), (petition_links, links),
        ):  # fmt: skip
            unit.connection.execute(insert(table), values)
        unit.commit()


def _history(dice: random.Random, at: datetime) -> list[tuple[str, str, datetime]]:
    """Event, status after it and instant."""
    taken = [("register", "registered", at)]

    def then(event: str, status: str, least: int, most: int) -> None:
        taken.append((event, status, taken[-1][2] + timedelta(hours=dice.randint(least * 24, most * 24))))

    fate = dice.random()
    if fate < 0.05:
        then("withdraw", "withdrawn", 0, 1)
    elif fate < 0.1:
        then("refuse", "not_accepted", 1, 15)
    elif fate < 0.9:
        then("accept", "accepted", 0, 15)
        then("start", "handling", 0, 5)
        if dice.random() < 0.15:
            then("extend", "extended", 10, 40)
        if dice.random() < 0.85:
            then("answer", "answered", 5, 75)
            if dice.random() < 0.6:
                then("rate", "rated", 0, 10)
    return taken
