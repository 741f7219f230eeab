"""Which figures of public tables are left out, so that nobody is recognised in a small one (ADR 18). Pure.

Tables are linked: a subject lies in few bodies, and the list tells both. So it is worked out, by linear programs, what
a reader could conclude, and more is left out until each figure that must not be told may be one of four at least.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

LEAST = 5
_TRIED = 6
Key = TypeVar("Key", bound=Hashable)
# A cell is named by its code in each dimension, a row by dimension and code.
Cell = tuple[str, ...]
Row = tuple[str, str]
Bounds = tuple[float, float]
_ANY: Bounds = (0, float("inf"))


class Hidden(StrEnum):
    """Why a figure is not told: it is 1 to 4, or it would give another one away."""

    FEW = "few"
    KEPT = "kept"


def is_few(count: int) -> bool:
    """Whether a count says too much about the people behind it; nobody at all is nobody."""
    return 0 < count < LEAST


def tells(part: int, whole: int) -> bool:
    """Whether a part of a whole says too much: of the few who are in it, or of the few who are not."""
    return is_few(part) or is_few(whole - part)


def hidden_counts(dimensions: tuple[str, ...], counts: Mapping[Cell, int]) -> dict[Row, Hidden] | None:
    """The rows to leave out of one table a dimension, whose sum is told; None when only the sum may be told.

    Each small count could then be any of 1 to 4, although its row says that it is one of these.
    """
    reader = _Reader(dimensions, counts)
    few = [row for row in reader.rows if is_few(reader.value(row))]
    hidden: dict[Row, Bounds] = dict.fromkeys(few, (1.0, LEAST - 1.0))
    whole = _widened(reader, hidden, few, (LEAST, float("inf")), lambda _row, low, high: low <= 1 and high >= LEAST - 1)
    return {row: Hidden.FEW if row in few else Hidden.KEPT for row in hidden} if whole else None


def hidden_parts(
    dimensions: tuple[str, ...],
    parts: Mapping[Cell, tuple[int, int]],
    already: Iterable[Row],
    *,
    sum_told: bool = True,
) -> frozenset[Row]:
    """The rows that leave out their part of a whole; of those `already` named nothing is told.

    Each part that `tells` could then be one of five values, or any that its whole allows.
    """
    gone = frozenset(already)
    told, wholes = sum(part for part, _ in parts.values()), sum(whole for _, whole in parts.values())
    if sum_told and told in (0, wholes):
        return gone  # the sum alone says it of everybody
    values = {cell: part for cell, (part, _) in parts.items()}
    reader = _Reader(dimensions, values, {cell: whole for cell, (_, whole) in parts.items()}, sum_told=sum_told)
    must = [row for row in reader.rows if row in gone or tells(reader.value(row), reader.whole(row))]
    hidden = dict.fromkeys(must, _ANY)
    _widened(
        reader, hidden, must, _ANY, lambda row, low, high: high - low >= min(LEAST - 1, reader.whole(row))
    )  # all rows left out are wide enough whenever the sum itself does not tell
    return gone | frozenset(hidden)


def pooled(counts: Mapping[Key, int], forced: Iterable[Key] = ()) -> frozenset[Key]:
    """The groups that are told as one, so that each group, and that one, has five members; `forced` are among them."""
    together = {key for key, count in counts.items() if count < LEAST} | (set(forced) & set(counts))
    rest = sorted(set(counts) - together, key=lambda key: (counts[key], str(key)))
    while together and rest and sum(counts[key] for key in together) < LEAST:
        together.add(rest.pop(0))
    return frozenset(together)


class _Reader:
    """Somebody who knows the rules, the sum, every row that is told, and every cell all of whose rows are told."""

    def __init__(
        self,
        dimensions: tuple[str, ...],
        values: Mapping[Cell, int],
        wholes: Mapping[Cell, int] | None = None,
        *,
        sum_told: bool = True,
    ) -> None:
        self._cells = sorted(values)
        self._values = values
        self._wholes = wholes
        self._sum_told = sum_told
        self._alike = len(dimensions) == 1
        self._of = {cell: tuple(zip(dimensions, cell, strict=True)) for cell in self._cells}
        self.rows = sorted({row for rows in self._of.values() for row in rows})
        self._in = {row: [cell for cell in self._cells if row in self._of[cell]] for row in self.rows}

    def value(self, row: Row) -> int:
        """What stands in the row."""
        return sum(self._values[cell] for cell in self._in[row])

    def whole(self, row: Row) -> int:
        """The most that could stand there."""
        return sum((self._wholes or self._values)[cell] for cell in self._in[row])

    def beside(self, rows: Iterable[Row]) -> set[Row]:
        """The rows of other dimensions that share a cell with one of `rows`."""
        wanted = set(rows)
        return {each for cell in self._cells if wanted & set(self._of[cell]) for each in self._of[cell]}

    def concludes(self, row: Row, hidden: Mapping[Row, Bounds]) -> Bounds:
        """The least and the most that may stand in a hidden row, for all that this reader knows."""
        return self._alone(row, hidden) if self._alike else self._linked(row, hidden)

    def _alone(self, row: Row, hidden: Mapping[Row, Bounds]) -> Bounds:
        """In one table: what the sum leaves when the other hidden rows hold as much, or as little, as they may."""
        limits = {
            each: (low, high if self._wholes is None else min(high, self.whole(each)))
            for each, (low, high) in hidden.items()
        }
        low, high = limits.pop(row)
        if not self._sum_told:
            return low, high
        rest = sum(self.value(each) for each in hidden)
        return (
            max(low, rest - sum(most for _, most in limits.values())),
            min(high, rest - sum(least for least, _ in limits.values())),
        )

    def _linked(self, row: Row, hidden: Mapping[Row, Bounds]) -> Bounds:
        """In tables that share cells: by two linear programs, whose ends are whole numbers where there are two."""
        from scipy.optimize import linprog

        unknown = [cell for cell in self._cells if any(each in hidden for each in self._of[cell])]
        place = {cell: n for n, cell in enumerate(unknown)}

        def line(cells: Iterable[Cell]) -> list[float]:
            wanted = {place[cell] for cell in cells if cell in place}
            return [float(n in wanted) for n in range(len(unknown))]

        known = [each for each in self.rows if each not in hidden]
        equal = [(line(self._in[each]), sum(self._values[c] for c in self._in[each] if c in place)) for each in known]
        if self._sum_told:
            equal.append((line(unknown), sum(self._values[cell] for cell in unknown)))
        most = [(line(self._in[each]), high) for each, (_, high) in hidden.items() if high != float("inf")]
        most += [([-x for x in line(self._in[each])], -low) for each, (low, _) in hidden.items() if low]
        limits = [(0, None if self._wholes is None else self._wholes[cell]) for cell in unknown]
        aim = line(self._in[row])
        ends = []
        for sign in (1, -1):
            found = linprog(
                [sign * x for x in aim],
                A_eq=[each for each, _ in equal] or None,
                b_eq=[value for _, value in equal] or None,
                A_ub=[each for each, _ in most] or None,
                b_ub=[value for _, value in most] or None,
                bounds=limits,
                method="highs",
            )
            ends.append(sign * round(found.fun) if found.status == 0 else sign * -float("inf"))
        return ends[0], ends[1]


def _widened(
    reader: _Reader,
    hidden: dict[Row, Bounds],
    must: Iterable[Row],
    bounds: Bounds,
    enough: Callable[[Row, float, float], bool],
) -> bool:
    """More rows are hidden until what a reader concludes of each of `must` is `enough`; False when that cannot be.

    A row that is hidden can only widen what may stand in the others, so one pass does.
    """
    for row in must:
        while not enough(row, *reader.concludes(row, hidden)):
            shown = sorted(
                (each for each in reader.rows if each not in hidden and reader.whole(each)),
                key=lambda each: (reader.value(each), each),
            )
            if not shown:
                return False
            same = [each for each in shown if each[0] == row[0]]
            beside = reader.beside(each for each in hidden if each[0] == row[0])
            tried = same[:_TRIED] + [each for each in shown if each[0] != row[0] and each in beside][:_TRIED]
            helps = (each for each in tried if enough(row, *reader.concludes(row, {**hidden, each: bounds})))
            hidden[next(helps, (same or shown)[0])] = bounds
    return True
