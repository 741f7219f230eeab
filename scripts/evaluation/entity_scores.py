"""Entities judged by exact span and normalised value, over tests/nlu/entities and tests/nlu/dates.

A file holds rows `{text, now?, zone?, entities: [{kind, text, value}]}`, or `{kinds: […], rows: […]}` where it
judges kinds that its rows may all lack. Only a file's own kinds are judged in it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ROOT = Path(__file__).resolve().parents[2]
ENTITIES = ROOT / "tests" / "nlu" / "entities"
DATES = ROOT / "tests" / "nlu" / "dates"
NOW, ZONE = "2026-11-22T10:00", "Asia/Shanghai"


@dataclass(frozen=True)
class Given:
    """A sentence, when it was said, and the zone its speaker lives in."""

    text: str
    now: datetime
    zone: str


@dataclass(frozen=True)
class Mention:
    """An entity at `text[start:end]` with its normalised value."""

    kind: str
    start: int
    end: int
    value: Any


Finder = Callable[[Given], Iterable[Mention]]


@dataclass
class Tally:
    """Counts of one kind; P, R and F1 are 1 where there was nothing to find and nothing was."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / self.wanted if self.wanted else float(not self.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Scores:
    """`kinds` by kind; `rows` judged, of which `exact` have nothing missed or extra; `wrong` tells the rest."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    rows: int = 0
    exact: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All kinds together."""
        each = self.kinds.values()
        return Tally(sum(t.right for t in each), sum(t.found for t in each), sum(t.wanted for t in each))


def score(files: Sequence[Path], finders: Mapping[str, Finder] | None = None) -> Scores:
    """Every row of `files` judged; `finders` default to all that are registered in entity_finders.py."""
    if finders is None:
        from scripts.evaluation.entity_finders import FINDERS

        finders = FINDERS
    scores = Scores()
    for path in files:
        kinds, rows = read(path)
        for row in rows:
            _judge(row, kinds, finders, scores, path.name)
    return scores


def read(path: Path) -> tuple[frozenset[str], list[dict[str, Any]]]:
    """The kinds that a file judges, and its rows."""
    data = yaml.safe_load(path.read_text("utf-8"))
    rows: list[dict[str, Any]] = data["rows"] if isinstance(data, dict) else data
    named = {entity["kind"] for row in rows for entity in row.get("entities") or []}
    return frozenset(named | set(data.get("kinds") or () if isinstance(data, dict) else ())), rows


def given(row: dict[str, Any]) -> Given:
    """The row as a finder sees it; `now` without an offset is the local time of its zone."""
    zone = str(row.get("zone") or ZONE)
    now = datetime.fromisoformat(str(row.get("now") or NOW))
    return Given(str(row["text"]), now if now.tzinfo else now.replace(tzinfo=ZoneInfo(zone)), zone)


def wanted(row: dict[str, Any]) -> list[Mention]:
    """The entities written down for a row; the same words twice mean the first and the second place."""
    text, seen, found = str(row["text"]), Counter[tuple[str, str]](), []
    for entity in row.get("entities") or []:
        kind, words = str(entity["kind"]), str(entity["text"])
        start = -1
        for _ in range(seen[kind, words] + 1):
            start = text.find(words, start + 1)
        if start < 0:
            raise ValueError(f"{words!r} is not in {text!r}")
        seen[kind, words] += 1
        found.append(Mention(kind, start, start + len(words), _plain(entity["value"])))
    return found


def _judge(
    row: dict[str, Any], kinds: frozenset[str], finders: Mapping[str, Finder], scores: Scores, file: str
) -> None:
    said = given(row)
    expected = Counter(_key(mention) for mention in wanted(row))
    found = Counter(_key(mention) for find in finders.values() for mention in find(said) if mention.kind in kinds)
    for kind, *_ in expected | found:
        scores.kinds.setdefault(kind, Tally())
    for counts, name in ((expected, "wanted"), (found, "found"), (expected & found, "right")):
        for (kind, *_), many in counts.items():
            setattr(scores.kinds[kind], name, getattr(scores.kinds[kind], name) + many)
    scores.rows += 1
    if expected == found:
        scores.exact += 1
        return
    missed, extra = (
        [f"{kind} {said.text[start:end]!r}={value}" for kind, start, end, value in sorted((one - other).elements())]
        for one, other in ((expected, found), (found, expected))
    )
    scores.wrong.append(f"{file}: {said.text!r} missed {missed} extra {extra}")


def _key(mention: Mention) -> tuple[str, int, int, str]:
    return mention.kind, mention.start, mention.end, _plain(mention.value)


def _plain(value: Any) -> str:
    """One written form: 5 and 5.0 are equal, and so are dictionaries whatever their order."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(each)}" for key, each in sorted(value.items()))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def table(scores: Scores) -> list[str]:
    """The figures as lines of Markdown."""
    lines = ["| kind | wanted | found | precision | recall | F1 |", "|---|---:|---:|---:|---:|---:|"]
    for name, tally in [*sorted(scores.kinds.items()), ("all", scores.total)]:
        figures = f"{tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f}"
        lines.append(f"| {name} | {tally.wanted} | {tally.found} | {figures} |")
    return [*lines, "", f"{scores.exact} of {scores.rows} sentences exactly right"]


def main() -> int:
    """Prints the table and the wrong rows; 0 whatever the figures are, since the bars are in the tests."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: … tests/nlu/dates --worst 20")
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders; both folders when none is named")
    parser.add_argument("--worst", type=int, default=20, help="how many wrong rows to list")
    chosen = parser.parse_args()
    for path in chosen.paths or (ENTITIES, DATES):
        scores = score(sorted(path.glob("*.yml")) if path.is_dir() else [path])
        print("\n".join([f"— {path}", *table(scores), *scores.wrong[: chosen.worst]]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
