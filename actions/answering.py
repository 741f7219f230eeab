"""Answers a question from the knowledge, anywhere in a conversation: alone or in the middle of a form."""

import re

from rasa_sdk.events import SlotSet

from actions.ports import Retrieval
from actions.say import Event, Say
from actions.turn import Turn
from actions.unsaid import unsaid
from assistant.retrieval.schemas import EntryPage, Hit, SearchResult
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.contracts.placeholders import PLACEHOLDER
from assistant.shared.errors import NotFound, RetrievalUnavailable
from assistant.shared.text.normalise import has_words

LAST_QUESTION = "last_question"
_NEAR = 3
_CHOICES = 4
_LONGEST = 4000
_SPACES = re.compile(r"\s+")


class Answering:
    """Search, and what follows from its decision."""

    def __init__(self, retrieval: Retrieval) -> None:
        self._retrieval = retrieval

    async def search(self, turn: Turn) -> SearchResult | None:
        """What the knowledge says to this turn; None when it cannot be asked."""
        # A placeholder means nothing to the search; without one the gateway's vector of the text is reused.
        text = _SPACES.sub(" ", PLACEHOLDER.sub(" ", turn.text)).strip()[:_LONGEST]
        if not text:
            return None
        before = turn.slot(LAST_QUESTION)
        more = {"context": str(before)[:_LONGEST]} if before else {}
        try:
            return await self._retrieval.search(text, limit=5, **more)
        except RetrievalUnavailable:
            return None

    async def reply(self, turn: Turn, say: Say, found: SearchResult | None = None) -> list[Event]:
        """The question is answered, or choices are offered, or it is said that there is no confirmed answer.

        The events keep the question, for one that follows it: "那费用呢".
        """
        result = await self._reply(turn, say, found)
        if result is None or result.joined:
            return []
        return [SlotSet(LAST_QUESTION, _SPACES.sub(" ", PLACEHOLDER.sub(" ", turn.text)).strip()[:_LONGEST])]

    async def _reply(self, turn: Turn, say: Say, found: SearchResult | None) -> SearchResult | None:
        place = other_place(turn)
        if place is not None:
            say.refuse("other_place", Outcome.GUARD_OTHER_PLACE, place=place)
            return None
        if found is None and not has_words(PLACEHOLDER.sub(" ", turn.text)):
            say.words("only_details", Outcome.CLARIFY_CHOICES)  # a name or number alone: there is nothing to search for
            return None
        result = found or await self.search(turn)
        if result is None:
            say.search_unavailable()
            return None
        if result.parts:
            for part in result.parts:
                _show(say, part, [])
            return result
        first = result.hits[0] if result.hits else None
        if first is None or result.decision == "refuse" or (result.decision == "answer" and first.gap):
            gap = first if first is not None and first.gap else None
            say.refuse("no_source", Outcome.UNANSWERABLE_NO_SOURCE, hit=gap)
            return result
        booking = turn.has("property") and (turn.has("country") or turn.has("mission_city") or turn.has("abroad"))
        if result.decision == "answer":
            lacking = unsaid(turn.text, first)
            if lacking is not None:
                say.words(f"unsaid_{lacking}", Outcome.ANSWERED_KNOWLEDGE)
            say.answer(first, result.hits[1 : 1 + _NEAR])
            if booking:
                say.utter("utter_offer_booking")
            return result
        if booking:
            say.utter("utter_offer_booking")
        say.choices("choose", [_choice(hit) for hit in _distinct(result.hits)[:_CHOICES]])
        return result

    async def open(self, turn: Turn, say: Say) -> list[Event]:
        """The passage behind a button; the events keep what it is about, for a question that follows."""
        try:
            page = await self._retrieval.entry(str(turn.entity("entry_id")))
        except NotFound:
            say.refuse("no_source", Outcome.UNANSWERABLE_NO_SOURCE)
            return []
        except RetrievalUnavailable:
            say.search_unavailable()
            return []
        _show(say, as_hit(page, str(turn.entity("anchor") or "")), [])
        return [SlotSet(LAST_QUESTION, page.title)]


def _show(say: Say, hit: Hit, near: list[Hit]) -> None:
    """The passage, or that there is no confirmed answer and whom to ask."""
    if hit.gap:
        say.refuse("no_source", Outcome.UNANSWERABLE_NO_SOURCE, hit=hit)
    else:
        say.answer(hit, near)


def other_place(turn: Turn) -> str | None:
    """The city outside Jiangmen that the matter belongs to; None when Jiangmen is named or nothing else is."""
    if turn.has("home_city") or turn.has("district") or turn.has("town"):
        return None
    doors = [entity["value"] for entity in turn.entities if entity["entity"] == "city" and entity.get("role") == "door"]
    return doors[0] if doors else None


def as_hit(page: EntryPage, anchor: str) -> Hit:
    """One section of an entry as a search would have found it; the first one when there is no such anchor."""
    section = next((part for part in page.sections if part.anchor == anchor), page.sections[0])
    english = page.en.model_copy(update={"section": section.en}) if page.en else None
    return Hit(
        entry_id=page.entry_id, anchor=section.anchor, title=page.title, heading=section.heading, text=section.text,
        topic=page.topic, kind=page.kind, place=page.place, department=page.department, gap=page.gap,
        as_of=page.as_of, sources=page.sources, facts=page.facts, en=english,
        url=f"/k/{page.entry_id}#{section.anchor}", dense=1.0, lexical=0.0, matched=page.title, score=1.0,
        probability=1.0,
    )


def _distinct(hits: list[Hit]) -> list[Hit]:
    """Hits with different titles: two sections of one entry look like one choice twice."""
    return list({_title(hit): hit for hit in reversed(hits)}.values())[::-1]


def _choice(hit: Hit) -> dict[str, str]:
    payload = f'/ask_entry{{"entry_id":"{hit.entry_id}","anchor":"{hit.anchor}"}}'
    return {"title": _title(hit), "payload": payload, **({"en": hit.en.title} if hit.en else {})}


def _title(hit: Hit) -> str:
    return hit.title if hit.whole or hit.heading in ("", hit.title) else f"{hit.title} · {hit.heading}"
