"""The petition system as an HTTP app of its own; the contract is design §9."""

from collections.abc import Sequence
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Depends, FastAPI, Query
from sqlalchemy import Engine

from assistant.backends import problems
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock, system_clock
from assistant.backends.inputs import IdempotencyKey, QueryCode, no_store
from assistant.backends.petition.accusation import load_accusations
from assistant.backends.petition.audit import AuditLog
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Event
from assistant.backends.petition.oversight import Oversight
from assistant.backends.petition.public import Every, PublicTable
from assistant.backends.petition.public_endpoints import public_routes
from assistant.backends.petition.receipts import Receipts
from assistant.backends.petition.routing import Router, load_router
from assistant.backends.petition.schemas import (
    EditIn,
    ExportOut,
    PetitionIn,
    PetitionOut,
    RateIn,
    ReceiptOut,
    ReviewIn,
    SupplementIn,
    UrgeIn,
    VerifyOut,
    WithdrawIn,
)
from assistant.backends.petition.service import Follower, PetitionService
from assistant.backends.problems import Delay, responses

ReceiptHash = Annotated[str, Query(alias="hash", max_length=100)]
_REFUSALS = responses(404, 409, 422, 429, 503)


def create_app(
    *,
    engine: Engine,
    cipher: Cipher,
    pepper: bytes,
    clock: Clock = system_clock,
    delay: Delay = anyio.sleep,
    router: Router | None = None,
    followers: Sequence[Follower] = (),
    warn_days: int = 1,
    public_every: Every = "month",
) -> FastAPI:
    """The petition system over `engine`, whose schema must be up to date; each of `followers` hears of each event."""
    filing = create_filing(engine=engine, cipher=cipher, pepper=pepper, clock=clock, router=router, warn_days=warn_days)
    service = PetitionService(filing, pepper=pepper, followers=followers)
    app = FastAPI(title="Petition system", version="1", dependencies=[Depends(no_store)])
    app.state.service = service
    app.state.oversight = Oversight(filing)
    app.include_router(_routes(service))
    app.include_router(public_routes(PublicTable(filing, every=public_every)))
    app.include_router(_proofs(Receipts(filing, service.access)))
    problems.install(app, delay=delay)
    return app


def create_filing(
    *,
    engine: Engine,
    cipher: Cipher,
    pepper: bytes,
    clock: Clock = system_clock,
    router: Router | None = None,
    warn_days: int = 1,
) -> Filing:
    """What the HTTP app and the commands share: store, cipher, rules and log."""
    return Filing(
        engine=engine,
        clock=clock,
        cipher=cipher,
        router=load_router() if router is None else router,
        accusations=load_accusations(),
        audit=AuditLog(cipher=cipher, pepper=pepper),
        warn_days=warn_days,
    )


def _proofs(receipts: Receipts) -> APIRouter:
    routes = APIRouter()

    @routes.get("/petitions/{number}/verify", response_model=VerifyOut, responses=responses(422, 503))
    def verify(number: str, receipt_hash: ReceiptHash) -> Any:
        """Whether a petition was received in this form and lies here unchanged; needs no code."""
        return receipts.verify(number, receipt_hash)

    @routes.get("/petitions/{number}/export", response_model=ExportOut, responses=responses(404, 422, 429, 503))
    def export(number: str, code: QueryCode) -> Any:
        """Everything that is held of the petition, for its owner."""
        return receipts.export(number, code)

    return routes


def _routes(service: PetitionService) -> APIRouter:
    routes = APIRouter()

    @routes.post("/petitions", status_code=201, response_model=ReceiptOut, responses=responses(409, 422, 503))
    def register(body: PetitionIn, key: IdempotencyKey) -> Any:
        """Register a petition; the receipt holds the only copy of the query code."""
        return service.register(body, key=key)

    @routes.get("/petitions/{number}", response_model=PetitionOut, responses=responses(404, 422, 429, 503))
    def status(number: str, code: QueryCode) -> Any:
        """Where it stands, what happened, and what may be done now."""
        return service.status(number, code)

    @routes.post("/petitions/{number}/supplement", response_model=PetitionOut, responses=_REFUSALS)
    def supplement(number: str, body: SupplementIn, key: IdempotencyKey) -> Any:
        """Add to what was said, while the matter is open."""
        return service.act(number, Event.SUPPLEMENT, body, key=key)

    @routes.post("/petitions/{number}/urge", response_model=PetitionOut, responses=_REFUSALS)
    def urge(number: str, body: UrgeIn, key: IdempotencyKey) -> Any:
        """Hurry the handling body once a legal date has passed."""
        return service.act(number, Event.URGE, body, key=key)

    @routes.post("/petitions/{number}/withdraw", response_model=PetitionOut, responses=_REFUSALS)
    def withdraw(number: str, body: WithdrawIn, key: IdempotencyKey) -> Any:
        """Take it back, freely for ten minutes after registration."""
        return service.act(number, Event.WITHDRAW, body, key=key)

    @routes.post("/petitions/{number}/edit", response_model=PetitionOut, responses=_REFUSALS)
    def edit(number: str, body: EditIn, key: IdempotencyKey) -> Any:
        """Say it differently, freely for ten minutes after registration; the receipt hash becomes a new one."""
        return service.edit(number, body, key=key)

    @routes.post("/petitions/{number}/rate", response_model=PetitionOut, responses=_REFUSALS)
    def rate(number: str, body: RateIn, key: IdempotencyKey) -> Any:
        """Say how the answer was."""
        return service.act(number, Event.RATE, body, key=key)

    @routes.post("/petitions/{number}/review", response_model=PetitionOut, responses=_REFUSALS)
    def review(number: str, body: ReviewIn, key: IdempotencyKey) -> Any:
        """Ask for a review of the answer within thirty days."""
        return service.act(number, Event.REVIEW, body, key=key)

    return routes
