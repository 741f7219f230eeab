"""What the petition system does: register, tell, and take each step that the law allows, one transaction each."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from assistant.backends.access import Access
from assistant.backends.canonical import fingerprint
from assistant.backends.idempotency import Answer, Requests
from assistant.backends.petition import describing, repository
from assistant.backends.petition.audit import Staff
from assistant.backends.petition.errors import AccusedBody
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Actor, Door, Event, Given, Petition, Status
from assistant.backends.petition.repository import Filed
from assistant.backends.petition.routing import Route
from assistant.backends.petition.schemas import ActionIn, EditIn, PetitionIn
from assistant.persistence.database import unit_of_work
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX

CITIZEN = Staff(Actor.CITIZEN)


class Follower(Protocol):
    """What is to be done in the same transaction whenever something has happened to a petition."""

    def followed(self, connection: Connection, number: str, event: Event, received: dict[str, Any] | None) -> None:
        """`received` is the petition as submitted or edited, None for any other event."""


class PetitionService:
    """The petition system without HTTP."""

    def __init__(self, filing: Filing, *, pepper: bytes, followers: Sequence[Follower] = ()) -> None:
        self.filing = filing
        self._followers = tuple(followers)
        engine, clock = filing.engine, filing.clock
        self._requests = Requests(engine, cipher=filing.cipher, pepper=pepper, clock=clock)
        self.access = Access(
            engine, prefix=PETITION_PREFIX, pepper=pepper, clock=clock, find_digest=repository.find_digest
        )

    def register(self, body: PetitionIn, *, key: str) -> Answer:
        """The receipt of `body`; the same key again gives the same receipt and no second petition."""
        received = body.model_dump(mode="json")
        return self._requests.answer_once("petition", key, received, lambda c: self._register(c, body, received))

    def status(self, number: str, code: str) -> Answer:
        """Where the petition stands and what its owner may do now."""
        self.access.admit(number, code)
        with unit_of_work(self.filing.engine) as unit:
            return self._describe(unit.connection, self.filing.load(unit.connection, number))

    def act(self, number: str, event: Event, body: ActionIn, *, key: str) -> Answer:
        """The petition after a step of its owner; NotNow where the law or its state forbids the step."""
        self.access.admit(number, body.code)
        said = body.model_dump(mode="json", exclude={"code"})
        given = Given(score=said.get("score"))
        return self._requests.answer_once(
            f"petition:{number}:{event.value}",
            key,
            said,
            lambda c: self._step(c, number, event, CITIZEN, detail=said, given=given),
        )

    def edit(self, number: str, body: EditIn, *, key: str) -> Answer:
        """The petition as its owner says it now, within ten minutes of registration; its receipt hash is a new one."""
        self.access.admit(number, body.code)
        said = body.model_dump(mode="json", exclude={"code"})
        scope = f"petition:{number}:{Event.EDIT.value}"
        return self._requests.answer_once(scope, key, said, lambda c: self._edit(c, number, body.petition))

    def advance(
        self,
        number: str,
        event: Event,
        actor: Actor,
        *,
        detail: dict[str, Any] | None = None,
        extension_days: int = 30,
        door: Door | None = None,
        into: str | None = None,
        to: str | None = None,
        staff: str = "",
        department: str | None = None,
    ) -> Answer:
        """The petition after a step of staff. Not served over HTTP: for the console and for tests.

        `detail["told"]` is what the citizen reads of it; `to` the body of a transfer; `staff` and `department` who
        takes the step. AccusedBody where the petition would go to whom it accuses.
        """
        by = Staff(actor, staff, department)
        given = Given(extension_days=extension_days if event is Event.EXTEND else None, door=door, into=into)
        with unit_of_work(self.filing.engine, write=True) as unit:
            answer = self._step(unit.connection, number, event, by, detail=detail, given=given, to=to)
            unit.commit()
            return answer

    def _register(self, connection: Connection, body: PetitionIn, received: dict[str, Any]) -> Answer:
        route, accused = self._route(body)  # before the number: until the commit nobody else gets one
        number, code, digest = self.access.issue(connection)
        petition = Petition(number=number, status=Status.REGISTERED, registered_at=self.filing.clock())
        receipt_hash = fingerprint(received)
        repository.add(
            connection,
            petition,
            code_digest=digest,
            route=route,
            language=body.language,
            anonymous=body.petitioner.anonymous,
            receipt_hash=receipt_hash,
            sealed=self.filing.seal(number, received),
            withheld_from=accused,
        )
        self.filing.record(connection, petition, Event.REGISTER, CITIZEN, detail=None)
        self._tell(connection, number, Event.REGISTER, received)
        return describing.receipt(self.filing, petition, code, route, receipt_hash)

    def _edit(self, connection: Connection, number: str, body: PetitionIn) -> Answer:
        filed = self.filing.load(connection, number, lock=True)
        received = body.model_dump(mode="json")
        route, accused = self._route(body)
        repository.replace_text(
            connection,
            number,
            route=route,
            receipt_hash=fingerprint(received),
            sealed=self.filing.seal(number, received),
            withheld_from=accused | filed.withheld_from,
            anonymous=body.petitioner.anonymous,
            at=self.filing.clock(),
        )
        before = self.filing.opened(number, filed.sealed)
        self.filing.step(connection, filed.petition, Event.EDIT, CITIZEN, detail={"before": before})
        self._tell(connection, number, Event.EDIT, received)
        return self._describe(connection, self.filing.load(connection, number))

    def _route(self, body: PetitionIn) -> tuple[Route, frozenset[str]]:
        filing = self.filing
        route = filing.router.route(body.text, subject=body.subject, district=body.district, address=body.address)
        told = "\n".join(part for part in (body.subject, body.text, body.asked, body.affected) if part)
        accused = filing.accusations.accused(told, filing.router.departments)
        return filing.accusations.away_from(accused, route), accused

    def _step(
        self,
        connection: Connection,
        number: str,
        event: Event,
        by: Staff,
        *,
        detail: dict[str, Any] | None,
        given: Given,
        to: str | None = None,
    ) -> Answer:
        filed = self.filing.load_for(connection, number, by, lock=True)
        if event is Event.TRANSFER:
            receiver = to or filed.department
            if receiver in filed.withheld_from:
                raise AccusedBody(number, receiver)
            repository.move(connection, number, receiver)
        self.filing.step(connection, filed.petition, event, by, given=given, detail=detail)
        self._tell(connection, number, event, None)
        return self._describe(connection, self.filing.load(connection, number))

    def _tell(self, connection: Connection, number: str, event: Event, received: dict[str, Any] | None) -> None:
        for follower in self._followers:
            follower.followed(connection, number, event, received)

    def _describe(self, connection: Connection, filed: Filed) -> Answer:
        return describing.standing(self.filing, connection, filed)
