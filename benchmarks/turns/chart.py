"""The cold levels as a small SVG: answered turns per second and p50, ours beside stock."""

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from benchmarks.turns.figures import COLD, Level, pairs

_WIDTH, _HEIGHT, _PANEL, _TOP, _BASE = 720, 300, 340, 74, 240
_COLOURS = ("#0f766e", "#94a3b8")
_BAR = 38


def chart(levels: Sequence[Level], machine: str) -> str:
    """A picture that says its figures in words too."""
    found = pairs(levels, COLD)
    told = "; ".join(
        f"{ours.clients} clients: ours {ours.rate:.1f} turns/s at p50 {ours.p50:.0f} ms, "
        f"stock {stock.rate:.1f} turns/s at {stock.p50:.0f} ms"
        for ours, stock in found
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13" fill="#1e293b">',
        '<title id="t">An answered turn: ours beside stock Rasa</title>',
        f'<desc id="d">{escape(told)}. Measured on {escape(machine)}.</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        '<text x="20" y="26" font-size="16" font-weight="600">An answered turn, every question new</text>',
        *_legend(),
        *_panel(20, "turns per second (more is better)", found, lambda item: item.rate, "{:.1f}"),
        *_panel(20 + _PANEL, "p50 in ms (less is better)", found, lambda item: item.p50, "{:.0f}"),
        f'<text x="20" y="{_HEIGHT - 12}" font-size="11" fill="#64748b">{escape(machine)}; one run</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _legend() -> list[str]:
    names = ("ours", "stock Rasa 3.6.21")
    return [
        f'<rect x="{480 + 60 * i}" y="15" width="12" height="12" fill="{_COLOURS[i]}"/>'
        f'<text x="{496 + 60 * i}" y="26">{name}</text>'
        for i, name in enumerate(names)
    ]


def _panel(
    left: int, title: str, found: Sequence[tuple[Level, Level]], figure: Callable[[Level], float], shape: str
) -> list[str]:
    top = max((figure(item) for pair in found for item in pair), default=1.0)
    parts = [
        f'<text x="{left}" y="56" fill="#475569">{title}</text>',
        f'<line x1="{left}" y1="{_BASE}" x2="{left + _PANEL - 30}" y2="{_BASE}" stroke="#cbd5e1"/>',
    ]
    for group, pair in enumerate(found):
        start = left + 10 + group * 102
        for place, item in enumerate(pair):
            high = max((_BASE - _TOP - 18) * figure(item) / top, 1.0)
            x = start + place * (_BAR + 4)
            y, colour = _BASE - high, _COLOURS[place]
            parts.append(f'<rect x="{x}" y="{y:.1f}" width="{_BAR}" height="{high:.1f}" fill="{colour}"/>')
            parts.append(_centred(x + _BAR // 2, y - 5, shape.format(figure(item))))
        parts.append(_centred(start + _BAR + 2, _BASE + 18, f"{pair[0].clients} client{'s' * (pair[0].clients > 1)}"))
    return parts


def _centred(x: int, y: float, words: str) -> str:
    return f'<text x="{x}" y="{y:.1f}" text-anchor="middle" font-size="12">{words}</text>'
