"""docs/scorecard.json holds what was measured last, part by part; docs/scorecard.md is the same for people."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.build.paths import ROOT
from scripts.evaluation.figures import Figure, Section, section_from_json, table

CARD, PAGE, IMAGES = ROOT / "docs" / "scorecard.json", ROOT / "docs" / "scorecard.md", ROOT / "docs" / "images"
ORDER = (
    "understanding",
    "outside",
    "retrieval",
    "accuracy",
    "entities",
    "dates",
    "personal-data",
    "subject",
    "bad-input",
    "cross-validation",
)
# What an evaluation writes itself is no change of what it measures.
_WRITTEN = (":!docs/scorecard*", ":!docs/images/scorecard*", ":!tests/nlu/known_wrong.yml")
_HEAD = """# Scorecard

Made by `make evaluate`; do not edit. Every figure was measured on the commit, machine and day named under its heading.
*Missed* means what it says. Our own sentences are in [tests/nlu](../tests/nlu/README.md); public data sets are read
from `../shared/data`: development data, not a final exam. Why like this: [ADR 9](adr/0009-an-evaluation-to-trust.md).
"""


def store(sections: Sequence[Section]) -> None:
    """The sections stand on the card with commit, machine and time; other parts stay as they were."""
    card = load()
    for section in sections:
        card[section.part] = {**section.as_json(), "measured": provenance()}
    ordered = {part: card[part] for part in sorted(card, key=_place)}
    CARD.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(ordered), encoding="utf-8")


def load() -> dict[str, Any]:
    """What was measured last, by part; empty before the first time."""
    if not CARD.exists():
        return {}
    card: dict[str, Any] = json.loads(CARD.read_text(encoding="utf-8"))
    return card


def fallen(section: Section, card: dict[str, Any], *, quick: bool = False) -> list[str]:
    """The headline figures that are more than a point worse than on the card, each as a sentence."""
    stored = card.get(section.part)
    if stored is None:
        return []
    before = section_from_json(section.part, stored)
    known = {figure.name: figure.value for figure in (before.quick or before.figures if quick else before.figures)}
    return [
        f"{figure.name} is {figure.value:.3f}, the scorecard says {known[figure.name]:.3f}"
        for figure in section.figures
        if figure.headline and figure.name in known and figure.fell_from(known[figure.name])
    ]


def page(card: dict[str, Any]) -> str:
    """The card in Markdown: all bars first, then part by part."""
    sections = {part: section_from_json(part, stored) for part, stored in card.items()}
    bars = [
        [section.title, figure.name, _shown(figure, figure.value), _bar(figure), "met" if figure.met else "**missed**"]
        for section in sections.values()
        for figure in section.figures
        if figure.met is not None
    ]
    lines = [_HEAD, "## Bars", "", table(["part", "figure", "measured", "bar", ""], [list(row) for row in bars]), ""]
    for part, section in sections.items():
        lines += [f"## {section.title}", "", _measured(card[part]["measured"]), "", _figures(section), ""]
        lines += [line for picture in section.pictures for line in (f"![{section.title}](images/{picture})", "")]
        lines += [line for note in section.notes for line in (note, "")]
    return "\n".join(lines).rstrip() + "\n"


def provenance() -> dict[str, str]:
    """Commit, time and machine of a measurement made now."""
    commit = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", *_WRITTEN)
    return {
        "commit": commit + (" with uncommitted changes" if changed else ""),
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()} GiB, {platform.system()}",
    }


def _figures(section: Section) -> str:
    rows: list[list[object]] = [
        [figure.name, _shown(figure, figure.value), _bar(figure), figure.of or ""] for figure in section.figures
    ]
    return table(["figure", "measured", "bar", "judged"], rows)


def _measured(measured: dict[str, str]) -> str:
    return f"Commit {measured['commit']}, {measured['date']}, {measured['machine']}."


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    return f"{'≥' if figure.at_least else '≤'} {_shown(figure, figure.bar)}"


def _shown(figure: Figure, value: float) -> str:
    return str(int(value)) if figure.counts else f"{value:.3f}"


def _place(part: str) -> tuple[int, str]:
    return (ORDER.index(part) if part in ORDER else len(ORDER), part)


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else "no commit"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    named = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    return named[0].partition(":")[2].strip() if named else platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
