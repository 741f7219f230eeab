"""One question against one release: filters, both indexes, ranking, probability, section, decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.retrieval.asking import GAIN, SURE_PART, is_bare, joined, parts
from assistant.retrieval.calibration import Decision, features
from assistant.retrieval.explaining import reasons
from assistant.retrieval.fusion import QUESTION, SECTION, TITLE, Ranking, Traits
from assistant.retrieval.hybrid import HybridIndex
from assistant.retrieval.pinyin import PinyinReader
from assistant.retrieval.release import Entry, Release
from assistant.retrieval.schemas import FactCard, Hit, Rated, SearchResult, SectionText
from assistant.retrieval.sections import leading, section_table
from assistant.retrieval.wordform import extent, in_letters, tokens

Floats = npt.NDArray[np.float32]
RATED = 5
_NO_FACTS = FactCard()


class QueryEncoder(Protocol):
    """What is asked of the encoder when a question comes in."""

    model_id: str
    dimensions: int

    def encode_queries(self, texts: list[str]) -> Floats:
        """One unit vector a text."""

    def knows_queries(self, texts: list[str]) -> bool:
        """Whether encoding these takes no time."""


@dataclass(frozen=True)
class Filters:
    """What the asker is limited to; None means no limit."""

    place: str | None = None
    audience: str | None = None
    topic: str | None = None


@dataclass(frozen=True)
class Rating:
    """One text against the release: ordered entries with probabilities, and what comes of them."""

    form: str
    ranking: Ranking
    rows: npt.NDArray[np.float64]
    probabilities: list[float]
    decision: Decision
    leading: tuple[int, ...]  # sections of the first entry that answer, surest first
    joined: bool = False  # whether the question before was needed to know what is meant


def traits_of(entries: Sequence[Entry]) -> Traits:
    """What the pages of `entries` say of themselves."""
    pages = [entry.page for entry in entries]
    return Traits(
        topics=np.unique([page.topic for page in pages], return_inverse=True)[1].astype(np.int64),
        gaps=np.array([page.gap for page in pages], dtype=np.bool_),
        directories=np.array([page.kind == "directory" for page in pages], dtype=np.bool_),
    )


class Search:
    """Answers questions from one release; `answer_threshold` > 0 replaces the fitted one."""

    def __init__(
        self, release: Release, encoder: QueryEncoder, *, today: Callable[[], date], answer_threshold: float = 0.0
    ) -> None:
        self.release, self._encoder, self._today = release, encoder, today
        self._answer_threshold = answer_threshold
        self._kept_closed: tuple[tuple[date, Filters], npt.NDArray[np.bool_]] | None = None
        self.roles = np.where(
            release.passage_is_question, QUESTION, np.where(release.passage_section >= 0, SECTION, TITLE)
        ).astype(np.int8)
        self.index = HybridIndex(
            release.vectors, release.lexical, release.passage_entry, self.roles, traits_of(release.entries)
        )

    def search(
        self,
        text: str,
        *,
        limit: int = RATED,
        place: str | None = None,
        audience: str | None = None,
        topic: str | None = None,
        context: str | None = None,
        explain: bool = False,
    ) -> SearchResult:
        """The best sections for `text`, one an entry, and whether to answer, to offer choices or to refuse.

        `context` is the question before: a bare one ("那费用呢") is understood with it.
        """
        filters = Filters(place, audience, topic)
        alone = self.rate(self.form(text), filters)
        rating = self._with_context(alone, context, filters)
        result = self._result(rating, limit=limit, explain=explain)
        result.joined = rating.joined
        if not rating.joined:
            result.parts = self._parts(alone, filters)
        return result

    def form(self, text: str) -> str:
        """`text` as it is searched: in word form, and in characters where it was typed in pinyin."""
        form = self.release.form(text)
        return (in_letters(text) and self._pinyin.read(form)) or form

    @cached_property
    def _pinyin(self) -> PinyinReader:
        return PinyinReader(self.release.form(text) for text in self.release.passage_texts)

    def _with_context(self, alone: Rating, context: str | None, filters: Filters) -> Rating:
        """The rating of the question with the one before it, where the question by itself says too little.

        Both together name the matter; which section of it is meant, the second one says by itself.
        """
        if not context or not is_bare(alone.form):
            return alone
        both = self.rate(joined(self.form(context), alone.form), filters)
        if not both.probabilities or both.probabilities[0] <= (alone.probabilities or [0.0])[0] + GAIN:
            return alone
        entry = self.release.entries[int(both.ranking.entries[0])]
        return replace(both, leading=self.leading(entry, alone.form), joined=True)

    def _parts(self, whole: Rating, filters: Filters) -> list[Hit]:
        """An answer to each of the questions in one sentence, if each is sure and they are not one and the same."""
        found: list[Rating] = []
        for form in parts(whole.form):
            alone = self.rate(form, filters)
            sure = alone.decision == "answer"
            rating = self._with_context(alone, found[0].form if found and not sure else None, filters)
            if not rating.probabilities or rating.probabilities[0] < min(SURE_PART, self.release.calibration.answer):
                return []
            found.append(rating)
        hits = [self._hit(rating, 0, whole=True) for rating in found]
        distinct = {(hit.entry_id, hit.anchor): hit for hit in hits}
        return list(distinct.values()) if len(distinct) > 1 else []

    def foresee(self, forms: Sequence[str]) -> None:
        """Texts in word form are encoded together, which is quicker; the encoder keeps what it can of them."""
        self._encoder.encode_queries(list(forms))

    def rate(self, form: str, filters: Filters) -> Rating:
        """What the release says to a text in word form, before anything is put into words."""
        ranking, _ = self.ranked(form, filters)
        calibration = self.release.calibration
        ranking = ranking.ordered(calibration.ranking)
        rows = features(
            ranking,
            count=len(ranking.entries),
            query_length=extent(tokens(form)),
            in_letters=in_letters(form),
            elsewhere=self.elsewhere(form, ranking),
        )
        probabilities = calibration.probability(rows)
        first = self.release.entries[int(ranking.entries[0])] if probabilities else None
        lead = self.leading(first, form) if first is not None else (0,)
        gap = first is not None and first.sections[lead[0]].gap
        decision = calibration.decide(probabilities, first_is_gap=gap, answer=self._answer_threshold)
        return Rating(form, ranking, rows, probabilities, decision, lead)

    def ranked(self, form: str, filters: Filters) -> tuple[Ranking, Floats]:
        """The candidates for a text in word form, in no order yet, and its turned vector."""
        query = self._query(form)
        return self.index.ranking(form, query, closed=self._closed(filters)), query

    def _query(self, form: str) -> Floats:
        vector = np.ascontiguousarray(self._encoder.encode_queries([form])[0], dtype=np.float32)
        return self.release.vectors.turned(vector)

    def elsewhere(self, form: str, ranking: Ranking) -> frozenset[int]:
        """The ranked entries that say nothing of the other place that the question names."""
        named = self.release.places.elsewhere(form)
        if not named:
            return frozenset()
        words = {int(number): self.release.entries[int(number)].words for number in ranking.entries}
        return frozenset(number for number, text in words.items() if not any(name in text for name in named))

    def sections(self, entry: Entry, form: str, query: Floats) -> npt.NDArray[np.float64]:
        """The features of the sections of `entry` for a text in word form and its turned vector."""
        release = self.release
        numbers = np.arange(entry.first_passage, entry.end_passage, dtype=np.int64)
        wanted = release.lexical.wanted(form)
        return section_table(
            sections=release.passage_section[numbers],
            roles=self.roles[numbers],
            dense=release.vectors.cosines(query, numbers),
            lexical=release.lexical.scores(wanted, numbers) / np.float32(max(wanted.mass, 1e-6)),
            gaps=[section.gap for section in entry.sections],
        )

    def leading(self, entry: Entry, form: str) -> tuple[int, ...]:
        """The sections of `entry` that answer a text in word form, surest first."""
        if len(entry.sections) == 1:
            return (0,)
        scores = self.release.calibration.section_scores(self.sections(entry, form, self._query(form)))
        lengths = [len(section.text) for section in entry.sections]
        return tuple(leading(scores, lengths=lengths, gaps=[section.gap for section in entry.sections]))

    def _result(self, rating: Rating, *, limit: int, explain: bool) -> SearchResult:
        found, values = rating.ranking, rating.probabilities
        shown = self.release.calibration.near(values) if rating.decision == "choices" else limit
        hits = [self._hit(rating, index, whole=index == 0) for index in range(min(shown, len(values)))]
        return SearchResult.model_construct(
            release=self.release.name,
            decision=rating.decision,
            probability=values[0] if values else 0.0,
            hits=hits,
            rated=[
                Rated.model_construct(
                    entry_id=self.release.entries[int(found.entries[index])].page.entry_id,
                    raw=float(found.chosen[index]),
                    score=float(found.scores[index]),
                    probability=values[index],
                    shown=index < len(hits),
                )
                for index in range(min(len(values), max(limit, RATED)))
            ],
            reasons=reasons(rating, self.release.calibration, count=len(hits)) if explain else [],
        )

    def _closed(self, filters: Filters) -> npt.NDArray[np.bool_]:
        today = self._today()
        kept = self._kept_closed
        if kept is not None and kept[0] == (today, filters):
            return kept[1]
        places = None if filters.place is None else self.release.places.reach(filters.place)
        closed = np.array(
            [
                not (
                    entry.is_valid(today)
                    and (places is None or entry.page.place in places)
                    and (filters.audience is None or filters.audience in entry.audience)
                    and (filters.topic is None or filters.topic == entry.page.topic)
                )
                for entry in self.release.entries
            ],
            dtype=np.bool_,
        )
        self._kept_closed = ((today, filters), closed)
        return closed

    def _hit(self, rating: Rating, index: int, *, whole: bool) -> Hit:
        """One hit; what is only named (a choice, a near one) carries no text, and leads to what matched in it."""
        ranking = rating.ranking
        entry = self.release.entries[int(ranking.entries[index])]
        best = int(ranking.best_passage[index])
        lead = rating.leading if not index else (max(int(self.release.passage_section[best]), 0),)
        section = entry.sections[lead[0]]
        page = entry.page
        every = self._whole(entry, best, lead[0]) if not section.gap and not rating.joined else []
        parts = every or ([page.sections[number] for number in lead] if len(lead) > 1 else [])
        return Hit.model_construct(
            entry_id=page.entry_id,
            anchor=section.anchor,
            title=page.title,
            heading=section.heading,
            text=section.text if whole else "",
            topic=page.topic,
            kind=page.kind,
            place=page.place,
            department=page.department,
            gap=section.gap,
            as_of=page.as_of,
            sources=page.sources if whole else [],
            facts=page.facts if whole else _NO_FACTS,
            sections=parts if whole else [],
            leading=[entry.sections[number].anchor for number in lead],
            whole=bool(every),
            en=section.english,
            url=f"/k/{page.entry_id}#{section.anchor}",
            dense=float(ranking.table[index, 0]),
            lexical=float(ranking.table[index, 5]),
            matched=self.release.passage_texts[best],
            score=float(ranking.scores[index]),
            probability=rating.probabilities[index],
        )

    def _whole(self, entry: Entry, best: int, lead: int) -> list[SectionText]:
        """The sections of the file when what matched best speaks for all of it; gaps are not part of an answer.

        The one that fits best comes first: who is abroad need not read past what is done at home.
        """
        if int(self.release.passage_section[best]) >= 0:
            return []
        gaps = {section.anchor for section in entry.sections if section.gap}
        pages = entry.page.sections
        return [part for part in [pages[lead], *pages[:lead], *pages[lead + 1 :]] if part.anchor not in gaps]
