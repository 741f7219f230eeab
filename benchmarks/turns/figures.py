"""What a level's turns amount to, and whether ours clears the bars. Pure: no clock, no files."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

THROUGHPUT_BAR, P50_BAR, MEMORY_BAR_MB = 3.0, 0.5, 2048.0
OURS, STOCK = "ours", "stock"
COLD, REPEATED = "cold", "repeated"


@dataclass(frozen=True)
class Said:
    """One turn as the load generator saw it: `answered` only if the reply held an answer."""

    milliseconds: float
    answered: bool
    error: str = ""


@dataclass(frozen=True)
class Level:
    """A number of clients talking to one system. Milliseconds and rate are of answered turns only.

    `generator_cpu` and `others_cpu` are CPU seconds of the load generator and of whatever else ran on the machine,
    `cpu` those of each process that serves: a turn's share of them hardly minds a busy machine.
    """

    system: str
    variant: str
    clients: int
    answered: int
    wrong: int
    failed: int
    seconds: float
    p50: float
    p95: float
    rate: float
    generator_cpu: float
    others_cpu: float
    cpu: dict[str, float]

    def cpu_a_turn(self) -> dict[str, float]:
        """Milliseconds of CPU that each process spent on one turn."""
        turns = self.answered + self.wrong + self.failed
        return {name: spent * 1000 / turns for name, spent in self.cpu.items()} if turns else {}

    def as_json(self) -> dict[str, Any]:
        """Every figure by name."""
        return asdict(self)


@dataclass(frozen=True)
class Verdict:
    """One bar and whether it is cleared."""

    bar: str
    seen: str
    passed: bool


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed, between neighbours by proportion; NaN of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def level(
    system: str, variant: str, clients: int, turns: Sequence[Said],
    *, seconds: float, generator_cpu: float, others_cpu: float, cpu: dict[str, float],
) -> Level:  # fmt: skip
    """The figures of one level, whose rounds took `seconds` from the first turn's start to the last one's end."""
    good = [turn.milliseconds for turn in turns if turn.answered]
    failed = sum(1 for turn in turns if turn.error)
    return Level(
        system, variant, clients, answered=len(good), wrong=len(turns) - len(good) - failed, failed=failed,
        seconds=seconds, p50=percentile(good, 0.5), p95=percentile(good, 0.95),
        rate=len(good) / seconds if seconds else 0.0, generator_cpu=generator_cpu, others_cpu=others_cpu, cpu=cpu,
    )  # fmt: skip


def pairs(levels: Sequence[Level], variant: str) -> list[tuple[Level, Level]]:
    """Ours and stock side by side for each number of clients, fewest first."""
    found = {(item.system, item.clients): item for item in levels if item.variant == variant}
    clients = sorted({number for system, number in found if system == OURS and (STOCK, number) in found})
    return [(found[OURS, number], found[STOCK, number]) for number in clients]


def throughput_ratio(ours: Level, stock: Level) -> float:
    """How many times stock's answered turns per second ours are."""
    return ours.rate / stock.rate if stock.rate else float("inf")


def p50_ratio(ours: Level, stock: Level) -> float:
    """Our median as a share of stock's."""
    return ours.p50 / stock.p50


def verdicts(levels: Sequence[Level], memory_mb: float) -> list[Verdict]:
    """One for each bar: with questions never asked before, and resident memory.

    Throughput is judged where clients queue. One client alone waits for each answer, so its turns per second are
    the latency said again (closed loop: rate × latency = clients); latency has its own bar, at every level.
    """
    cold = pairs(levels, COLD)
    rates = [throughput_ratio(*pair) for pair in cold if pair[0].clients > 1]
    medians = [p50_ratio(*pair) for pair in cold]
    lost = sum(item.failed for item in levels if item.system == OURS)
    return [
        Verdict(
            f"answered turns per second under load ≥ {THROUGHPUT_BAR:g} × stock's",
            " / ".join(f"{rate:.1f} ×" for rate in rates),
            bool(rates) and min(rates) >= THROUGHPUT_BAR,
        ),
        Verdict(
            f"p50 ≤ {P50_BAR:g} × stock's",
            " / ".join(f"{median:.2f} ×" for median in medians),
            bool(medians) and max(medians) <= P50_BAR,
        ),
        Verdict("both processes together ≤ 2 GB resident", f"{memory_mb / 1024:.2f} GB", memory_mb <= MEMORY_BAR_MB),
        Verdict("no turn of ours failed", f"{lost} failed", lost == 0),
    ]
