"""Bars as numbers for an SVG template: places and lengths, so that the drawing is text that can be tested."""

from dataclasses import dataclass

WIDTH = 400
MOST_BARS = 12
_LEFT = 132  # where bars begin; names stand before
_RIGHT = 62  # room for the figure behind the longest bar
_STEP = 30
_TOP = 8
_NAME = 8.4  # room for a name, in Chinese characters


@dataclass(frozen=True)
class Bar:
    """One bar; `length` is None where the figure is not told, and `figure` then says so."""

    name: str
    figure: str
    y: int
    length: float | None


@dataclass(frozen=True)
class Plot:
    """`ticks` are places on the axis with their values."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    height: int
    left: int = _LEFT
    width: int = WIDTH
    step: int = _STEP

    @property
    def end(self) -> int:
        """Where the axis lies."""
        return _TOP + len(self.bars) * _STEP


def bars(rows: list[tuple[str, int | None, str]]) -> Plot | None:
    """A plot of the first rows that have a figure or a reason for none; None where there is nothing to draw."""
    shown = [row for row in rows if row[1] != 0][:MOST_BARS]
    most = max((value for _, value, _ in shown if value is not None), default=0)
    if not most:
        return None
    step = _round_step(most)
    top = -(-most // step) * step
    scale = (WIDTH - _LEFT - _RIGHT) / top
    drawn = tuple(
        Bar(_cut(name), figure, _TOP + n * _STEP, None if value is None else round(value * scale, 1))
        for n, (name, value, figure) in enumerate(shown)
    )
    ticks = tuple((round(_LEFT + value * scale, 1), value) for value in range(0, top + 1, step))
    return Plot(drawn, ticks, _TOP + len(drawn) * _STEP + 44)


def _round_step(most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … with which the axis has four marks at most."""
    step = 1
    while most > 3 * step:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def _cut(name: str) -> str:
    widths = [1.0 if ord(char) > 0x2E80 else 0.6 for char in name]
    if sum(widths) <= _NAME:
        return name
    fits = [n for n in range(len(name)) if sum(widths[:n]) <= _NAME - 1]
    return f"{name[: fits[-1]].rstrip()}…"
