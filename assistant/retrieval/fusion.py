"""Two scores a text become one an entry: each is standardised over the candidates of this query, then weighed."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
_LEAST_SPREAD = {"dense": 0.005, "lexical": 0.02}


@dataclass(frozen=True)
class Ranking:
    """Candidate entries, best first; row `i` of every array is the same entry."""

    entries: Numbers
    dense: Floats
    lexical: Floats
    fused: Floats
    best_passage: Numbers
    dense_mean: Floats
    lexical_mean: Floats


def rank(*, passages: Numbers, owners: Numbers, dense: Floats, lexical: Floats, weight: float) -> Ranking:
    """The entries that own `passages`, ranked. `lexical` is a share of the query's mass; `weight` is its part.

    An entry's score is the mean of its two best passages: one stray phrase is not yet an answer.
    """
    if not len(passages):
        nothing = np.zeros(0, dtype=np.float32)
        return Ranking(passages, nothing, nothing, nothing, passages, nothing, nothing)
    entries, inverse = np.unique(owners, return_inverse=True)
    first_dense, dense_mean = _best_two(dense, inverse, len(entries))
    first_lexical, lexical_mean = _best_two(lexical, inverse, len(entries))
    fused = fuse(dense_mean, lexical_mean, weight)
    # The passage that speaks for its entry is the one that is best by both scores together.
    both = (1 - weight) * dense / _spread(dense_mean, "dense") + weight * lexical / _spread(lexical_mean, "lexical")
    by_score = np.argsort(both, kind="stable")
    best_passage = np.zeros(len(entries), dtype=np.int64)
    best_passage[inverse[by_score]] = passages[by_score]
    order = np.lexsort((entries, -fused))
    return Ranking(
        entries=entries[order].astype(np.int64),
        dense=first_dense[order],
        lexical=first_lexical[order],
        fused=fused[order].astype(np.float32),
        best_passage=best_passage[order],
        dense_mean=dense_mean[order],
        lexical_mean=lexical_mean[order],
    )


def fuse(dense_mean: Floats, lexical_mean: Floats, weight: float) -> Floats:
    """The fused score of every entry of one ranking under another weight."""
    result: Floats = (1 - weight) * _standard(dense_mean, "dense") + weight * _standard(lexical_mean, "lexical")
    return result


def reweigh(ranking: Ranking, weight: float) -> Ranking:
    """The same candidates ranked under another weight; what speaks for an entry stays as it was."""
    fused = fuse(ranking.dense_mean, ranking.lexical_mean, weight)
    order = np.lexsort((ranking.entries, -fused))
    columns = {field.name: getattr(ranking, field.name)[order] for field in fields(ranking)}
    return Ranking(**{**columns, "fused": fused[order]})


def _best_two(values: Floats, groups: Numbers, count: int) -> tuple[Floats, Floats]:
    """The best value of each group, and the mean of its two best; a lone value is paired with the least of all."""
    order = np.lexsort((-values, groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    first = values[order[starts]]
    second = np.full(count, values.min(), dtype=np.float32)
    follows = starts + 1
    has_second = np.zeros(count, dtype=np.bool_)
    inside = follows < len(order)
    has_second[inside] = sorted_groups[follows[inside]] == np.arange(count)[inside]
    second[has_second] = values[order[follows[has_second]]]
    return first.astype(np.float32), ((first + second) / 2).astype(np.float32)


def _spread(values: Floats, kind: str) -> float:
    return max(float(values.std()), _LEAST_SPREAD[kind])


def _standard(values: Floats, kind: str) -> Floats:
    result: Floats = (values - values.mean()) / _spread(values, kind)
    return result
