"""Joins the gateway: the steps of a turn in order, and the app that serves them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from assistant.backends.notary.catalogue import load_catalogue
from assistant.gateway import (
    checklist_page,
    endpoints,
    news_endpoint,
    other_sites,
    pages,
    plain_page,
    problems,
    public_table,
    speech,
    uploads,
)
from assistant.gateway.access import PrivateAccess
from assistant.gateway.asked import Asked
from assistant.gateway.asked_list import Listed
from assistant.gateway.body_limit import BodyLimit
from assistant.gateway.dialogue_client import DialogueClient
from assistant.gateway.gateway import Calendar, Gateway
from assistant.gateway.guards import Guards
from assistant.gateway.hub import Hub
from assistant.gateway.limits import SlidingWindow, Unlimited
from assistant.gateway.metrics import Metrics
from assistant.gateway.news import Follows, SessionNews
from assistant.gateway.pipeline import Pipeline
from assistant.gateway.presenting import present
from assistant.gateway.receipt_page import Receipts
from assistant.gateway.rendering.checklist import Checklists
from assistant.gateway.rendering.renderer import Renderer
from assistant.gateway.retention import Kept
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
from assistant.retrieval.service import Retrieval
from assistant.settings import Settings
from assistant.vault.cipher import Cipher
from assistant.vault.vault import Vault

log = logging.getLogger(__name__)
_DRAIN_SECONDS = 5.0
_PURGE_EVERY = 3600.0


def create_app(
    *,
    settings: Settings,
    engine: Engine,
    cipher: Cipher,
    dialogue: DialogueClient,
    retrieval: Retrieval,
    notary: Calendar,
    clock: Callable[[], datetime],
    receipts: Receipts | None = None,
    public_tables: public_table.PublicTables | None = None,
    hearing: speech.Speech | None = None,
) -> FastAPI:
    """The public app. `engine` has the newest schema; nothing is started before the app's lifespan begins."""
    vault = Vault(engine, cipher, clock)
    hub, metrics = Hub(), Metrics()
    limiter = SlidingWindow(time.monotonic) if settings.rate_limits else Unlimited()

    def shown(session_id: str, value: object) -> object:
        return present(vault, session_id, value)

    vocabulary_dir = settings.knowledge_dir / "vocabulary"
    vocabulary = Vocabulary.load(vocabulary_dir / "eligibility.yml", vocabulary_dir / "checklists.yml")
    checklists = Checklists(load_catalogue(), vocabulary)
    steps = (
        UnderstandStep(),
        GuardStep(Guards.load(vocabulary_dir / "guards.yml")),
        LimitStep(limiter, settings.turns_per_minute),
        EncodeStep(retrieval),
        ConverseStep(dialogue, retrieval),
        RenderStep(Renderer(retrieval, vocabulary, _wrong_doors(vocabulary_dir), checklists)),
        RecordStep(engine, hub, shown, clock, metrics, Follows(cipher)),
    )
    turns = Turns(engine=engine, vault=vault, pipeline=Pipeline(steps), hub=hub, clock=clock)
    files = uploads.Uploads(folder=settings.var_dir / "uploads", engine=engine, cipher=cipher, clock=clock)
    sessions = Sessions(engine, vault, files, clock, timedelta(hours=settings.session_hours))

    stream = EventStream(engine, hub, shown)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        purging = asyncio.create_task(_purge_by_age(vault, timedelta(days=settings.vault_days)))
        watching = asyncio.create_task(stream.watch())
        recovered = await turns.recover()
        if recovered:
            log.warning("%d unfinished turns are running again", recovered)
        yield
        purging.cancel()
        watching.cancel()
        await turns.drain(_DRAIN_SECONDS)

    app = FastAPI(title="侨都通 Qiaodu Assistant", version="1", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    app.state.environment = settings.environment
    app.state.metrics = metrics
    app.state.private = private_access(settings)
    app.state.gateway = Gateway(
        engine=engine,
        vault=vault,
        sessions=sessions,
        turns=turns,
        stream=stream,
        limiter=limiter,
        retrieval=retrieval,
        dialogue=dialogue,
        notary=notary,
        clock=clock,
        trusted_proxies=settings.trusted_proxies,
        sessions_per_hour=settings.sessions_per_hour,
        frame_ancestors=settings.frame_ancestors,
        kept=Kept(settings.vault_days, settings.transcript_days, settings.upload_days),
        asked=Asked(engine=engine, retrieval=retrieval, listed=Listed.load(vocabulary_dir / "asked.yml"), clock=clock),
        receipts=receipts,
    )
    app.state.uploads = files
    app.state.public_tables = public_tables
    app.state.news = SessionNews(engine, cipher, clock)
    app.state.speech = hearing
    app.state.checklists = checklists
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.include_router(endpoints.router)
    app.include_router(uploads.router)
    app.include_router(pages.router)
    app.include_router(checklist_page.router)
    app.include_router(public_table.router)
    app.include_router(news_endpoint.router)
    app.include_router(other_sites.router)
    app.include_router(plain_page.router)
    app.include_router(speech.router)
    app.mount("/static", pages.PageFiles(directory=pages.STATIC, check_dir=False), name="static")
    return app


def private_access(settings: Settings) -> PrivateAccess:
    """Who may use the private routes of this process."""
    return PrivateAccess(settings.internal_key.get_secret_value(), loopback=settings.environment != "production")


async def _purge_by_age(vault: Vault, age: timedelta) -> None:
    """Personal data older than `age` is deleted at the start and every hour, for as long as the process runs."""
    while True:
        try:
            gone = await asyncio.to_thread(vault.purge, older_than=age)
        except SQLAlchemyError as error:
            log.error("the vault could not be purged: %s", type(error).__name__)
        else:
            log.info("%d values were purged from the vault", gone)
        await asyncio.sleep(_PURGE_EVERY)


def _wrong_doors(vocabulary_dir: Path) -> dict[str, dict[str, str]]:
    doors: dict[str, dict[str, str]] = yaml.safe_load((vocabulary_dir / "guards.yml").read_text("utf-8"))["wrong_doors"]
    return doors
