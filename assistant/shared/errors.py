"""Every error of ours, in one tree.

AssistantError
├── BadInput                 the caller sent something that can be mended          (HTTP 4xx)
│   ├── NotFound
│   ├── Conflict
│   ├── Forbidden
│   └── RateLimited
├── SetupError               settings, files or programs are not as they must be
└── Unavailable              another part does not answer                          (HTTP 503)
    ├── DialogueUnavailable
    ├── RetrievalUnavailable
    └── BackendUnavailable

An error says what is wrong (`message`: the thing and the value seen), how to mend it (`mend`), and
carries a kebab-case `code` that clients may rely on. `assistant.gateway.problems` turns it to HTTP.
"""

from typing import Any


class AssistantError(Exception):
    """Root of the tree; never raised itself."""

    code = "error"
    status = 500

    def __init__(self, message: str, *, mend: str, code: str | None = None, **context: Any) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.context = context
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} ({self.mend})"


class BadInput(AssistantError):
    """What was sent cannot be used as it is."""

    code = "bad-input"
    status = 422


class NotFound(BadInput):
    """The named thing does not exist, or the caller may not know that it does."""

    code = "not-found"
    status = 404


class Conflict(BadInput):
    """The request contradicts what is already so."""

    code = "conflict"
    status = 409


class Forbidden(BadInput):
    """The caller has not shown that it may do this."""

    code = "forbidden"
    status = 403


class RateLimited(BadInput):
    """Too many requests; `context["retry_after"]` is seconds."""

    code = "rate-limited"
    status = 429


class SetupError(AssistantError):
    """A setting, file, port or program is missing or wrong."""

    code = "setup"


class Unavailable(AssistantError):
    """Another part, reached over HTTP, gave no usable answer."""

    code = "unavailable"
    status = 503


class DialogueUnavailable(Unavailable):
    """Rasa did not answer in time or not in our protocol."""

    code = "dialogue-unavailable"


class RetrievalUnavailable(Unavailable):
    """The search did not answer."""

    code = "retrieval-unavailable"


class BackendUnavailable(Unavailable):
    """The petition or notary system did not answer."""

    code = "backend-unavailable"
