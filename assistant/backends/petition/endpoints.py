"""The petition system as an HTTP app of its own; the contract is design §9."""

from typing import Any

import anyio
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import Engine

from assistant.backends import problems
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock, system_clock
from assistant.backends.inputs import IdempotencyKey, QueryCode, no_store
from assistant.backends.petition.model import Event
from assistant.backends.petition.routing import Router, load_router
from assistant.backends.petition.schemas import (
    PetitionIn,
    PetitionOut,
    RateIn,
    ReceiptOut,
    ReviewIn,
    SupplementIn,
    UrgeIn,
    WithdrawIn,
)
from assistant.backends.petition.service import PetitionService
from assistant.backends.problems import Delay, responses

_REFUSALS = responses(404, 409, 422, 429, 503)


def create_app(
    *,
    engine: Engine,
    cipher: Cipher,
    pepper: bytes,
    clock: Clock = system_clock,
    delay: Delay = anyio.sleep,
    router: Router | None = None,
) -> FastAPI:
    """The petition system over `engine`, whose schema must be up to date."""
    service = PetitionService(
        engine, clock=clock, cipher=cipher, pepper=pepper, router=load_router() if router is None else router
    )
    app = FastAPI(title="Petition system", version="1", dependencies=[Depends(no_store)])
    app.state.service = service
    app.include_router(_routes(service))
    problems.install(app, delay=delay)
    return app


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

    @routes.post("/petitions/{number}/rate", response_model=PetitionOut, responses=_REFUSALS)
    def rate(number: str, body: RateIn, key: IdempotencyKey) -> Any:
        """Say how the answer was."""
        return service.act(number, Event.RATE, body, key=key)

    @routes.post("/petitions/{number}/review", response_model=PetitionOut, responses=_REFUSALS)
    def review(number: str, body: ReviewIn, key: IdempotencyKey) -> Any:
        """Ask for a review of the answer within thirty days."""
        return service.act(number, Event.REVIEW, body, key=key)

    return routes
