"""What the petition system does: register, tell, and take each step that the model allows, one transaction each."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from assistant.backends.access import Access
from assistant.backends.canonical import canonical_json, fingerprint
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock, beijing_day, day_end, iso
from assistant.backends.errors import UnknownReference
from assistant.backends.idempotency import Answer, Requests
from assistant.backends.petition import model, repository
from assistant.backends.petition.errors import NotNow
from assistant.backends.petition.model import Actor, Event, IllegalStep, Petition, Status
from assistant.backends.petition.repository import Filed
from assistant.backends.petition.routing import Route, Router
from assistant.backends.petition.schemas import ActionIn, PetitionIn
from assistant.backends.workdays import add_workdays
from assistant.persistence.database import unit_of_work
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX

OBJECT_WORKDAYS = 5  # art. 23


class PetitionService:
    """The petition system without HTTP."""

    def __init__(self, engine: Engine, *, clock: Clock, cipher: Cipher, pepper: bytes, router: Router) -> None:
        self._engine = engine
        self._clock = clock
        self._cipher = cipher
        self._router = router
        self._requests = Requests(engine, cipher=cipher, pepper=pepper, clock=clock)
        self._access = Access(
            engine, prefix=PETITION_PREFIX, pepper=pepper, clock=clock, find_digest=repository.find_digest
        )

    def register(self, body: PetitionIn, *, key: str) -> Answer:
        """The receipt of `body`; the same key again gives the same receipt and no second petition."""
        received = body.model_dump(mode="json")
        return self._requests.answer_once("petition", key, received, lambda c: self._register(c, body, received))

    def status(self, number: str, code: str) -> Answer:
        """Where the petition stands and what its owner may do now."""
        self._access.admit(number, code)
        with unit_of_work(self._engine) as unit:
            return self._describe(unit.connection, self._load(unit.connection, number))

    def act(self, number: str, event: Event, body: ActionIn, *, key: str) -> Answer:
        """The petition after a step of its owner; NotNow where the law or its state forbids the step."""
        self._access.admit(number, body.code)
        said = body.model_dump(mode="json", exclude={"code"})
        rating = said.get("score")
        return self._requests.answer_once(
            f"petition:{number}:{event.value}",
            key,
            said,
            lambda c: self._step(c, number, event, Actor.CITIZEN, detail=said, rating=rating),
        )

    def advance(
        self, number: str, event: Event, actor: Actor, *, detail: dict[str, Any] | None = None, extension_days: int = 30
    ) -> Answer:
        """The petition after a step of staff. Not served over HTTP: for the console and for tests."""
        with unit_of_work(self._engine, write=True) as unit:
            answer = self._step(unit.connection, number, event, actor, detail=detail, extension_days=extension_days)
            unit.commit()
            return answer

    def _register(self, connection: Connection, body: PetitionIn, received: dict[str, Any]) -> Answer:
        number, code, digest = self._access.issue(connection)
        petition = Petition(number=number, status=Status.REGISTERED, registered_at=self._clock())
        route = self._router.route(body.text, subject=body.subject, district=body.district, address=body.address)
        receipt_hash = fingerprint(received)
        repository.add(
            connection,
            petition,
            code_digest=digest,
            route=route,
            language=body.language,
            anonymous=body.petitioner.anonymous,
            receipt_hash=receipt_hash,
            sealed=self._cipher.encrypt(canonical_json(received), context=_context(number)),
        )
        repository.record(connection, petition, Event.REGISTER, Actor.CITIZEN, petition.registered_at, None)
        return self._receipt(petition, code, route, receipt_hash)

    def _receipt(self, petition: Petition, code: str, route: Route, receipt_hash: str) -> Answer:
        fact = self._router.departments[route.department].fact
        return {
            "number": petition.number,
            "query_code": code,
            **self._place(route.department, route.level, route.district),
            **_dates(petition),
            "withdraw_until": iso(petition.registered_at + model.FREE_WITHDRAWAL),
            "routing": {"reason": route.reason, "topic": route.topic, "fact": fact},
            "receipt_hash": receipt_hash,
        }

    def _step(
        self,
        connection: Connection,
        number: str,
        event: Event,
        actor: Actor,
        *,
        detail: dict[str, Any] | None,
        rating: int | None = None,
        extension_days: int = 30,
    ) -> Answer:
        filed = self._load(connection, number, lock=True)
        now = self._clock()
        try:
            self._refuse_late_objection(filed.petition, event, now)
            after = model.apply(filed.petition, event, now, rating=rating, extension_days=extension_days)
        except IllegalStep as step:
            raise NotNow(step) from step
        repository.save(connection, after)
        said = {name: value for name, value in (detail or {}).items() if value not in (None, [])}
        sealed = self._cipher.encrypt(canonical_json(said), context=_context(number)) if said else None
        repository.record(connection, after, event, actor, now, sealed)
        return self._describe(connection, self._load(connection, number))

    def _refuse_late_objection(self, petition: Petition, event: Event, now: datetime) -> None:
        # Art. 23 counts working days, and only the calendar knows those; so this clock is not in the pure model.
        if event is not Event.OBJECT or petition.transferred_at is None:
            return
        last = day_end(add_workdays(beijing_day(petition.transferred_at), OBJECT_WORKDAYS))
        if now > last:
            raise IllegalStep(event, petition.status, "object-too-late")

    def _load(self, connection: Connection, number: str, *, lock: bool = False) -> Filed:
        filed = repository.load(connection, number, lock=lock)
        if filed is None:
            raise UnknownReference
        return filed

    def _describe(self, connection: Connection, filed: Filed) -> Answer:
        petition = filed.petition
        now = self._clock()
        received = json.loads(self._cipher.decrypt(filed.sealed, context=_context(petition.number)))
        return {
            "number": petition.number,
            **self._place(filed.department, filed.level, filed.district),
            "subject": received["subject"],
            "topic": filed.topic,
            **_dates(petition),
            "review_by": _day(model.review_by(petition)),
            "review_answer_by": _day(model.review_answer_by(petition)),
            "overdue": (petition.status, Event.URGE) in model.TRANSITIONS and now > _due(petition),
            "timeline": [
                {"at": iso(at), "event": event, "actor": actor}
                for at, event, actor in repository.timeline(connection, petition.number)
            ],
            "actions": [
                {
                    "action": each.action.value,
                    "allowed": each.allowed,
                    "reason": each.reason,
                    "opens": iso(each.opens),
                    "until": iso(each.until),
                }
                for each in model.actions(petition, now)
            ],
            "receipt_hash": filed.receipt_hash,
        }

    def _place(self, department: str, level: str, district: str | None) -> Answer:
        # A department that staff took out of the rules since then keeps its code as its name.
        known = self._router.departments.get(department)
        named = None if district is None else {"code": district, "name": self._router.districts.get(district, district)}
        return {
            "department": {"code": department, "name": department if known is None else known.name},
            "level": level,
            "district": named,
        }


def _due(petition: Petition) -> datetime:
    waiting = petition.status in (Status.REGISTERED, Status.TRANSFERRED)
    return model.end_of(model.accept_by(petition) if waiting else model.finish_by(petition))


def _dates(petition: Petition) -> Answer:
    return {
        "status": petition.status.value,
        "registered_at": iso(petition.registered_at),
        "accept_by": _day(model.accept_by(petition)),
        "finish_by": _day(model.finish_by(petition)),
        "finish_by_provisional": model.is_provisional(petition),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _context(number: str) -> bytes:
    return f"petition:{number}".encode()
