"""One question against one release: both indexes, filters, fusion, probability, decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.retrieval.calibration import features
from assistant.retrieval.fusion import Ranking, rank
from assistant.retrieval.release import Entry, Release
from assistant.retrieval.schemas import Hit, SearchResult, SectionText
from assistant.retrieval.wordform import extent, in_letters, tokens

Floats = npt.NDArray[np.float32]
NEAREST = 256
RATED = 5
_UNNAMED_SECTION = 0.01


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


class Search:
    """Answers questions from one release; `answer_threshold` > 0 replaces the fitted one."""

    def __init__(
        self, release: Release, encoder: QueryEncoder, *, today: Callable[[], date], answer_threshold: float = 0.0
    ) -> None:
        self.release, self._encoder, self._today = release, encoder, today
        self._answer_threshold = answer_threshold

    def search(
        self,
        text: str,
        *,
        limit: int = RATED,
        place: str | None = None,
        audience: str | None = None,
        topic: str | None = None,
    ) -> SearchResult:
        """The best sections for `text`, one an entry, and whether to answer, to offer choices or to refuse."""
        form = self.release.form(text)
        ranking, query = self.ranked(form, Filters(place, audience, topic))
        calibration = self.release.calibration
        rows = features(
            ranking,
            count=max(limit, RATED),
            query_length=extent(tokens(form)),
            in_letters=in_letters(form),
            elsewhere=self.elsewhere(form, ranking),
        )
        probabilities = calibration.probability(rows)
        hits = [self._hit(ranking, index, probabilities[index], query) for index in range(len(rows))]
        decision = calibration.decide(
            probabilities, first_is_gap=bool(hits) and hits[0].gap, answer=self._answer_threshold
        )
        return SearchResult(
            release=self.release.name,
            decision=decision,
            probability=probabilities[0] if probabilities else 0.0,
            hits=hits[: calibration.near(probabilities) if decision == "choices" else limit],
        )

    def ranked(self, form: str, filters: Filters) -> tuple[Ranking, Floats]:
        """The ranked entries for a text in word form, and its vector."""
        release = self.release
        query = np.ascontiguousarray(self._encoder.encode_queries([form])[0], dtype=np.float32)
        lexical, mass = release.lexical.scores(form)
        allowed = self._allowed(filters)
        open_rows = allowed[release.passage_entry]
        numbers, _ = release.vectors.nearest(query, NEAREST, None if open_rows.all() else np.flatnonzero(open_rows))
        lexical = np.where(open_rows, lexical, 0)
        count = min(NEAREST, len(lexical))
        by_words = np.argpartition(-lexical, count - 1)[:count] if count else np.zeros(0, dtype=np.int64)
        passages = np.unique(np.concatenate([numbers, by_words[lexical[by_words] > 0]])).astype(np.int64)
        return (
            rank(
                passages=passages,
                owners=release.passage_entry[passages].astype(np.int64),
                dense=release.vectors.cosines(query, passages),
                lexical=lexical[passages] / max(mass, 1e-6),
                weight=release.calibration.lexical_weight,
            ),
            query,
        )

    def elsewhere(self, form: str, ranking: Ranking) -> frozenset[int]:
        """The ranked entries that say nothing of the other place that the question names."""
        named = self.release.places.elsewhere(form)
        if not named:
            return frozenset()
        words = {int(number): self.release.entries[int(number)].words for number in ranking.entries}
        return frozenset(number for number, text in words.items() if not any(name in text for name in named))

    def _allowed(self, filters: Filters) -> npt.NDArray[np.bool_]:
        today = self._today()
        places = None if filters.place is None else self.release.places.reach(filters.place)
        return np.array(
            [
                entry.is_valid(today)
                and (places is None or entry.page.place in places)
                and (filters.audience is None or filters.audience in entry.audience)
                and (filters.topic is None or filters.topic == entry.page.topic)
                for entry in self.release.entries
            ],
            dtype=np.bool_,
        )

    def _hit(self, ranking: Ranking, index: int, probability: float, query: Floats) -> Hit:
        entry = self.release.entries[int(ranking.entries[index])]
        best = int(ranking.best_passage[index])
        section = entry.sections[self._section(entry, best, query)]
        page = entry.page
        return Hit.model_construct(
            entry_id=page.entry_id,
            anchor=section.anchor,
            title=page.title,
            heading=section.heading,
            text=section.text,
            topic=page.topic,
            kind=page.kind,
            place=page.place,
            department=page.department,
            gap=section.gap,
            as_of=page.as_of,
            sources=page.sources,
            facts=page.facts,
            sections=[] if section.gap else self._whole(entry, best),
            en=section.english,
            url=f"/k/{page.entry_id}#{section.anchor}",
            dense=float(ranking.dense[index]),
            lexical=float(ranking.lexical[index]),
            matched=self.release.passage_texts[best],
            score=float(ranking.fused[index]),
            probability=probability,
        )

    def _whole(self, entry: Entry, best: int) -> list[SectionText]:
        """The sections of the file when what matched best speaks for all of it; gaps are not part of an answer."""
        if int(self.release.passage_section[best]) >= 0:
            return []
        gaps = {section.anchor for section in entry.sections if section.gap}
        return [part for part in entry.page.sections if part.anchor not in gaps]

    def _section(self, entry: Entry, best: int, query: Floats) -> int:
        """The section that the best passage names; else that of the nearest passage.

        A question that names no section speaks for the first one, but a little less than one that does.
        """
        release = self.release
        named = int(release.passage_section[best])
        if named >= 0 or len(entry.sections) == 1:
            return max(named, 0)
        numbers = np.arange(entry.first_passage, entry.end_passage, dtype=np.int64)
        sections = release.passage_section[numbers]
        speaks = (sections >= 0) | release.passage_is_question[numbers]
        nearness = release.vectors.cosines(query, numbers) - _UNNAMED_SECTION * (sections < 0)
        return max(int(sections[speaks][int(np.argmax(nearness[speaks]))]), 0)
