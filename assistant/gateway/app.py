"""Joins the gateway: the steps of a turn in order, and the app that serves them."""

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from assistant.gateway import endpoints, pages, problems, uploads
from assistant.gateway.body_limit import BodyLimit
from assistant.gateway.dialogue_client import DialogueClient
from assistant.gateway.gateway import Calendar, Gateway, present
from assistant.gateway.guards import Guards
from assistant.gateway.hub import Hub
from assistant.gateway.limits import SlidingWindow, Unlimited
from assistant.gateway.metrics import Metrics
from assistant.gateway.pipeline import Pipeline
from assistant.gateway.rendering.renderer import Renderer
from assistant.gateway.sessions import Sessions
from assistant.gateway.steps.converse import ConverseStep
from assistant.gateway.steps.guard import GuardStep
from assistant.gateway.steps.limit import LimitStep
from assistant.gateway.steps.record import RecordStep
from assistant.gateway.steps.render import RenderStep
from assistant.gateway.steps.understand import EncodeStep, UnderstandStep
from assistant.gateway.stream import EventStream
from assistant.gateway.turns import Turns
from assistant.gateway.vocabulary import Vocabulary
from assistant.retrieval.client import RetrievalClient
from assistant.settings import Settings
from assistant.vault.cipher import Cipher
from assistant.vault.vault import Vault

log = logging.getLogger(__name__)
_DRAIN_SECONDS = 5.0


def create_app(
    *,
    settings: Settings,
    engine: Engine,
    cipher: Cipher,
    dialogue: DialogueClient,
    retrieval: RetrievalClient,
    notary: Calendar,
    clock: Callable[[], datetime],
) -> FastAPI:
    """The public app. `engine` has the newest schema; nothing is started before the app's lifespan begins."""
    vault = Vault(engine, cipher, clock)
    hub, metrics = Hub(), Metrics()
    limiter = SlidingWindow(time.monotonic) if settings.rate_limits else Unlimited()

    def shown(session_id: str, value: object) -> object:
        return present(vault, session_id, value)

    vocabulary_dir = settings.knowledge_dir / "vocabulary"
    steps = (
        UnderstandStep(),
        GuardStep(Guards.load(vocabulary_dir / "guards.yml")),
        LimitStep(limiter, settings.turns_per_minute),
        EncodeStep(retrieval),
        ConverseStep(dialogue, retrieval),
        RenderStep(Renderer(retrieval, Vocabulary.load(vocabulary_dir / "eligibility.yml"), _wrong_doors(vocabulary_dir))),
        RecordStep(engine, hub, shown, clock, metrics),
    )
    turns = Turns(engine=engine, vault=vault, pipeline=Pipeline(steps), hub=hub, clock=clock)
    sessions = Sessions(engine, vault, clock, timedelta(hours=settings.session_hours))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        vault.purge(older_than=timedelta(days=settings.vault_days))
        recovered = await turns.recover()
        if recovered:
            log.warning("%d unfinished turns are running again", recovered)
        yield
        await turns.drain(_DRAIN_SECONDS)

    app = FastAPI(title="侨都通 Qiaodu Assistant", version="1", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    app.state.environment = settings.environment
    app.state.metrics = metrics
    app.state.gateway = Gateway(
        engine=engine, vault=vault, sessions=sessions, turns=turns, stream=EventStream(engine, hub, shown),
        limiter=limiter, retrieval=retrieval, dialogue=dialogue, notary=notary, clock=clock,
        internal_key=settings.internal_key.get_secret_value(), trusted_proxies=settings.trusted_proxies,
        sessions_per_hour=settings.sessions_per_hour, frame_ancestors=settings.frame_ancestors,
    )
    app.state.uploads = uploads.Uploads(folder=settings.var_dir / "uploads", engine=engine, cipher=cipher, clock=clock)
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.include_router(endpoints.router)
    app.include_router(uploads.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=pages.STATIC, check_dir=False), name="static")
    return app


def _wrong_doors(vocabulary_dir: Path) -> dict[str, dict[str, str]]:
    doors: dict[str, dict[str, str]] = yaml.safe_load((vocabulary_dir / "guards.yml").read_text("utf-8"))["wrong_doors"]
    return doors
