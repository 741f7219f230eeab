"""A measured figure beside its bar, and the section of the scorecard that a part of `make evaluate` fills."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

FALL = 0.01  # one point: what CI lets a headline figure lose against the committed scorecard


@dataclass(frozen=True)
class Figure:
    """One number. `bar` None: told, not judged. `headline`: CI holds it. `of`: how many cases were judged."""

    name: str
    value: float
    bar: float | None = None
    at_least: bool = True
    of: int = 0
    headline: bool = False
    counts: bool = False  # a number of things, not a share

    @property
    def met(self) -> bool | None:
        """Whether the bar is reached; None where there is no bar."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def fell_from(self, before: float) -> bool:
        """Whether it is worse than `before` by more than a point."""
        return before - self.value > FALL if self.at_least else self.value - before > FALL


@dataclass
class Section:
    """What one part found: figures, paragraphs or tables in Markdown, and names of plots in docs/images."""

    part: str
    title: str
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    quick: list[Figure] = field(default_factory=list)  # the same over the small sample that CI measures

    def as_json(self) -> dict[str, Any]:
        """Everything, fit for a file; shares to four places."""
        figures, quick = (
            [{**asdict(figure), "value": round(figure.value, 4)} for figure in of] for of in (self.figures, self.quick)
        )
        return {
            "title": self.title,
            "figures": figures,
            "notes": self.notes,
            "pictures": self.pictures,
            "quick": quick,
        }


def section_from_json(part: str, stored: dict[str, Any]) -> Section:
    """The section that `as_json` wrote."""
    figures, quick = ([Figure(**row) for row in stored[name]] for name in ("figures", "quick"))
    return Section(part, stored["title"], figures, stored["notes"], stored["pictures"], quick)


def table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; shares are written to three places."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in lines)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value).replace("|", "\\|").replace("\n", " ")
