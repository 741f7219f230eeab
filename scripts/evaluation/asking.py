"""Asks a question as a turn does, without Rasa: guards, the answering action, search and renderer, all the real ones.

What the dialogue adds is not here: its guards by act, and the places it finds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from actions.answering import Answering
from assistant.gateway.contents import ChipsContent, CitationContent
from assistant.gateway.guards import Guards
from assistant.gateway.rendering.piece import Piece, plain
from assistant.gateway.rendering.renderer import Renderer
from assistant.gateway.turn import Said, Turn
from assistant.gateway.vocabulary import Vocabulary
from assistant.gateway.wording import in_script
from assistant.retrieval.schemas import EntryPage, SectionText
from assistant.retrieval.service import RetrievalService
from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import detect_script, to_simplified

Reply = dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """What one reply shows of an entry: the sections that can be read in full, and the titles it cites."""

    page: EntryPage
    anchors: frozenset[str]
    cited: tuple[str, ...]
    text: str
    gap: bool = False
    english: bool = False


@dataclass(frozen=True)
class Shown:
    """What a citizen was shown. `way`: answer, gap, choices, refuse, guard or words."""

    way: str
    passages: tuple[Passage, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    guard: str = ""
    text: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)


class Asker:
    """Asks one citizen's questions; `slots` of the answer before carry the conversation on."""

    def __init__(self, retrieval: RetrievalService, vocabulary_dir: Path, now: datetime) -> None:
        guards = yaml.safe_load((vocabulary_dir / "guards.yml").read_text(encoding="utf-8"))
        self._retrieval, self._now = retrieval, now
        self._guards = Guards.load(vocabulary_dir / "guards.yml")
        self._action = ActionAnswer(Answering(retrieval))
        self._renderer = Renderer(retrieval, Vocabulary.load(vocabulary_dir / "eligibility.yml"), guards["wrong_doors"])

    async def ask(self, text: str, slots: Mapping[str, Any] | None = None) -> Shown:
        """What is shown to somebody who says `text`."""
        said = normalise(text)
        script = detect_script(said) or "hans"
        understood = to_simplified(said)
        danger = self._guards.danger(understood)
        kept = dict(slots or {})
        if danger is not None:
            reply = {"kind": "guard", "outcome": "guard_emergency", "guard": danger.guard, "detail": danger.detail}
            pieces = await self._rendered(script, reply)
            return Shown("guard", guard=danger.detail or danger.guard, text=_read(pieces), slots=kept)
        message = {"text": understood, "intent": {"name": "ask", "confidence": 1.0}, "entities": []}
        events = [{"event": "user", "metadata": {"turn_id": "1", "script": script, "now": self._now.isoformat()}}]
        dispatcher = CollectingDispatcher()
        tracker = Tracker("gold", kept, message, events, False, None, {}, "action_listen")
        for event in await self._action.run(dispatcher, tracker, {}):
            if event.get("event") == "slot":
                kept[event["name"]] = event["value"]
        replies = [message["custom"] for message in dispatcher.messages if (message.get("custom") or {}).get("kind")]
        return await self._shown(script, replies, kept)

    async def _shown(self, script: str, replies: list[Reply], slots: Mapping[str, Any]) -> Shown:
        passages, offered, ways, texts = [], [], [], []
        for reply in replies:
            pieces = await self._rendered(script, reply)
            texts.append(_read(pieces))
            ways.append("gap" if reply["kind"] == "refuse" and reply.get("hit") else reply["kind"])
            if reply.get("hit"):
                page = await self._retrieval.entry(reply["hit"]["entry_id"])
                passages.append(_passage(script, page, reply, pieces))
            offered += [_target(choice["payload"]) for choice in reply.get("choices", [])]
        way = next((way for way in ("answer", "gap", "choices", "refuse", "guard") if way in ways), "words")
        return Shown(way, tuple(passages), tuple(offered), text="\n".join(texts), slots=slots)

    async def _rendered(self, script: str, reply: Reply) -> list[Piece]:
        said = Said("text", "")
        turn = Turn("1", "gold", "1", said, script, "Asia/Shanghai", self._now, 1, replies=[reply])
        return await self._renderer.render(turn)


def today() -> date:
    """The day on which entries must be valid."""
    return datetime.now(UTC).date()


def _passage(script: str, page: EntryPage, reply: Reply, pieces: list[Piece]) -> Passage:
    text = _read(pieces)
    cited = tuple(
        item.title for piece in pieces if isinstance(piece.content, CitationContent) for item in piece.content.items
    )
    gap = reply["kind"] == "refuse"
    english = script == "en" and page.en is not None
    anchors = frozenset(part.anchor for part in page.sections if _stands(part, text, script, english))
    if gap and not anchors:
        anchors = frozenset({reply["hit"]["anchor"]})
    return Passage(page, anchors, cited, text, gap, english)


def _stands(part: SectionText, text: str, script: str, english: bool) -> bool:
    """Whether all of a section can be read in `text`; of an English summary, see `judging.summarised`."""
    words = part.en if english else in_script(part.text, script)
    return bool(words) and plain(words or "") in text


def _read(pieces: list[Piece]) -> str:
    """What is read: not the buttons, which only name other things, nor the numbered list of sources."""
    beside = (ChipsContent, CitationContent)
    return "\n".join(piece.fallback for piece in pieces if not isinstance(piece.content, beside))


def _target(payload: str) -> tuple[str, str]:
    found = yaml.safe_load(payload.partition("{")[1] + payload.partition("{")[2])
    return found["entry_id"], found.get("anchor", "")
