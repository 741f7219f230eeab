"""Serves our petition contract over the other system: numbers, codes, keys and receipts are kept here, the case there.

Where they do not offer a step, `actions` says so with the reason `not-offered` and the step is refused with it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

import anyio
import httpx
from fastapi import APIRouter, Depends, FastAPI, Query
from sqlalchemy import Column, Connection, Engine, MetaData, Row, String, Table, insert, select

from assistant.backends import problems
from assistant.backends.access import Access
from assistant.backends.canonical import fingerprint
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock, beijing_day, iso, system_clock
from assistant.backends.errors import UnknownReference
from assistant.backends.idempotency import Answer, Requests
from assistant.backends.inputs import IdempotencyKey, QueryCode, no_store
from assistant.backends.petition.model import EXTEND_DAYS, FINISH_DAYS, FREE_CHANGE, OPEN, TELL_DAYS, Status
from assistant.backends.petition.schemas import (
    PetitionIn,
    PetitionOut,
    ReceiptOut,
    SupplementIn,
    VerifyOut,
    WithdrawIn,
)
from assistant.backends.problems import Delay
from assistant.persistence.database import unit_of_work
from assistant.persistence.tables.types import UtcDateTime
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, is_number
from assistant.shared.errors import Conflict
from examples.foreign_petition.foreign import Foreign
from examples.foreign_petition.mapping import Mapping, instant, load_mapping

_NOT_OFFERED = ("urge", "edit", "rate", "review")
# A database of the adapter's own: beside the shared tables of keys and wrong codes, which number is which case.
own_tables = MetaData()
cases = Table(
    "foreign_cases",
    own_tables,
    Column("number", String(16), primary_key=True),
    Column("theirs", String(40), nullable=False, unique=True),
    Column("code_digest", String(64), nullable=False),
    Column("receipt_hash", String(64), nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
)


class Adapter:
    """The petition system of the contract, spoken by another one."""

    def __init__(
        self, foreign: Foreign, mapping: Mapping, *, engine: Engine, cipher: Cipher, pepper: bytes, clock: Clock
    ) -> None:
        self._foreign = foreign
        self._mapping = mapping
        self._engine = engine
        self._clock = clock
        self._requests = Requests(engine, cipher=cipher, pepper=pepper, clock=clock)
        self._access = Access(engine, prefix=PETITION_PREFIX, pepper=pepper, clock=clock, find_digest=_digest)

    def register(self, body: PetitionIn, *, key: str) -> Answer:
        """The receipt. Theirs first: it is safe to repeat, and no lock of ours waits for another machine."""
        received = body.model_dump(mode="json")
        case = self._foreign.add(self._mapping.case(received), key=key)
        return self._requests.answer_once("petition", key, received, lambda c: self._keep(c, received, case))

    def status(self, number: str, code: str) -> Answer:
        """Where it stands."""
        self._access.admit(number, code)
        return self._standing(self._case(number))

    def step(self, number: str, code: str, action: str, said: Any, *, key: str, take: Callable[[str], None]) -> Answer:
        """The petition after `take`, which is handed their number; the same key again takes nothing."""
        self._access.admit(number, code)
        row = self._case(number)

        def deed(_connection: Connection) -> Answer:
            take(row.theirs)
            return self._standing(row)

        return self._requests.answer_once(f"petition:{number}:{action}", key, said, deed)

    def supplement(self, number: str, body: SupplementIn, *, key: str) -> Answer:
        """More is said."""
        said = body.model_dump(mode="json", exclude={"code"})
        send = lambda theirs: self._foreign.supplement(theirs, body.text, key=key)  # noqa: E731
        return self.step(number, body.code, "supplement", said, key=key, take=send)

    def withdraw(self, number: str, body: WithdrawIn, *, key: str) -> Answer:
        """It is taken back."""
        said = body.model_dump(mode="json", exclude={"code"})
        send = lambda theirs: self._foreign.withdraw(theirs, key=key)  # noqa: E731
        return self.step(number, body.code, "withdraw", said, key=key, take=send)

    def not_offered(self, number: str, action: str, code: str) -> Answer:
        """Conflict `not-offered`, for who knows the code."""
        self._access.admit(number, code)
        raise Conflict(f"{action} is not offered here", mend="see `actions`", code="not-offered")

    def verify(self, number: str, receipt_hash: str) -> Answer:
        """Whether number and hash belong together; what lies with them cannot be seen from here."""
        with unit_of_work(self._engine) as unit:
            row = _row(unit.connection, number) if is_number(number, PETITION_PREFIX) else None
        same = row is not None and row.receipt_hash == receipt_hash.strip().lower()
        at = iso(row.registered_at) if row is not None and same else None
        return {"number": number, "verified": same, "current": same, "unchanged": same, "received_at": at}

    def _keep(self, connection: Connection, received: dict[str, Any], case: dict[str, Any]) -> Answer:
        number, code, digest = self._access.issue(connection)
        at, receipt_hash = self._clock(), fingerprint(received)
        connection.execute(
            insert(cases).values(
                number=number, theirs=case["bh"], code_digest=digest, receipt_hash=receipt_hash, registered_at=at
            )
        )
        place = self._place(case)
        return {
            "number": number, "query_code": code, "status": self._mapping.status(case["ajzt"]).value, **place,
            **_dates(at, None), "withdraw_until": iso(at + FREE_CHANGE), "receipt_hash": receipt_hash,
            "routing": {"reason": "other-system", "topic": "other", "fact": ""},
        }  # fmt: skip

    def _standing(self, row: Row[Any]) -> Answer:
        case = self._foreign.detail(row.theirs)
        status = self._mapping.status(case["ajzt"])
        accepted = next((instant(each["sj"]) for each in case["lc"] if each["cz"] == "受理"), None)
        dates = _dates(row.registered_at, accepted, extended=status is Status.EXTENDED)
        late = status in OPEN and beijing_day(self._clock()).isoformat() > dates["finish_by"]
        unknown = dict.fromkeys(("review_by", "review_answer_by", "rating", "door", "merged_into"))
        never = dict.fromkeys(("paused", "attention", "supervised"), False)
        return {
            "number": row.number, "status": status.value, **self._place(case), **dates, **unknown, **never,
            "subject": case.get("bt"), "topic": "other", "overdue": late, "round": 0, "clocks": [],
            "timeline": [step for each in case["lc"] if (step := self._mapping.step(each))],
            "actions": self._actions(status, row), "receipt_hash": row.receipt_hash,
        }  # fmt: skip

    def _actions(self, status: Status, row: Row[Any]) -> list[Answer]:
        until = row.registered_at + FREE_CHANGE
        free = status in (Status.REGISTERED, Status.TRANSFERRED) and self._clock() <= until
        closed = None if status in OPEN else f"not-when-{status.value.replace('_', '-')}"
        own = [
            _action("supplement", reason=closed),
            _action("withdraw", reason=None if free else closed or "withdraw-too-late", until=iso(until)),
        ]
        return own + [_action(name, reason="not-offered") for name in _NOT_OFFERED]

    def _place(self, case: dict[str, Any]) -> Answer:
        return {"department": self._mapping.department(case["bljg"]), "level": "city", "district": None}

    def _case(self, number: str) -> Row[Any]:
        with unit_of_work(self._engine) as unit:
            row = _row(unit.connection, number)
        if row is None:
            raise UnknownReference
        return row


def create_app(
    *,
    foreign: httpx.Client,
    engine: Engine,
    cipher: Cipher,
    pepper: bytes,
    clock: Clock = system_clock,
    delay: Delay = anyio.sleep,
    mapping: Mapping | None = None,
) -> FastAPI:
    """The contract over `foreign`; `engine` has the newest schema, the adapter's own table is made here."""
    own_tables.create_all(engine)
    known = load_mapping() if mapping is None else mapping
    spoken = Foreign(foreign, known.refusals)
    adapter = Adapter(spoken, known, engine=engine, cipher=cipher, pepper=pepper, clock=clock)
    app = FastAPI(title="Petition system behind an adapter", version="1", dependencies=[Depends(no_store)])
    app.include_router(_routes(adapter))
    problems.install(app, delay=delay)
    return app


def _routes(adapter: Adapter) -> APIRouter:
    routes = APIRouter(prefix="/petitions")

    @routes.post("", status_code=201, response_model=ReceiptOut)
    def register(body: PetitionIn, key: IdempotencyKey) -> Any:
        return adapter.register(body, key=key)

    @routes.get("/{number}", response_model=PetitionOut)
    def status(number: str, code: QueryCode) -> Any:
        return adapter.status(number, code)

    @routes.get("/{number}/verify", response_model=VerifyOut)
    def verify(number: str, receipt_hash: Annotated[str, Query(alias="hash", max_length=100)]) -> Any:
        return adapter.verify(number, receipt_hash)

    @routes.post("/{number}/supplement", response_model=PetitionOut)
    def supplement(number: str, body: SupplementIn, key: IdempotencyKey) -> Any:
        return adapter.supplement(number, body, key=key)

    @routes.post("/{number}/withdraw", response_model=PetitionOut)
    def withdraw(number: str, body: WithdrawIn, key: IdempotencyKey) -> Any:
        return adapter.withdraw(number, body, key=key)

    @routes.post("/{number}/{action}")
    def other(number: str, action: str, body: dict[str, Any], key: IdempotencyKey) -> Any:
        return adapter.not_offered(number, action, str(body.get("code", "")))

    return routes


def _digest(connection: Connection, number: str) -> str | None:
    row = _row(connection, number)
    return None if row is None else str(row.code_digest)


def _row(connection: Connection, number: str) -> Row[Any] | None:
    return connection.execute(select(cases).where(cases.c.number == number)).one_or_none()


def _dates(registered: Any, accepted: Any, *, extended: bool = False) -> Answer:
    told = beijing_day(registered) + timedelta(days=TELL_DAYS)
    since = told if accepted is None else beijing_day(accepted)
    done = since + timedelta(days=FINISH_DAYS + (EXTEND_DAYS if extended else 0))
    days = {"accept_by": told.isoformat(), "finish_by": done.isoformat()}
    return {"registered_at": iso(registered), **days, "finish_by_provisional": accepted is None}


def _action(action: str, *, reason: str | None, until: str | None = None) -> Answer:
    return {"action": action, "allowed": reason is None, "reason": reason, "opens": None, "until": until}
