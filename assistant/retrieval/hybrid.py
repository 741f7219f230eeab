"""Both indexes over the same passages: candidates from each, then every passage of the best entries is looked at."""

import numpy as np
import numpy.typing as npt

from assistant.retrieval.fusion import CHOSEN, EMPTY, Ranking, Traits, choose, describe
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.vectors import VectorIndex

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
NEAREST = 200


class HybridIndex:
    """Passage `i` belongs to entry `owners[i]`, ascending, and says `roles[i]` of it (fusion.TITLE and so on).

    `traits` are those of the entries, where more is known of them than their passages.
    """

    def __init__(
        self,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        owners: npt.NDArray[np.integer],
        roles: npt.NDArray[np.int8],
        traits: Traits | None = None,
    ) -> None:
        self.vectors, self.lexical, self._owners, self._roles = vectors, lexical, owners, roles
        self._traits = traits
        entries = int(owners[-1]) + 1 if len(owners) else 0
        self._first = np.searchsorted(owners, np.arange(entries + 1)).astype(np.int64)

    def ranking(
        self, form: str, query: Floats, *, closed: npt.NDArray[np.bool_] | None = None, chosen: int = CHOSEN
    ) -> Ranking:
        """The `chosen` best entries for a text in word form and its turned vector, with what there is to say of each.

        `closed` says which entries must not be found.
        """
        shut = closed is not None and bool(closed.any())
        open_passages = ~closed[self._owners] if closed is not None and shut else None
        near, _ = self.vectors.nearest(query, NEAREST, None if open_passages is None else np.flatnonzero(open_passages))
        wanted = self.lexical.wanted(form)
        by_words, said = self.lexical.top(wanted, NEAREST, open_passages)
        passages = np.union1d(near, by_words)
        lexical = np.zeros(len(passages), dtype=np.float32)
        lexical[np.searchsorted(passages, by_words)] = said
        unsaid = np.isin(passages, by_words, invert=True)
        lexical[unsaid] = self.lexical.scores(wanted, passages[unsaid])
        owners = self._owners[passages].astype(np.int64)
        entries, scores = choose(
            owners=owners,
            sizes=self._first[owners + 1] - self._first[owners],
            dense=self.vectors.cosines(query, passages),
            lexical=lexical / np.float32(max(wanted.mass, 1e-6)),
            count=chosen,
        )
        if not len(entries):
            return EMPTY
        spans = self._first[entries + 1] - self._first[entries]
        groups = np.repeat(np.arange(len(entries)), spans)
        rows = (
            np.arange(len(groups)) - np.repeat(np.cumsum(spans) - spans, spans) + np.repeat(self._first[entries], spans)
        )
        table, speaks = describe(
            groups=groups,
            roles=self._roles[rows],
            dense=self.vectors.cosines(query, rows),
            parts=self.lexical.parts(wanted, rows),
            weights=wanted.weights,
            mass=wanted.mass,
        )
        table = table if self._traits is None else self._traits.added(table, entries)
        return Ranking(entries, table, rows[speaks], scores, scores)
