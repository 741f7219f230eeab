"""The action app as a process of its own, for tests of whole conversations. Service runtime (3.11).

Real: actions, vault, petition and notary systems over a throw-away SQLite file. Fake: the knowledge, a few passages
found by words. `POST /down` and `POST /up` switch the backends off and on; `GET /calls` tells what was registered.
"""

import argparse
import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import uvicorn
from fastapi import FastAPI

from actions.app import create_app
from assistant.backends.notary.client import NotaryClient
from assistant.backends.petition.client import PetitionClient
from assistant.retrieval.schemas import EntryPage, FactCard, Hit, SearchResult, SectionText, SourceRef
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.errors import BackendUnavailable, NotFound
from assistant.vault.cipher import Cipher
from assistant.vault.vault import Vault
from tests.contract.backend_systems import build_systems

KNOWN = {
    "petition-time": ("信访多久", "信访办理期限", "信访交上去", "答复"),
    "id-card-lost": ("身份证",),
    "video-matters": ("视频公证可以", "哪些事项", "notarization from", "公证"),
    "privacy": ("泄露", "安全吗", "为什么要留"),
}


def a_hit(entry_id: str = "petition-time", **overrides: Any) -> Hit:
    """A passage."""
    source = SourceRef(id="s1", title="信访工作条例", publisher="国务院公报", checked="2026-11-01")
    fields: dict[str, Any] = {
        "entry_id": entry_id, "anchor": "a", "title": f"标题 {entry_id}", "heading": "一节", "text": "正文[^s1]",
        "topic": "petition", "kind": "guide", "place": "江门", "department": "", "gap": False, "as_of": "2026-11-01",
        "sources": [source], "facts": FactCard(), "en": None, "url": f"/k/{entry_id}#a", "dense": 0.9, "lexical": 9.0,
        "matched": "", "score": 0.9, "probability": 0.9,
    }
    return Hit(**{**fields, **overrides})


class FakeKnowledge:
    """Answers what `KNOWN` names, offers choices for 办证, has a gap for telephone numbers, refuses the rest."""

    async def search(self, text: str, *, limit: int = 5) -> SearchResult:
        if "电话多少" in text:
            return SearchResult(release="r", decision="answer", probability=0.9, hits=[a_hit("phone-gap", gap=True)])
        if "办证" in text:
            hits = [a_hit("id-card-lost"), a_hit("petition-time")]
            return SearchResult(release="r", decision="choices", probability=0.4, hits=hits)
        for entry_id, words in KNOWN.items():
            if any(word in text for word in words):
                return SearchResult(release="r", decision="answer", probability=0.9, hits=[a_hit(entry_id)])
        return SearchResult(release="r", decision="refuse", probability=0.05, hits=[a_hit(probability=0.05)])

    async def entry(self, entry_id: str) -> EntryPage:
        if entry_id not in KNOWN:
            raise NotFound(f"no entry {entry_id!r}", mend="search for it")
        hit = a_hit(entry_id)
        return EntryPage(
            entry_id=entry_id, title=hit.title, topic=hit.topic, kind=hit.kind, place=hit.place, department="", gap=False,
            as_of=hit.as_of, valid_from=None, valid_until=None, sources=hit.sources, facts=hit.facts,
            sections=[SectionText(anchor="a", heading="一节", text="正文")], release="r",
        )


class Switch:
    """A client that answers or not, as a test wants."""

    def __init__(self, real: Any, calls: list[dict[str, Any]]) -> None:
        self._real, self._calls, self.down = real, calls, False

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            if self.down:
                raise BackendUnavailable("switched off", mend="switch it on")
            if name in ("register", "book"):
                self._calls.append({"name": name, "args": [str(arg) for arg in args], **{k: str(v) for k, v in kwargs.items()}})
            return await getattr(self._real, name)(*args, **kwargs)

        return call


def build(folder: Path) -> FastAPI:
    """The app over a new database in `folder`."""
    systems = build_systems(folder)

    def clock() -> datetime:
        return datetime.now(UTC)

    systems.clock.now = clock()
    made: list[dict[str, Any]] = []  # in the order in which they were made
    petition = Switch(PetitionClient(systems.raw_petition), made)
    notary = Switch(NotaryClient(systems.raw_notary), made)
    vault = Vault(systems.engine, Cipher({"k1": b"0" * 32}), clock)
    app = create_app(retrieval=FakeKnowledge(), petition=petition, notary=notary, vault=vault, clock=clock, key="test-key")

    @app.post("/power/{state}")
    async def power(state: str) -> dict[str, bool]:
        petition.down = notary.down = state == "off"
        return {"down": petition.down}

    @app.post("/hide/{session}/{kind}/{value}")
    async def hide(session: str, kind: str, value: str) -> dict[str, str]:
        return {"placeholder": await asyncio.to_thread(vault.keep, session, Kind(kind), value)}

    @app.get("/resolve/{session}/{text}")
    async def resolve(session: str, text: str) -> dict[str, str]:
        return {"text": await asyncio.to_thread(vault.resolve, session, text)}

    @app.get("/calls")
    async def calls() -> list[dict[str, Any]]:
        return made

    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    with tempfile.TemporaryDirectory() as folder:
        uvicorn.run(build(Path(folder)), host="127.0.0.1", port=parser.parse_args().port, log_level="error")
