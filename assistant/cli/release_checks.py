"""Asks a release the gold questions, as a citizen would, for the gates of `publish`; each is encoded once ever."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.curation.gates import Figures
from assistant.retrieval.gold import GoldQuestion
from assistant.retrieval.release import Release
from assistant.retrieval.search import Search
from assistant.retrieval.vector_cache import Progress, VectorCache

_THREE = 3


class KeptQueries:
    """An encoder that keeps the vector of every question on disk, like those of passages."""

    def __init__(self, encoder: Any, cache: VectorCache, *, progress: Progress | None = None) -> None:
        self._encoder, self._cache, self._progress = encoder, cache, progress
        self._known: dict[str, Any] = {}

    @property
    def model_id(self) -> str:
        """The id of the encoder behind it."""
        return str(self._encoder.model_id)

    @property
    def dimensions(self) -> int:
        """How long each vector is."""
        known = next(iter(self._known.values()), None)
        return int(self._encoder.dimensions if known is None else len(known))

    def encode_queries(self, texts: Sequence[str]) -> Any:
        """One unit vector a text."""
        missing = [text for text in texts if text not in self._known]
        if missing:
            pairs = [("query", text) for text in missing]
            vectors, _ = self._cache.encode(self._encoder, pairs, progress=self._progress)
            self._known.update(zip(missing, vectors, strict=True))
        return np.stack([self._known[text] for text in texts])

    def knows_queries(self, texts: Sequence[str]) -> bool:
        """Whether encoding these takes no time."""
        return all(text in self._known for text in texts)


def figures(directory: Path, gold: Sequence[GoldQuestion], encoder: KeptQueries, *, today: date) -> Figures:
    """How the release in `directory` does on those of `gold` that stand alone: a question that follows another, or has
    parts, says nothing by itself."""
    release = Release.load(directory)
    engine: Any = encoder
    search = Search(release, engine, today=lambda: today)
    alone = [row for row in gold if not row.after and not row.parts]
    if alone:
        encoder.encode_queries([release.form(row.ask) for row in alone])
    first, three, lost, answered = 0, 0, set(), {}
    known = [row for row in alone if row.expect == "answer"]
    for row in known:
        names = [hit.entry_id for hit in search.search(row.ask, limit=_THREE).hits[:_THREE]]
        first += names[:1] != [] and names[0] in row.entries
        three += any(name in row.entries for name in names)
        if not any(name in row.entries for name in names):
            lost.add(row.ask)
    for row in alone:
        if row.expect in ("gap", "refuse"):
            result = search.search(row.ask)
            if result.decision == "answer" and not result.hits[0].gap:
                answered[row.ask] = result.hits[0].url
    count = max(len(known), 1)
    return Figures(len(known), first / count, three / count, frozenset(lost), answered)
