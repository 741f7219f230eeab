"""Where the parts of the service are joined: one database, one vault key, one encoder, one HTTP client a part.

A part that is mounted here is reached through `httpx.ASGITransport`, one that runs elsewhere through its URL:
the same client code either way. Retrieval alone, asked twice in every turn, is called directly when it is here.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import httpx
from fastapi import FastAPI
from httpx_aiohttp import AiohttpTransport
from sqlalchemy import Engine
from starlette.types import ASGIApp

from actions.app import create_app as create_actions
from assistant.backends.clock import Clock, system_clock
from assistant.backends.daily import DailyJobs
from assistant.backends.notary.client import NotaryClient
from assistant.backends.notary.endpoints import create_app as create_notary
from assistant.backends.notary.service import NotaryService
from assistant.backends.notices import FileOutbox
from assistant.backends.petition.client import PetitionClient
from assistant.backends.petition.divisions import load_divisions
from assistant.backends.petition.duplicates import load_scorer
from assistant.backends.petition.duplicates_linking import Linking
from assistant.backends.petition.endpoints import create_app as create_petition
from assistant.backends.petition.notify import News
from assistant.backends.petition.public_client import PublicTableClient
from assistant.backends.petition.retention import erase_old
from assistant.backends.petition.routing import load_router
from assistant.backends.petition.subject import load_subject
from assistant.cli.private import PrivateOnly
from assistant.cli.ticking import ticking
from assistant.gateway.access import KEY_HEADER
from assistant.gateway.app import create_app as create_gateway
from assistant.gateway.app import private_access
from assistant.gateway.dialogue_client import DialogueClient
from assistant.gateway.news import SessionNews
from assistant.gateway.retention import forget_old
from assistant.gateway.speech import HttpSpeech
from assistant.gateway.uploads import Uploads
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.retrieval.app import create_app as create_retrieval
from assistant.retrieval.client import RetrievalClient
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.service import Retrieval
from assistant.settings import Settings
from assistant.shared.errors import SetupError
from assistant.vault.cipher import Cipher, key_file, parse_keys
from assistant.vault.names_surnames import words
from assistant.vault.vault import Vault

_LOOK_FOR_RELEASE_EVERY = 0.25  # seconds
_TICK_EVERY = 30.0  # seconds
_TELL_EVERY = 1.0  # seconds: news are meant for who is still looking
MOUNTS = {
    "retrieval": "/retrieval",
    "petition": "/backends/petition",
    "notary": "/backends/notary",
    "actions": "/actions",
}


@dataclass
class Parts:
    """What has been built for one service process."""

    settings: Settings
    engine: Engine
    cipher: Cipher
    clock: Clock
    mounted: dict[str, ASGIApp] = field(default_factory=dict)
    clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    def http(self, role: str) -> httpx.AsyncClient:
        """The one client of a part: at its URL when the settings name one, else mounted in this process."""
        if role not in self.clients:
            settings = self.settings
            url = {
                "dialogue": settings.dialogue_url,
                "retrieval": settings.retrieval_url,
                "petition": settings.petition_url,
                "notary": settings.notary_url,
                "speech": settings.speech_url,
            }[role]
            timeout = settings.dialogue_timeout if role == "dialogue" else settings.backend_timeout
            # Only our own parts are told the internal key: a real petition or notary system is not.
            ours = role in ("dialogue", "retrieval")
            headers = {KEY_HEADER: settings.internal_key.get_secret_value()} if ours else {}
            self.clients[role] = httpx.AsyncClient(
                # aiohttp's connections: under load httpx's own pool costs three times the CPU of the request itself.
                transport=AiohttpTransport() if url else self._mounted(role),
                base_url=url or f"http://{role}",
                timeout=timeout,
                headers=headers,
            )
        return self.clients[role]

    def retrieval(self) -> Retrieval:
        """Retrieval itself where it runs in this process, else the client of it (ADR 13)."""
        if self.settings.retrieval_url:
            return RetrievalClient(self.http("retrieval"))
        mounted = self.mounted.get("retrieval")
        if not isinstance(mounted, FastAPI):
            raise SetupError(
                f"ASSISTANT_ROLES is {self.settings.roles!r}: no retrieval here, and ASSISTANT_RETRIEVAL_URL is empty",
                mend="add retrieval to the roles or set the URL of the process that serves it",
            )
        service: Retrieval = mounted.state.service
        return service

    def _mounted(self, role: str) -> httpx.ASGITransport:
        return httpx.ASGITransport(self.mounted[role], raise_app_exceptions=False)


def vault_cipher(settings: Settings) -> Cipher:
    """The cipher of the configured keys; outside production a key file is made when there are none."""
    setting = settings.vault_keys.get_secret_value()
    return Cipher(parse_keys(setting) if setting else key_file(settings.var_dir / "vault.key"))


def create_service(settings: Settings, clock: Clock = system_clock) -> FastAPI:
    """The service with every part that `settings.roles` names, over a database at the newest schema."""
    engine = create_database(settings.sqlalchemy_url)
    upgrade(engine)
    parts = Parts(settings, engine, vault_cipher(settings), clock)
    words()  # the dictionary by which names are told from words is read before the first citizen writes
    roles = settings.role_names
    makers = {"retrieval": _retrieval, "petition": _petition, "notary": _notary, "actions": _actions}
    for role, make in makers.items():
        if role in roles:
            parts.mounted[role] = make(parts)
    app = _gateway(parts) if "gateway" in roles else FastAPI(docs_url=None, redoc_url=None)
    access = private_access(settings)
    for role, mounted in parts.mounted.items():
        app.mount(MOUNTS[role], PrivateOnly(mounted, access))
    _close_clients_at_end(app, parts)
    return app


def _tick_of(parts: Parts) -> Callable[[], object] | None:
    notary = parts.mounted.get("notary")
    return partial(_prepared_tick, notary.state.service) if isinstance(notary, FastAPI) else None


def _prepared_tick(notary: NotaryService) -> None:
    notary.tick()
    notary.prepare()


def _news_of(parts: Parts) -> Callable[[], object] | None:
    """Steps of petitions reach the chat through the store and, where agreed, an outbox, from the petition's process."""
    petition = parts.mounted.get("petition")
    if not isinstance(petition, FastAPI):
        return None
    return News(
        petition.state.service.filing,
        chat=SessionNews(parts.engine, parts.cipher, parts.clock),
        outbox=FileOutbox(parts.settings.var_dir / "outbox" / "petition.jsonl"),
    ).tell_due


def _daily_of(parts: Parts) -> Callable[[], list[str]]:
    """What is late comes under supervision, what nobody can have reviewed is closed, what is old is erased."""
    settings, petition = parts.settings, parts.mounted.get("petition")
    jobs: dict[str, Callable[[], object]] = {}
    if isinstance(petition, FastAPI):
        jobs["petition-supervise"] = petition.state.oversight.escalate
        jobs["petition-close"] = petition.state.oversight.close_lapsed
        jobs["petition-erase"] = partial(
            erase_old,
            petition.state.service.filing,
            keep_days=settings.petition_keep_days,
            keep_withdrawn_days=settings.petition_keep_withdrawn_days,
        )
    if "gateway" in settings.role_names:
        jobs["sessions-forget"] = partial(
            forget_old,
            parts.engine,
            _uploads(parts),
            parts.clock,
            transcript_days=settings.transcript_days,
            upload_days=settings.upload_days,
        )
    return DailyJobs(parts.engine, clock=parts.clock, hour=settings.petition_daily_hour, jobs=jobs).run_due


def _linking_of(parts: Parts) -> Callable[[], object] | None:
    """Links between petitions are found where the petition system and the encoder run in one process."""
    petition, retrieval = parts.mounted.get("petition"), parts.mounted.get("retrieval")
    if not isinstance(petition, FastAPI) or not isinstance(retrieval, FastAPI):
        return None
    linking = Linking(
        petition.state.service.filing,
        encode=retrieval.state.encoder.encode_queries,
        pepper=parts.cipher.derive("petition persons"),
        scorer=load_scorer(),
    )
    return linking.catch_up


def _retrieval(parts: Parts) -> FastAPI:
    settings = parts.settings
    encoder = Encoder.open(
        settings.encoder_model or settings.encoder_dir, threads=settings.encoder_threads, cache=settings.encoder_cache
    )
    made = create_retrieval(
        encoder=encoder,
        releases_dir=settings.releases_dir,
        clock=parts.clock,
        answer_threshold=settings.answer_threshold,
        look_every=_LOOK_FOR_RELEASE_EVERY,
    )
    made.state.encoder = encoder
    return made


def _petition(parts: Parts) -> FastAPI:
    return create_petition(
        engine=parts.engine,
        cipher=parts.cipher,
        pepper=parts.cipher.derive("petition query codes"),
        clock=parts.clock,
        router=load_router(
            divisions=load_divisions(parts.settings.reference_dir / "divisions.json"),
            learned=load_subject(parts.settings.var_dir / "petition_bodies.npz"),
        ),
        warn_days=parts.settings.petition_warn_days,
        public_every=parts.settings.public_table_every,
    )


def _notary(parts: Parts) -> FastAPI:
    return create_notary(
        engine=parts.engine,
        cipher=parts.cipher,
        pepper=parts.cipher.derive("notary query codes"),
        clock=parts.clock,
        notifier=FileOutbox(parts.settings.var_dir / "outbox" / "notary.jsonl"),
    )


def _actions(parts: Parts) -> FastAPI:
    return create_actions(
        retrieval=parts.retrieval(),
        petition=PetitionClient(parts.http("petition")),
        notary=NotaryClient(parts.http("notary")),
        vault=Vault(parts.engine, parts.cipher, parts.clock),
        clock=parts.clock,
        files=_uploads(parts),
    )


def _uploads(parts: Parts) -> Uploads:
    folder = parts.settings.var_dir / "uploads"
    return Uploads(folder=folder, engine=parts.engine, cipher=parts.cipher, clock=parts.clock)


def _gateway(parts: Parts) -> FastAPI:
    return create_gateway(
        settings=parts.settings,
        engine=parts.engine,
        cipher=parts.cipher,
        dialogue=DialogueClient(parts.http("dialogue")),
        retrieval=parts.retrieval(),
        notary=NotaryClient(parts.http("notary")),
        clock=parts.clock,
        receipts=PetitionClient(parts.http("petition")),
        public_tables=PublicTableClient(parts.http("petition")),
        hearing=HttpSpeech(parts.http("speech"), parts.settings.speech_url) if parts.settings.speech_url else None,
    )


def _close_clients_at_end(app: FastAPI, parts: Parts) -> None:
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(started: FastAPI) -> AsyncIterator[None]:
        async with (
            inner(started),
            ticking(_tick_of(parts), _TICK_EVERY),
            ticking(_linking_of(parts), _TICK_EVERY),
            ticking(_news_of(parts), _TELL_EVERY),
            ticking(_daily_of(parts), _TICK_EVERY),
        ):
            yield
        for client in parts.clients.values():
            await client.aclose()
        parts.engine.dispose()

    app.router.lifespan_context = lifespan
