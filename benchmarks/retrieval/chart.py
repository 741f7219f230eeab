"""The scale benchmark as one picture: recall, time, memory and time to build, from a thousand passages to a million."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

_INK, _LINE, _BAR = "#1f2933", "#0b7285", "#c92a2a"


def draw(rows: Sequence[dict[str, Any]], path: Path, *, recall: float, p95: float, memory: float) -> None:
    """The picture lies at `path`; the bars of the issue are dashed lines."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    sizes = [row["passages"] for row in rows]
    built = [row["dense build s"] + row["lexical build s"] for row in rows]
    panels = (
        ("recall@10 against exact search", [row["recall@10"] for row in rows], recall),
        ("search p95, ms, one thread, vector given", [row["p95 ms"] for row in rows], p95),
        ("memory of the searching process, MB", [row["memory MB"] for row in rows], memory),
        ("time to build both indexes, s, two threads", built, None),
    )
    figure, axes = pyplot.subplots(2, 2, figsize=(10, 6.4), layout="constrained")
    for panel, (title, values, bar) in zip(axes.flat, panels, strict=True):
        panel.plot(sizes, values, marker="o", color=_LINE)
        panel.set_xscale("log")
        panel.set_title(title, fontsize=10, color=_INK)
        panel.set_xlabel("passages", fontsize=9)
        if bar is not None:
            panel.axhline(bar, color=_BAR, linestyle="--", linewidth=1)
        panel.set_ylim(*((0.9, 1.005) if max(values) <= 1 else (0, max([*values, bar or 0]) * 1.15)))
        for size, value in zip(sizes, values, strict=True):
            shown = f"{value:.3f}" if max(values) <= 1 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
            panel.annotate(shown, (size, value), textcoords="offset points", xytext=(0, 7), ha="center", fontsize=8)
        panel.grid(color="#e4e7eb")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100)
    pyplot.close(figure)
