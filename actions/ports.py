"""What actions need of the rest of the service: small protocols, so that tests bring fakes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assistant.retrieval.schemas import EntryPage, SearchResult
from assistant.shared.contracts.placeholders import Kind

Answer = dict[str, Any]


class Retrieval(Protocol):
    """Knowledge search."""

    async def search(self, text: str, *, limit: int = 5, context: str | None = None) -> SearchResult:
        """What the knowledge says to `text`; `context` is the question before."""

    async def entry(self, entry_id: str) -> EntryPage:
        """The whole entry, or NotFound."""


class Petitions(Protocol):
    """The petition system."""

    async def register(self, petition: Answer, *, key: str) -> Answer:
        """The receipt."""

    async def status(self, number: str, code: str) -> Answer:
        """Where it stands."""

    async def withdraw(self, number: str, code: str, *, key: str) -> Answer:
        """It is taken back."""

    async def urge(self, number: str, code: str, *, key: str) -> Answer:
        """The handling body is hurried."""

    async def supplement(
        self, number: str, code: str, text: str, *, key: str, attachments: list[Answer] | None = None
    ) -> Answer:
        """More is said, with files or without."""

    async def edit(self, number: str, code: str, petition: Answer, *, key: str) -> Answer:
        """It says something else, while that is free."""

    async def rate(self, number: str, code: str, score: int, *, key: str, reason: str | None = None) -> Answer:
        """The answer is rated, 1 to 5."""

    async def review(self, number: str, code: str, text: str, *, key: str) -> Answer:
        """A review is asked for."""


class Notary(Protocol):
    """The notary system."""

    async def offices(self) -> list[Answer]:
        """All notary offices."""

    async def missions(self) -> list[Answer]:
        """All missions that are served."""

    async def eligibility(self, case: Answer) -> Answer:
        """Whether this way is open to somebody."""

    async def slots(
        self, office: str, mission: str, *, first: str | None = None, last: str | None = None, limit: int | None = None
    ) -> list[Answer]:
        """Free slots; `first` and `last` are instants, both included."""

    async def hold(self, slot_id: str, *, key: str) -> Answer:
        """The slot is kept."""

    async def extend(self, hold_id: str, *, key: str) -> Answer:
        """The slot is kept longer."""

    async def release(self, hold_id: str, *, key: str) -> Answer:
        """The slot is free again."""

    async def wait(
        self, office: str, mission: str, *, first: str, last: str, phone: str | None = None, key: str
    ) -> Answer:
        """A place in the waiting list."""

    async def waiting(self, waiting_id: str) -> Answer:
        """How that place stands."""

    async def leave(self, waiting_id: str, *, key: str) -> Answer:
        """The place is given up."""

    async def book(
        self, *, hold_id: str, applicant: Answer, matter: str, mission: str, office: str, key: str
    ) -> Answer:
        """The hold has become a booking."""

    async def booking(self, number: str, code: str) -> Answer:
        """What is booked."""

    async def reschedule(self, number: str, code: str, *, hold_id: str, key: str) -> Answer:
        """The booking has moved to the slot of the hold."""

    async def cancel(self, number: str, code: str, *, key: str) -> Answer:
        """The booking is cancelled."""


class VaultPort(Protocol):
    """Personal data behind placeholders."""

    def resolve(self, session_id: str, text: str) -> str:
        """`text` with the real values."""

    def keep(self, session_id: str, kind: Kind, value: str) -> str:
        """The placeholder of `value`."""


class Files(Protocol):
    """Photos and PDFs that a session has sent."""

    def attached(self, session_id: str, ids: list[str]) -> list[Answer]:
        """What identifies these files of the session; others are left out."""

    def names(self, session_id: str, ids: list[str]) -> list[str]:
        """What the citizen called these files."""


@dataclass(frozen=True)
class Ports:
    """Everything an action may call."""

    retrieval: Retrieval
    petition: Petitions
    notary: Notary
    vault: VaultPort
    clock: Callable[[], datetime]
    files: Files | None = None
