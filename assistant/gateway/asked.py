"""The questions that most people ask now, for the first screen.

Counted from the answers of the last weeks where enough people asked; else the curators' list of the month
(knowledge/vocabulary/asked.yml). Only what the release in use can answer is offered.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import Engine

from assistant.gateway.contents import ListContent, ListItem
from assistant.gateway.rendering.piece import Piece, Reader, reply
from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import unit_of_work
from assistant.retrieval.service import Retrieval
from assistant.shared.errors import NotFound, RetrievalUnavailable

SHOWN = 5
LEAST_PEOPLE = 10  # below this a count tells more about single people than about the season
WINDOW = timedelta(days=28)
FRESH_FOR = timedelta(hours=1)
TRY_AGAIN = timedelta(minutes=1)
_PATIENCE = 1.5  # seconds
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Question:
    """What a citizen would say, and the file that answers it."""

    entry: str
    zh: str
    en: str


@dataclass(frozen=True)
class Offer:
    """The questions to offer, most asked first; `counted` when people asked them, not curators."""

    questions: tuple[Question, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class Listed:
    """The curators' questions, and which of them stand in which month (1–12)."""

    questions: dict[str, Question]
    months: dict[int, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path) -> Self:
        """From asked.yml."""
        rows: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        questions = {code: Question(**row) for code, row in rows["questions"].items()}
        return cls(questions, {month: tuple(codes) for month, codes in rows["months"].items()})

    def of(self, month: int) -> list[Question]:
        """The questions of a month, in the curators' order."""
        return [self.questions[code] for code in self.months[month]]

    def about(self, entry: str) -> Question | None:
        """How the curators put the question that this file answers, if they do."""
        return next((question for question in self.questions.values() if question.entry == entry), None)


class Asked:
    """Keeps the list for an hour: the count reads a month of answers."""

    def __init__(self, *, engine: Engine, retrieval: Retrieval, listed: Listed, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._retrieval = retrieval
        self._listed = listed
        self._clock = clock
        self._kept = Offer()
        self._until: datetime | None = None
        self._one = asyncio.Lock()

    async def offer(self) -> Offer:
        """Up to five questions that can be answered; none while the search has never been there."""
        if self._until is None or self._clock() >= self._until:
            async with self._one:
                if self._until is None or self._clock() >= self._until:
                    await self._look()
        return self._kept

    async def _look(self) -> None:
        """A new list is kept; where the search is away or slow the old one stays, for nobody's welcome waits for it."""
        now = self._clock()
        try:
            async with asyncio.timeout(_PATIENCE):
                self._kept = await self._now(now)
        except (RetrievalUnavailable, TimeoutError):
            self._until = now + TRY_AGAIN
        else:
            self._until = now + (FRESH_FOR if self._kept.questions else TRY_AGAIN)

    async def _now(self, now: datetime) -> Offer:
        counted = await self._answerable(await asyncio.to_thread(self._counted, now - WINDOW))
        if len(counted) == SHOWN:
            return Offer(tuple(counted), counted=True)
        listed = self._listed.of(now.astimezone(_ZONE).month)
        return Offer(tuple(await self._answerable([question.entry for question in listed])))

    def _counted(self, since: datetime) -> list[str]:
        with unit_of_work(self._engine) as unit:
            return GatewayRepository(unit).entries_asked(since, least=LEAST_PEOPLE, limit=2 * SHOWN)

    async def _answerable(self, entries: list[str]) -> list[Question]:
        """In the curators' words where there are some, else under the file's title up to its colon."""
        found: list[Question] = []
        for entry_id in entries:
            if len(found) == SHOWN:
                break
            try:
                page = await self._retrieval.entry(entry_id)
            except NotFound:
                continue  # it has ended since
            title = page.title.split("：")[0]
            worded = self._listed.about(entry_id) or Question(page.entry_id, title, page.en.title if page.en else title)
            found.append(worded)
        return found


def asked_piece(reader: Reader, offer: Offer) -> Piece | None:
    """The list of the first screen, each line a question to press that opens the file behind it; None without any."""
    if not offer.questions:
        return None
    items = []
    for question in offer.questions:
        title = question.en if reader.script == "en" else reader.chinese(question.zh)
        action = reply(title, payload=f'/ask_entry{{"entry_id":"{question.entry}","anchor":""}}')
        items.append(ListItem(title=title, action=action))
    heading = reader.say("asked_now" if offer.counted else "asked_month")
    return Piece(ListContent(title=heading, items=items), f"{heading} {' / '.join(item.title for item in items)}")
