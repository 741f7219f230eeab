"""How well two sets of times can be told apart."""

from collections.abc import Sequence

from scipy.stats import mannwhitneyu


def told_apart(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """How often a time of `one` is longer than a time of `other` (.5 when alike), and the chance of such a share if
    they were drawn from the same times (two-sided)."""
    tested = mannwhitneyu(one, other, alternative="two-sided")
    return float(tested.statistic) / (len(one) * len(other)), float(tested.pvalue)
