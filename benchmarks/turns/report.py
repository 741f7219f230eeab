"""The figures as lines of text: both systems, their ratios, memory, and a verdict for each bar."""

from collections.abc import Sequence
from typing import Any

from benchmarks.turns.figures import (
    COLD,
    OURS,
    REPEATED,
    STOCK,
    Level,
    Verdict,
    p50_ratio,
    pairs,
    throughput_ratio,
)

_HEAD = f"{'clients':>7}  {'system':<7}{'p50 ms':>9}{'p95 ms':>9}{'turns/s':>9}{'answered':>10}{'else':>6}{'errors':>8}"
_BUSIEST = 32
_WORTH_NAMING = 0.5  # ms
_TITLE = "An answered turn: ours beside stock Rasa 3.6.21, same action server, same machine, same run"
_VARIANTS = {
    COLD: "cold: no question is ever asked twice (0 % repeat), so no vector comes from a cache",
    REPEATED: "repeated: the same {questions} questions, all asked before (100 % repeat)",
}


def progress(item: Level) -> str:
    """One level in a line."""
    lost = f", {item.wrong} answered otherwise" if item.wrong else ""
    failed = f", {item.failed} errors" if item.failed else ""
    return (
        f"{item.clients:>2} clients, {item.variant:<8} {item.system:<5} p50 {item.p50:7.1f} ms, "
        f"{item.rate:6.1f} turns/s{lost}{failed}"
    )


def table(levels: Sequence[Level], variant: str, questions: int) -> list[str]:
    """Ours above stock for each number of clients, with how they compare."""
    lines = [_VARIANTS[variant].format(questions=questions), _HEAD]
    for ours, stock in pairs(levels, variant):
        for item in (ours, stock):
            lines.append(
                f"{item.clients:>7}  {item.system:<7}{item.p50:>9.1f}{item.p95:>9.1f}{item.rate:>9.1f}"
                f"{item.answered:>10}{item.wrong:>6}{item.failed:>8}"
            )
        lines.append(
            f"{'':>7}  → {throughput_ratio(ours, stock):.1f} × the turns per second, "
            f"{p50_ratio(ours, stock):.2f} × the p50"
        )
    return lines


def text(found: dict[str, Any], bars: Sequence[Verdict]) -> str:
    """The whole report."""
    lines = ["", _TITLE, f"  {found['machine']}", ""]
    for variant in (COLD, REPEATED):
        lines += [*table(found["levels"], variant, found["questions"]), ""]
    for system in (OURS, STOCK):
        weighed = found["memory_mb"][system]
        each = ", ".join(f"{name} {rss:.0f}" for name, (rss, _) in weighed.items())
        total, shared = (sum(pair[at] for pair in weighed.values()) for at in (0, 1))
        ready = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found["ready_s"][system].items())
        lines.append(f"{system:<6} resident {total:.0f} MB ({each}; PSS {shared:.0f}); ready after {ready}")
    spent = [(item.generator_cpu / item.seconds, item.others_cpu / item.seconds) for item in found["levels"]]
    generator, others = (max(pair[at] for pair in spent) for at in (0, 1))
    lines.append(f"of a core at most: the load generator {generator:.0%}, all else on this machine {others:.0%}")
    lines += [_cpu(item) for item in found["levels"] if item.variant == COLD and item.clients == _BUSIEST]
    if not found["stock_is_current"]:
        lines.append("the stock model is of an older state of the training sentences (--keep-stock)")
    for system, texts in found["missed"].items():
        if texts:
            lines.append(f"left out, since {system} did not answer: {'; '.join(texts)}")
    if found["steps"]:
        steps = ", ".join(f"{name} {value:.1f}" for name, value in found["steps"].items())
        lines.append(f"a turn of ours, ms by step (1 client, cold, medians): {steps}")
    lines += [f"error: {error}" for error in found["errors"][:5]]
    lines += ["", *(f"  {'✓' if bar.passed else '✗'} {bar.bar}: {bar.seen}" for bar in bars)]
    return "\n".join(lines)


def _cpu(item: Level) -> str:
    each = {name: spent for name, spent in item.cpu_a_turn().items() if spent >= _WORTH_NAMING}
    told = " + ".join(f"{name} {spent:.1f}" for name, spent in each.items())
    return f"{item.system:<6} CPU a turn at {item.clients} clients: {sum(each.values()):.1f} ms ({told})"
