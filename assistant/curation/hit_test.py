"""A batch of questions with the entries that should be found: read from a table, judged, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.curation.tables import read_table
from assistant.shared.errors import BadInput

ASK, ENTRY, SECTION = "ask", "entry", "section"
_DIVIDER = " "


@dataclass(frozen=True)
class Asked:
    """One row: a question, the entries of which any may answer, and the section if it matters."""

    row: int
    ask: str
    entries: tuple[str, ...]
    section: str = ""


@dataclass(frozen=True)
class Outcome:
    """What was found for one row; `rank` of the right one is from 1, 0 when it is not among those found."""

    asked: Asked
    found: tuple[str, ...]
    decision: str
    probability: float
    rank: int


def read_questions(path: Path) -> list[Asked]:
    """The rows of a table with the columns ask, entry and perhaps section; BadInput names the first row that lacks."""
    headings, rows = read_table(path)
    for name in (ASK, ENTRY):
        if name not in headings:
            raise BadInput(f"{path.name} has no column {name!r}", mend="use the columns ask, entry and section")
    found = []
    for row in rows:
        if not row.cells.get(ASK) or not row.cells.get(ENTRY):
            raise BadInput(f"{path.name} row {row.number} lacks ask or entry", mend="fill it in or remove it")
        entries = tuple(row.cells[ENTRY].replace(",", _DIVIDER).split())
        found.append(Asked(row.number, row.cells[ASK], entries, row.cells.get(SECTION, "").removeprefix("#")))
    return found


def judged(asked: Asked, hits: Sequence[tuple[str, str]], *, decision: str, probability: float) -> Outcome:
    """Where the right one stands among `hits` (entry and anchor, best first)."""
    rank = next(
        (
            number
            for number, (entry, anchor) in enumerate(hits, start=1)
            if entry in asked.entries and (not asked.section or anchor == asked.section)
        ),
        0,
    )
    return Outcome(asked, tuple(f"/k/{entry}#{anchor}" for entry, anchor in hits), decision, probability, rank)


def counted(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """hit@1, hit@3, hit@5, mean reciprocal rank, and the share that gets an answer at once."""
    count = max(len(outcomes), 1)
    shares = {f"hit@{n}": sum(1 <= row.rank <= n for row in outcomes) / count for n in (1, 3, 5)}
    return {
        "questions": len(outcomes),
        **shares,
        "MRR": sum(1 / row.rank for row in outcomes if row.rank) / count,
        "answered": sum(row.decision == "answer" for row in outcomes) / count,
    }


def worst_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Not found and answered with confidence first, then by rank: what misleads a citizen most stands on top."""
    return sorted(outcomes, key=lambda row: (row.rank == 1, row.rank != 0, -row.rank, -row.probability, row.asked.row))
