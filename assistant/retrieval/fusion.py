"""From scores of passages to features of entries: what is near, what shares words, and how much of the question the
whole entry speaks of. Two steps: a plain sum of standardised scores chooses entries, learned weights put them in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
FEATURES = (
    "dense",  # cosine of the nearest passage
    "dense_second",  # of the second nearest: one stray phrase is not yet an answer
    "question",  # of the nearest way to ask
    "section",  # of the nearest section
    "title",  # of the title or the summary
    "lexical",  # the best passage's share of the weight of the question's words
    "lexical_second",
    "coverage",  # share of the weight of the question's words that stand anywhere in the entry
    "words_place",  # 1 for the entry with the best passage by words, 1/2 for the second, and so on
    "topic",  # how much of what is near is of this entry's topic
    "gap",  # 1 for an entry that only says that something is not known
    "directory",  # 1 for an entry that lists where to go with many matters
)
_TRAITS = 3  # the last ones: what the release knows of an entry, 0 where nothing is known
TITLE, SECTION, QUESTION = 0, 1, 2
CHOSEN = 20
_LEXICAL_WEIGHT = 0.35
_NEAR = 0.03  # cosines that differ by this are felt to differ by a factor of e
_LEAST_SPREAD = {"dense": 0.005, "lexical": 0.02}


@dataclass(frozen=True)
class Traits:
    """What a release knows of its entries, whatever is asked; row `i` of every array is entry `i`."""

    topics: Numbers
    gaps: npt.NDArray[np.bool_]
    directories: npt.NDArray[np.bool_]

    def added(self, table: Floats, entries: Numbers) -> Floats:
        """`table`, with its last columns filled in for `entries`."""
        filled = table.copy()
        topics = self.topics[entries]
        near = np.exp((table[:, 0] - table[:, 0].max()) / _NEAR)
        filled[:, -_TRAITS] = (near * (topics[:, None] == topics)).sum(axis=1) / near.sum()
        filled[:, -_TRAITS + 1] = self.gaps[entries]
        filled[:, -_TRAITS + 2] = self.directories[entries]
        return filled


@dataclass(frozen=True)
class Ranking:
    """Candidate entries; row `i` of every array is the same entry. `table` has a column for each of FEATURES."""

    entries: Numbers
    table: Floats
    best_passage: Numbers
    chosen: Floats  # the score that chose them
    scores: Floats

    def ordered(self, weights: Mapping[str, float]) -> "Ranking":
        """The same entries under `weights`, best first."""
        scores = (self.table @ np.array([weights[name] for name in FEATURES])).astype(np.float32)
        order = np.lexsort((self.entries, -scores))
        return Ranking(
            self.entries[order], self.table[order], self.best_passage[order], self.chosen[order], scores[order]
        )


EMPTY = Ranking(
    np.zeros(0, np.int64),
    np.zeros((0, len(FEATURES)), np.float32),
    np.zeros(0, np.int64),
    np.zeros(0, np.float32),
    np.zeros(0, np.float32),
)


def choose(
    *, owners: Numbers, sizes: Numbers, dense: Floats, lexical: Floats, count: int = CHOSEN
) -> tuple[Numbers, Floats]:
    """The `count` best owners of passages with these scores, and the score of each. `lexical`: share of the mass.

    `sizes[i]` is how many passages the owner of row `i` has in all, candidates or not.
    """
    if not len(owners):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    entries, groups = np.unique(owners, return_inverse=True)
    single = np.zeros(len(entries), dtype=np.bool_)
    single[groups] = sizes == 1
    dense_mean, lexical_mean = (_mean_of_two(values, groups, single) for values in (dense, lexical))
    fused = (1 - _LEXICAL_WEIGHT) * _standard(dense_mean, "dense")
    fused += _LEXICAL_WEIGHT * _standard(lexical_mean, "lexical")
    order = np.lexsort((entries, -fused))[:count]
    return entries[order].astype(np.int64), fused[order].astype(np.float32)


def describe(
    *, groups: Numbers, roles: npt.NDArray[np.int8], dense: Floats, parts: Floats, weights: Floats, mass: float
) -> tuple[Floats, Numbers]:
    """The features of each entry, and the row of the passage that speaks for it.

    Row `i` of `groups` (ascending, from 0), `roles` and `dense` and column `i` of `parts` are one passage; `parts` and
    `weights` are what each known word of the question says there and how much it weighs.
    """
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    whole = np.float32(max(mass, 1e-6))
    lexical = (weights @ parts) / whole if len(weights) else np.zeros(len(groups), dtype=np.float32)
    said = np.maximum.reduceat(parts > 0, starts, axis=1) if len(weights) else np.zeros((0, len(starts)), np.bool_)
    first, second = _two(dense, groups, starts)
    words, more_words = _two(lexical, groups, starts)
    # An entry without a passage of some role is taken to be as far as the farthest.
    farthest = first.min()
    by_role = []
    for role in (QUESTION, SECTION, TITLE):
        near = np.maximum.reduceat(np.where(roles == role, dense, np.float32(-1)), starts)
        by_role.append(np.where(near < farthest, farthest, near))
    coverage = (weights @ said.astype(np.float32)) / whole if len(weights) else np.zeros(len(starts), np.float32)
    place = 1 / (1 + np.argsort(np.argsort(-words, kind="stable"), kind="stable"))
    unknown = [np.zeros(len(starts))] * _TRAITS
    table = np.stack([first, second, *by_role, words, np.maximum(more_words, 0), coverage, place, *unknown], axis=1)
    both = dense / np.float32(_spread(first, "dense")) * (1 - _LEXICAL_WEIGHT)
    both = both + lexical / np.float32(_spread(words, "lexical")) * _LEXICAL_WEIGHT
    order = np.argsort(both, kind="stable")
    speaks = np.zeros(len(starts), dtype=np.int64)
    speaks[groups[order]] = order
    return table.astype(np.float32), speaks


def _mean_of_two(values: Floats, groups: Numbers, single: npt.NDArray[np.bool_]) -> Floats:
    """The mean of the two best of each group. A lone value of a group that has more is paired with the least of all,
    since the others are less than that; that of a group of one stands for itself."""
    order = np.lexsort((-values, groups))
    owners, sorted_values = groups[order], values[order]
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    second = np.where(single, sorted_values[starts], values.min()).astype(np.float32)
    follows = starts + 1
    has_second = np.r_[follows[:-1] < starts[1:], follows[-1:] < len(order)]
    second[has_second] = sorted_values[follows[has_second]]
    result: Floats = ((sorted_values[starts] + second) / 2).astype(np.float32)
    return result


def _two(values: Floats, groups: Numbers, starts: Numbers) -> tuple[Floats, Floats]:
    """The best and the second best of each group; a group of one has its only value twice."""
    order = np.lexsort((-values, groups))
    sorted_values = values[order]
    first = sorted_values[starts]
    follows = starts + 1
    has_second = np.r_[follows[:-1] < starts[1:], follows[-1:] < len(values)]
    second = first.copy()
    second[has_second] = sorted_values[follows[has_second]]
    return first, second


def _spread(values: Floats, kind: str) -> float:
    return max(float(values.std()), _LEAST_SPREAD[kind])


def _standard(values: Floats, kind: str) -> Floats:
    result: Floats = (values - values.mean()) / _spread(values, kind)
    return result
