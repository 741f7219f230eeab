"""What both reference systems may refuse, each with its own code."""

from assistant.shared.errors import BadInput, Conflict, NotFound, RateLimited


class UnknownReference(NotFound):
    """No such number, or not with this code: the two are never told apart, so that numbers cannot be probed."""

    code = "unknown-reference"

    def __init__(self) -> None:
        super().__init__("no matter has this number and code", mend="check both against the receipt and try again")


class TooManyTries(RateLimited):
    """The wrong code was tried too often for one number."""

    code = "too-many-tries"

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"this number is closed for {retry_after} s after too many wrong codes",
            mend="wait, then take the code from the receipt",
            retry_after=retry_after,
        )


class KeyReused(Conflict):
    """An idempotency key came back with another body."""

    code = "idempotency-key-reused"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Idempotency-Key {key!r} was used for another request", mend="make a new key for each new request"
        )


class SerialsExhausted(Conflict):
    """The five digits of a day are used up."""

    code = "serials-exhausted"

    def __init__(self, prefix: str, day: str) -> None:
        super().__init__(f"{prefix} has no number left on {day}", mend="register it tomorrow")


class UnknownCode(BadInput):
    """A code that must be one of a list is not."""

    def __init__(self, name: str, seen: str, known: str) -> None:
        super().__init__(f"{name} {seen!r} is not known", mend=f"take one that {known} lists", code=f"unknown-{name}")
