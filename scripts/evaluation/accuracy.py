"""Fully accurate? Gold questions through search, answering action and renderer; what is shown is judged.

An answer is fully accurate when it shows a right section of a right file, no number that the file has not, cites the
sources of what it shows, and stands on nothing unconfirmed. To ask back, to refuse and to guard are counted apart.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.backends.clock import system_clock
from assistant.cli.knowledge_parts import kept_queries
from assistant.retrieval.gold import GoldQuestion, read_gold
from assistant.retrieval.service import RetrievalService
from assistant.settings import Settings
from scripts.evaluation.asking import Asker
from scripts.evaluation.figures import Figure, Section, table
from scripts.evaluation.judging import Judge, Verdict

_CONVERSATIONS = "conversations"


async def judged(asker: Asker, judge: Judge, questions: Sequence[GoldQuestion]) -> list[Verdict]:
    """A verdict on each question; one that follows another is asked after it."""
    found = []
    for gold in questions:
        before = (await asker.ask(gold.after)).slots if gold.after else None
        found.append(judge.verdict(gold, await asker.ask(gold.ask, before)))
    return found


def section(rows: Sequence[Verdict], follow_ups: Sequence[Verdict], parts: Sequence[Verdict]) -> Section:
    """The figures with their bars: held questions of the gold files, and the conversations beside them."""
    known = [row for row in rows if row.gold.expect == "answer"]
    answered = [row for row in known if row.answered]
    gaps = [row for row in rows if row.gold.expect == "gap"]
    refusals = [row for row in rows if row.gold.expect == "refuse"]
    everything = [*rows, *follow_ups, *parts]
    counted = [
        Figure("fully accurate of those answered", _share(answered, "right"), 0.95, of=len(answered), headline=True),
        Figure("answered of those in scope", len(answered) / max(1, len(known)), 0.88, of=len(known), headline=True),
        Figure("asked back, the right one among the choices", _share(known, "offered"), of=len(known)),
        Figure("gap questions with an invented value", _count(gaps, "invented"), 0, False, len(gaps), counts=True),
        Figure("gap questions: said to be one, refused or choices", _share(gaps, "honest"), of=len(gaps)),
        Figure("outside: refused or choices", _share(refusals, "honest"), of=len(refusals)),
        Figure(
            "unconfirmed said as current", _count(everything, "unconfirmed"), 0, False, len(everything), counts=True
        ),
        Figure("follow-ups right", _share(follow_ups, "right"), of=len(follow_ups)),
        Figure("several matters: every part shown", _share(parts, "right"), of=len(parts)),
    ]
    by_script: list[list[object]] = [
        [script, len(of), _share(of, "answered"), _share([row for row in of if row.answered], "right")]
        for script in ("hans", "hant", "yue", "en")
        if (of := [row for row in known if row.gold.script == script])
    ]
    return Section(
        "accuracy", "Answers as shown", counted, [table(["script", "asked", "answered", "right"], by_script)]
    )


def _share(rows: Sequence[Verdict], name: str) -> float:
    return _count(rows, name) / len(rows) if rows else 0.0


def _count(rows: Sequence[Verdict], name: str) -> int:
    return sum(bool(getattr(row, name)) for row in rows)


async def measure(settings: Settings, split: str) -> tuple[list[Verdict], list[Verdict], list[Verdict], str]:
    """Verdicts on plain questions, follow-ups and several matters at once, of the release that is named last."""
    retrieval = RetrievalService(encoder=kept_queries(settings), releases_dir=settings.releases_dir, clock=system_clock)
    release = retrieval.holder.current().release.name
    asker = Asker(retrieval, settings.knowledge_dir / "vocabulary", datetime.now(UTC))
    judge = Judge.over(settings.knowledge_dir, settings.shared_dir / "facts")

    def wanted(folder: Path) -> list[GoldQuestion]:
        return [row for row in read_gold(folder) if split in ("all", row.split)]

    gold = settings.knowledge_dir / "gold"
    talks = wanted(gold / _CONVERSATIONS)
    plain = await judged(asker, judge, [*wanted(gold), *(row for row in talks if not row.after and not row.parts)])
    after = await judged(asker, judge, [row for row in talks if row.after])
    parts = await judged(asker, judge, [row for row in talks if row.parts])
    return plain, after, parts, release


def main() -> int:
    """1 when something unconfirmed or invented was said; figures below their bar are printed, not punished."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: … --split held --failures 30")
    parser.add_argument("--split", choices=("held", "fit", "all"), default="held")
    parser.add_argument("--failures", type=int, default=40, help="how many to print, with what was shown")
    chosen = parser.parse_args()
    rows, follow_ups, parts, release = asyncio.run(measure(Settings(), chosen.split))
    found = section(rows, follow_ups, parts)
    print(f"release {release}, {chosen.split} questions")
    for figure in found.figures:
        bar = "" if figure.bar is None else f"  bar {figure.bar:g} {'met' if figure.met else 'MISSED'}"
        value = f"{figure.value:.0f}" if figure.counts else f"{figure.value:.3f}"
        print(f"{figure.name:<48}{value:>8}  of {figure.of}{bar}")
    print(*found.notes, sep="\n")
    everything = [*rows, *follow_ups, *parts]
    print("ways:", dict(Counter(row.shown.way for row in rows if row.gold.expect == "answer")))
    for row in [row for row in everything if row.faults][: chosen.failures]:
        print(f"\n✗ {row.gold.after + ' → ' if row.gold.after else ''}{row.gold.ask}\n  {'; '.join(row.faults)}")
        print(f"  wanted {row.wanted}\n  shown  {row.shown.way}: {row.summary}")
    return int(any(row.unconfirmed or row.invented for row in everything))


if __name__ == "__main__":
    sys.exit(main())
