"""The pictures of the scorecard: confusions, reliability, score by script and style. Latin letters only: no font."""

from collections.abc import Sequence
from pathlib import Path

from scripts.evaluation.scores import confusions, macro_f1
from scripts.evaluation.sentences import SCRIPTS, STYLES
from scripts.evaluation.understanding import Judged, bins_of

_INK, _RIGHT, _WRONG = "#1f2933", "#0b7285", "#c92a2a"


def draw(judged: Sequence[Judged], folder: Path) -> list[Path]:
    """The three pictures lie in `folder`."""
    import matplotlib

    matplotlib.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _confusion(judged, folder / "scorecard-confusion.png"),
        _reliability(judged, folder / "scorecard-reliability.png"),
        _styles(judged, folder / "scorecard-styles.png"),
    ]


def _confusion(judged: Sequence[Judged], path: Path) -> Path:
    from matplotlib import pyplot

    wanted = sorted({row.sentence.act for row in judged})
    said = wanted + sorted({row.reading.act for row in judged} - set(wanted))
    counts = confusions([row.sentence.act for row in judged], [row.reading.act for row in judged])
    totals = {act: sum(counts[act, seen] for seen in said) for act in wanted}
    shares = [[counts[act, seen] / totals[act] for seen in said] for act in wanted]
    figure, axes = pyplot.subplots(figsize=(11, 10), layout="constrained")
    axes.imshow(shares, cmap="GnBu", vmin=0, vmax=1)
    for i, act in enumerate(wanted):
        for j, seen in enumerate(said):
            if counts[act, seen]:
                colour = "white" if shares[i][j] > 0.6 else _WRONG if i != j else _INK
                axes.text(j, i, str(counts[act, seen]), ha="center", va="center", fontsize=7, color=colour)
    axes.set_xticks(range(len(said)), said, rotation=90, fontsize=8)
    axes.set_yticks(range(len(wanted)), wanted, fontsize=8)
    axes.set_xlabel("taken for")
    axes.set_ylabel("meant")
    axes.set_title(f"What was meant and what it was taken for, {len(judged)} test sentences")
    return _saved(figure, path)


def _reliability(judged: Sequence[Judged], path: Path) -> Path:
    from matplotlib import pyplot

    bins = bins_of(judged)
    figure, axes = pyplot.subplots(figsize=(5.5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#adb5bd", linestyle="--", label="as sure as right")
    axes.plot(
        [row.confidence for row in bins], [row.accuracy for row in bins], color=_RIGHT, marker="o", label="the model"
    )
    for row in bins:
        axes.annotate(str(row.count), (row.confidence, row.accuracy), (4, -12), textcoords="offset points", fontsize=7)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence", ylabel="share that is right")
    axes.set_title("How honest the confidences are")
    axes.legend(loc="upper left", frameon=False)
    return _saved(figure, path)


def _styles(judged: Sequence[Judged], path: Path) -> Path:
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, 2, figsize=(11, 4), sharey=True, layout="constrained")
    for axes, kind, names in zip(panels, ("script", "style"), (SCRIPTS, STYLES), strict=True):
        groups = [[row for row in judged if getattr(row.sentence, kind) == name] for name in names]
        values = [macro_f1([r.sentence.act for r in of], [r.reading.act for r in of]) for of in groups]
        bars = axes.bar(range(len(names)), values, color=_RIGHT)
        axes.bar_label(bars, [f"{value:.2f}" for value in values], fontsize=8)
        axes.set_xticks(range(len(names)), [f"{n}\n{len(of)}" for n, of in zip(names, groups, strict=True)], fontsize=8)
        axes.axhline(0.95, color=_WRONG, linestyle=":", linewidth=1)
        axes.set(ylim=(0, 1.08), title=f"by {kind} (number of sentences below)")
    panels[0].set_ylabel("act macro-F1")
    return _saved(figure, path)


def _saved(figure: object, path: Path) -> Path:
    from matplotlib import pyplot
    from matplotlib.figure import Figure

    assert isinstance(figure, Figure)
    figure.savefig(path, dpi=90, metadata={"Software": None})
    pyplot.close(figure)
    return path
