"""The log that nobody changes unseen: each row holds the keyed hash of the one before and of what it left behind.

The key is not in the database, so whoever can write the database cannot write a log that verifies. Rows hold
codes and digests; the words of a reason lie sealed beside them and may be erased without breaking the chain.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from assistant.backends.canonical import canonical_json
from assistant.backends.cipher import Cipher
from assistant.backends.petition import audit_repository as repository
from assistant.backends.petition.model import Actor

FIRST = "0" * 64
Progress = Callable[[str, int, int], object]  # of rows or petitions: how many are checked, and of how many
_AT_ONCE = 500
_CHAINED = ("seq", "at", "actor", "who", "what", "number", "why", "reason_digest", "state_digest", "before")


@dataclass(frozen=True)
class Staff:
    """Somebody in an office: the role in which, the body for which, and the name under which they act."""

    role: Actor
    name: str = ""
    department: str | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether the log and what it tells of are whole. `broken` is the first faulty row, `number` the petition."""

    rows: int
    head: str
    before_log: int
    fault: str | None = None
    broken: int | None = None
    number: str | None = None


class AuditLog:
    """Adds rows within the caller's transaction, and checks them all."""

    def __init__(self, *, cipher: Cipher, pepper: bytes) -> None:
        self._cipher = cipher
        self._key = hmac.new(pepper, b"petition audit", hashlib.sha256).digest()

    def add(
        self,
        connection: Connection,
        *,
        at: datetime,
        by: Staff,
        what: str,
        number: str,
        why: str,
        reason: str | None = None,
    ) -> None:
        """The log tells who did `what` to petition `number`, why, and how the petition stands after it."""
        seq, before = repository.lock_head(connection)
        row: dict[str, Any] = {
            "seq": seq + 1,
            "at": at,
            "actor": by.role.value,
            "who": self._digest(["who", by.name])[:32] if by.name else "",
            "what": what,
            "number": number,
            "why": why,
            "reason_digest": self._digest(["reason", reason]) if reason else None,
            "state_digest": self._digest(_plain(repository.states(connection, [number])[number])),
            "before": before,
        }
        row["hash"] = self._chain(row)
        repository.add(connection, row)
        if reason:
            sealed = self._cipher.encrypt(reason.encode(), context=f"audit:{seq + 1}".encode())
            repository.keep_reason(connection, seq + 1, sealed)

    def check(
        self, engine: Engine, *, expected: tuple[int, str] | None = None, progress: Progress | None = None
    ) -> Verdict:
        """`verify` over one view of the database, so that steps taken meanwhile are no faults."""
        with engine.connect() as connection:
            if engine.dialect.name != "sqlite":  # where a transaction sees one state anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                return self.verify(connection, expected=expected, progress=progress)

    def verify(
        self, connection: Connection, *, expected: tuple[int, str] | None = None, progress: Progress | None = None
    ) -> Verdict:
        """The first fault of the log, of its end, or of a petition that is not as its last row left it.

        `expected` is a row number and hash noted down earlier: where it is not in the log, the log was replaced.
        `progress` hears now and then how much is checked, and of how much.
        """
        seq, last, since = repository.head(connection)
        before, count = FIRST, 0
        tell = progress or (lambda _what, _done, _of: None)
        states: dict[str, tuple[int, str | None]] = {}
        for row in repository.rows(connection):
            told = dict(row._mapping)
            count += 1
            fault = self._fault(told, count, before, expected)
            if fault is not None:
                return Verdict(count, last, 0, fault, broken=told["seq"], number=told["number"])
            before = told["hash"]
            states[told["number"]] = (told["seq"], told["state_digest"])
            if count % _AT_ONCE == 0:
                tell("rows", count, seq)
        tell("rows", count, seq)
        if (count, before) != (seq, last):
            return Verdict(count, last, 0, "end-missing", broken=count + 1)
        if expected is not None and expected[0] > count:
            return Verdict(count, last, 0, "end-missing", broken=count + 1)
        return self._verify_petitions(connection, states, since, Verdict(count, last, 0), tell)

    def _fault(self, row: dict[str, Any], seq: int, before: str, expected: tuple[int, str] | None) -> str | None:
        if row["seq"] != seq:
            return "row-missing"
        if row["before"] != before:
            return "chain-broken"
        if not hmac.compare_digest(row["hash"], self._chain(row)):
            return "row-changed"
        if expected is not None and expected[0] == seq and expected[1] != row["hash"]:
            return "log-replaced"
        return None

    def _verify_petitions(
        self,
        connection: Connection,
        states: dict[str, tuple[int, str | None]],
        since: datetime,
        good: Verdict,
        tell: Progress,
    ) -> Verdict:
        older, petitions = 0, repository.numbers(connection)
        for start in range(0, len(petitions), _AT_ONCE):
            some = petitions[start : start + _AT_ONCE]
            there = repository.states(connection, [number for number, _at in some if number in states])
            for number, registered_at in some:
                if number not in states:
                    if registered_at >= since:
                        return Verdict(good.rows, good.head, older, "petition-unlogged", number=number)
                    older += 1
                    continue
                seq, digest = states.pop(number)
                if digest != self._digest(_plain(there[number])):
                    return Verdict(good.rows, good.head, older, "petition-changed", broken=seq, number=number)
            tell("petitions", start + len(some), len(petitions))
        for number, (seq, _digest) in states.items():
            return Verdict(good.rows, good.head, older, "petition-missing", broken=seq, number=number)
        return Verdict(good.rows, good.head, older)

    def _chain(self, row: dict[str, Any]) -> str:
        return self._digest(_plain({name: row[name] for name in _CHAINED}))

    def _digest(self, value: Any) -> str:
        return hmac.new(self._key, canonical_json(value), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    """Values of a row as JSON has them, alike for both databases."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes | memoryview) else value
