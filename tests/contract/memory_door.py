"""What both fakes in memory share: one answer for a key, numbers with codes, and a door that closes to guessing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.backends.access import LOCKED_FOR, MAX_FAILURES
from assistant.backends.clock import beijing_day
from assistant.backends.errors import KeyReused, TooManyTries, UnknownReference
from assistant.shared.contracts.reference_numbers import make_number
from assistant.shared.errors import BadInput

Answer = dict[str, Any]


class MemoryDoor:
    """Numbers, codes and keys, forgotten with the object."""

    def __init__(self, prefix: str, clock: Callable[[], datetime]) -> None:
        self._prefix = prefix
        self._clock = clock
        self._answers: dict[tuple[str, str], tuple[Any, Answer]] = {}
        self._codes: dict[str, str] = {}
        self._tried: dict[str, tuple[int, datetime, datetime | None]] = {}

    def issue(self) -> tuple[str, str]:
        """A fresh number and its code."""
        day = beijing_day(self._clock())
        serial = 1 + sum(number.startswith(f"{self._prefix}{day:%Y%m%d}") for number in self._codes)
        number = make_number(self._prefix, day, serial)
        self._codes[number] = f"{271_828 + len(self._codes):06d}"
        return number, self._codes[number]

    def admit(self, number: str, code: str) -> None:
        """Returns when they belong together; UnknownReference or TooManyTries otherwise."""
        now = self._clock()
        tried, last, locked = self._tried.get(number, (0, now, None))
        if last < now - LOCKED_FOR:
            tried, locked = 0, None
        if locked is not None and locked > now:
            raise TooManyTries(int((locked - now).total_seconds()) + 1)
        if self._codes.get(number) == code:
            self._tried.pop(number, None)
            return
        locked = now + LOCKED_FOR if tried + 1 >= MAX_FAILURES else None
        self._tried[number] = (tried + 1, now, locked)
        raise UnknownReference

    def once(self, scope: str, key: str, said: Any, deed: Callable[[], Answer]) -> Answer:
        """The answer of `deed`, or that of the first time; KeyReused for another body. A refusal is not remembered."""
        if (scope, key) in self._answers:
            before, answer = self._answers[scope, key]
            if before != said:
                raise KeyReused(key)
            return answer
        answer = deed()
        self._answers[scope, key] = (said, answer)
        return answer


def checked(kind: type[BaseModel], body: Answer) -> Answer:
    """The body as the contract's class reads it; BadInput where it cannot."""
    try:
        return kind.model_validate(body).model_dump(mode="json")
    except ValidationError as error:
        named = ", ".join(sorted({".".join(map(str, each["loc"])) for each in error.errors()}))
        raise BadInput(f"cannot use {named}", mend="see fields, mend them and send again") from error
