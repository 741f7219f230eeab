"""What the storm left behind, judged from the database and from the receipts that citizens were given."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from assistant.persistence.tables.petition import petitions

FAULTS = (
    "lost",
    "without a receipt",
    "doubled",
    "two receipts for one key",
    "one number for two",
    "code does not open",
)
Digest = Callable[[str, str], str]


@dataclass
class Verdict:
    """Counts; each of `faults` must be 0."""

    receipts: int = 0
    sent_again: int = 0
    stored: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def told(books: Iterable[Path]) -> list[dict[str, str]]:
    """Every line of the citizens' books."""
    return [json.loads(line) for book in books for line in book.read_text(encoding="utf-8").splitlines()]


def judge(engine: Engine, lines: list[dict[str, str]], submissions: int, digest: Digest) -> Verdict:
    """Each submission has exactly one petition, and each receipt names it and opens it."""
    with engine.connect() as connection:
        columns = (petitions.c.number, petitions.c.receipt_hash, petitions.c.code_digest)
        stored: dict[str, Any] = {row.number: row for row in connection.execute(select(*columns))}
    answers: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for line in lines:
        answers[line["key"]] |= {(line["number"], line["code"], line["hash"])} if "number" in line else set()
    given = [receipt for receipts in answers.values() for receipt in receipts]
    verdict = Verdict(len(given), len(lines) - len(answers), len(stored))
    faults = verdict.faults
    faults["without a receipt"] = submissions - sum(bool(receipts) for receipts in answers.values())
    faults["two receipts for one key"] = sum(len(receipts) > 1 for receipts in answers.values())
    owners = Counter(number for receipts in answers.values() for number in {number for number, _, _ in receipts})
    faults["one number for two"] = sum(count > 1 for count in owners.values())
    for number, code, receipt_hash in given:
        row = stored.get(number)
        if row is None or row.receipt_hash != receipt_hash:
            faults["lost"] += 1
        elif row.code_digest != digest(number, code):
            faults["code does not open"] += 1
    same = Counter(row.receipt_hash for row in stored.values())
    faults["doubled"] = sum(count - 1 for count in same.values()) + max(0, len(stored) - submissions)
    return verdict
