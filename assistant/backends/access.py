"""Numbers and query codes: how one is made, how one is checked, and what happens to who guesses.

A code has six digits, so a stolen table must not be searchable: only HMAC-SHA256 under a secret that is
not in the database is stored. Guessing over the network is stopped by counting wrong codes for each number.
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, Engine

from assistant.backends import repository
from assistant.backends.clock import Clock, beijing_day
from assistant.backends.errors import SerialsExhausted, TooManyTries, UnknownReference
from assistant.persistence.database import unit_of_work
from assistant.shared.contracts.reference_numbers import QUERY_CODE_DIGITS, is_number, make_number
from assistant.shared.errors import SetupError

log = logging.getLogger(__name__)
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
_MAX_SERIAL = 99_999
FindDigest = Callable[[Connection, str], str | None]


class Access:
    """Hands out numbers with codes, and lets in who knows both."""

    def __init__(self, engine: Engine, *, prefix: str, pepper: bytes, clock: Clock, find_digest: FindDigest) -> None:
        if len(pepper) < 16:
            raise SetupError(f"the pepper has {len(pepper)} bytes", mend="give at least 16 random bytes")
        self._engine = engine
        self._prefix = prefix
        self._pepper = pepper
        self._clock = clock
        self._find_digest = find_digest

    def issue(self, connection: Connection) -> tuple[str, str, str]:
        """A fresh (number, code, digest of the code); the number is taken when the transaction commits."""
        day = beijing_day(self._clock())
        serial = repository.next_serial(connection, self._prefix, day)
        if serial > _MAX_SERIAL:
            raise SerialsExhausted(self._prefix, day.isoformat())
        number = make_number(self._prefix, day, serial)
        code = f"{secrets.randbelow(10**QUERY_CODE_DIGITS):0{QUERY_CODE_DIGITS}d}"
        return number, code, self.digest(number, code)

    def digest(self, number: str, code: str) -> str:
        """What is stored in place of `code`; bound to the number, so equal codes do not look alike."""
        return hmac.new(self._pepper, f"{number}\n{code}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def admit(self, number: str, code: str) -> None:
        """Returns when `code` belongs to `number`; else UnknownReference, or TooManyTries after five wrong ones.

        Check and count are one transaction that holds the row, so a burst of parallel guesses gets no extra try.
        An unknown number walks the same way as a wrong code: same queries, same writes, same answer.
        """
        now = self._clock()
        # Unknown and malformed numbers are counted too; hashing bounds what a stranger can make us store.
        reference = self.digest(number, "")
        with unit_of_work(self._engine, write=True) as unit:
            connection = unit.connection
            repository.forget_attempts(connection, before=now - LOCKED_FOR)
            tried = repository.lock_attempts(connection, reference, now)
            if tried.locked_until is not None and tried.locked_until > now:
                raise TooManyTries(int((tried.locked_until - now).total_seconds()) + 1)
            stored = self._find_digest(connection, number if is_number(number, self._prefix) else "")
            if hmac.compare_digest(stored or "0" * 64, self.digest(number, code)) and stored is not None:
                repository.forget_attempts(connection, reference=reference)
                unit.commit()
                return
            failures = tried.failures + 1
            locked_until = now + LOCKED_FOR if failures >= MAX_FAILURES else None
            repository.write_attempts(connection, reference, failures=failures, at=now, locked_until=locked_until)
            unit.commit()
        if locked_until is not None:
            # Alike for numbers that exist and numbers that do not; the digest tells neither number nor code.
            log.warning("%s %s is closed after %d wrong codes", self._prefix, reference[:12], failures)
        raise UnknownReference
