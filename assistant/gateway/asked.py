"""The questions that most people ask now, for the first screen; on a page about one service domain, those of it.

Counted from the answers of the last weeks where enough people asked; else the curators' list of the month or of the
domain (knowledge/vocabulary/asked.yml). Only what the release in use can answer is offered.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from assistant.gateway.asked_list import Listed, Question
from assistant.gateway.contents import ListContent, ListItem
from assistant.gateway.rendering.piece import Piece, Reader, reply
from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import unit_of_work
from assistant.retrieval.schemas import EntryPage
from assistant.retrieval.service import Retrieval
from assistant.shared.errors import NotFound, RetrievalUnavailable

SHOWN = 5
LEAST_PEOPLE = 10  # below this a count tells more about single people than about the season
WINDOW = timedelta(days=28)
FRESH_FOR = timedelta(hours=1)
TRY_AGAIN = timedelta(minutes=1)
_COUNTED_OF_A_DOMAIN = 60  # so many files are looked through for those of one domain
_PATIENCE = 1.5  # seconds
_ZONE = ZoneInfo("Asia/Shanghai")
_HEADINGS = {  # by whether the questions are of one domain, and whether people asked them
    (False, False): "asked_month",
    (False, True): "asked_now",
    (True, False): "asked_topic",
    (True, True): "asked_topic_now",
}


@dataclass(frozen=True)
class Offer:
    """The questions to offer, most asked first; `counted` when people asked them all, not curators.

    `topic` is the service domain that they are all of, where they are of one.
    """

    questions: tuple[Question, ...] = ()
    counted: bool = False
    topic: str | None = None


class Asked:
    """Keeps each list for an hour: the count reads a month of answers."""

    def __init__(self, *, engine: Engine, retrieval: Retrieval, listed: Listed, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._retrieval = retrieval
        self._listed = listed
        self._clock = clock
        self._kept: dict[str | None, tuple[Offer, datetime]] = {}
        # One look at a time for each list: where the search is slow, nobody waits for the looks of other topics too.
        self._one: defaultdict[str | None, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def topics(self) -> tuple[str, ...]:
        """The service domains that a page can be about."""
        return tuple(self._listed.domains)

    async def offer(self, topic: str | None = None) -> Offer:
        """Up to five questions that can be answered, of `topic` where it is one of `topics`; none while the search has
        never been there."""
        if topic not in self._listed.domains:
            topic = None
        if self._is_old(topic):
            async with self._one[topic]:
                if self._is_old(topic):
                    await self._look(topic)
        offer, _ = self._kept[topic]
        return offer if offer.questions else self._kept.get(None, (offer, None))[0]

    def _is_old(self, topic: str | None) -> bool:
        return topic not in self._kept or self._clock() >= self._kept[topic][1]

    async def _look(self, topic: str | None) -> None:
        """A new list is kept; where the search is away or slow the old one stays, for nobody's welcome waits for it."""
        now = self._clock()
        offer, _ = self._kept.get(topic, (Offer(), now))
        try:
            async with asyncio.timeout(_PATIENCE):
                offer = await (self._of_domain(topic, now) if topic else self._of_all(now))
        except (RetrievalUnavailable, TimeoutError):
            self._kept[topic] = (offer, now + TRY_AGAIN)
        else:
            self._kept[topic] = (offer, now + (FRESH_FOR if offer.questions else TRY_AGAIN))

    async def _of_all(self, now: datetime) -> Offer:
        counted = await self._answerable(await asyncio.to_thread(self._counted, now - WINDOW, 2 * SHOWN))
        if len(counted) == SHOWN:
            return Offer(tuple(counted), counted=True)
        listed = self._listed.of(now.astimezone(_ZONE).month)
        return Offer(tuple(await self._answerable(question.entry for question in listed)))

    async def _of_domain(self, domain: str, now: datetime) -> Offer:
        """What was counted in the domain; too few are followed by the curators'."""
        popular = await asyncio.to_thread(self._counted, now - WINDOW, _COUNTED_OF_A_DOMAIN)
        counted = await self._answerable(popular, domain)
        listed = [question.entry for question in self._listed.on(domain, now.astimezone(_ZONE).month)]
        known = {question.entry for question in counted}
        more = await self._answerable(entry for entry in listed if entry not in known)
        return Offer(tuple([*counted, *more][:SHOWN]), counted=len(counted) == SHOWN, topic=domain)

    def _counted(self, since: datetime, limit: int) -> list[str]:
        with unit_of_work(self._engine) as unit:
            return GatewayRepository(unit).entries_asked(since, least=LEAST_PEOPLE, limit=limit)

    async def _answerable(self, entries: Iterable[str], domain: str | None = None) -> list[Question]:
        """In the curators' words where there are some, else under the file's title up to its colon."""
        found: list[Question] = []
        for entry_id in entries:
            if len(found) == SHOWN:
                break
            try:
                page = await self._retrieval.entry(entry_id)
            except NotFound:
                continue  # it has ended since
            if domain is None or self._listed.belongs(entry_id, page.topic, domain):
                found.append(self._listed.about(entry_id) or _by_title(page))
        return found


def _by_title(page: EntryPage) -> Question:
    title = page.title.split("：")[0]
    return Question(page.entry_id, title, page.en.title if page.en else title)


def asked_piece(reader: Reader, offer: Offer) -> Piece | None:
    """The list of the first screen, each line a question to press that opens the file behind it; None without any."""
    if not offer.questions:
        return None
    items = []
    for question in offer.questions:
        title = question.en if reader.script == "en" else reader.chinese(question.zh)
        action = reply(title, payload=f'/ask_entry{{"entry_id":"{question.entry}","anchor":""}}')
        items.append(ListItem(title=title, action=action))
    heading = reader.say(_HEADINGS[offer.topic is not None, offer.counted])
    return Piece(ListContent(title=heading, items=items), f"{heading} {' / '.join(item.title for item in items)}")
