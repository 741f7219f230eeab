"""Judging in a pool, as TREC does: what words, vectors and the product find for a gold question, with what the question
names, is read without knowing who found it. Files that serve as well become further labels, each with its reason.

    python -m scripts.evaluation.pooling sheet --out sheet.md          # read it, answer below each question
    python -m scripts.evaluation.pooling take sheet.md answers.yml     # writes knowledge/gold/judged/pool.yml
"""

import argparse
import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assistant.retrieval.gold import JUDGED, GoldQuestion, read_gold
from assistant.retrieval.release import Entry
from assistant.retrieval.search import Filters, Search
from assistant.settings import Settings
from assistant.shared.errors import SetupError
from scripts.build.console import say

_DEPTH, _PASSAGES = 3, 60
_HEAD = "# Made by `python -m scripts.evaluation.pooling take`; how: README.md beside the gold questions.\n"
Found = Mapping[str, Sequence[str]]  # the entries that each system puts first, best first


@dataclass(frozen=True)
class Candidate:
    """One file of a pool, with the section of it that is nearest to the question; `others` are the other headings."""

    entry_id: str
    anchor: str
    text: str
    others: Mapping[str, str]  # heading to anchor


@dataclass(frozen=True)
class Pool:
    """A question and what may serve it, in an order that says nothing."""

    key: str
    gold: GoldQuestion
    candidates: tuple[Candidate, ...]


def found(search: Search, question: GoldQuestion) -> Found:
    """What words alone, vectors alone and the product put first."""
    form = search.form(question.ask)
    ranking, query = search.ranked(form, Filters())
    near, _ = search.release.vectors.nearest(query, _PASSAGES)
    said, _ = search.release.lexical.top(search.release.lexical.wanted(form), _PASSAGES)
    ordered = ranking.ordered(search.release.calibration.ranking).entries
    owners = search.release.passage_entry
    return {
        "words": _names(search, (owners[row] for row in said)),
        "vectors": _names(search, (owners[row] for row in near)),
        "product": _names(search, ordered),
    }


def pooled(question: GoldQuestion, by: Found) -> list[str]:
    """The files to read for a question, shuffled; none where no sense-reading system put another file first."""
    if all(by[system][:1] and by[system][0] in question.entries for system in ("vectors", "product")):
        return []
    names = {*question.entries, *(name for names in by.values() for name in names)}
    return sorted(names, key=lambda name: _key(question.ask, name))


def pool(search: Search, question: GoldQuestion, names: Sequence[str]) -> Pool:
    """The files `names` as they are read: title, nearest section, and the other headings."""
    form = search.form(question.ask)
    query = search.ranked(form, Filters())[1]
    candidates = []
    for entry in (search.release.by_id[name] for name in names if name in search.release.by_id):
        nearest = entry.sections[_nearest(search, entry, query)]
        others = {section.heading: section.anchor for section in entry.sections if section is not nearest}
        text = f"{entry.page.title} › {nearest.heading}: {' '.join(nearest.text.split())}"
        candidates.append(Candidate(entry.page.entry_id, nearest.anchor, text, others))
    return Pool(_key(question.ask)[:6], question, tuple(candidates))


def sheet(pools: Iterable[Pool], *, length: int) -> str:
    """What a judge reads: the question and lettered texts, neither names, nor ranks, nor what was labelled."""
    lines = []
    for row in pools:
        lines.append(f"\n## {row.key} {row.gold.ask}")
        for letter, candidate in zip(_letters(row), row.candidates, strict=True):
            lines.append(f"{letter} {candidate.text[:length]} (+ {'、'.join(candidate.others)})")
    return "\n".join(lines) + "\n"


def taken(pools: Iterable[Pool], answers: Mapping[str, Mapping[str, str]]) -> tuple[list[dict[str, Any]], int, int]:
    """Rows for pool.yml; how many labels were judged; how many of those the judge had found without knowing them.

    An answer names what serves as well, each with its reason: a letter of the sheet, or letter:heading where another
    section of that file is the one. SetupError for what is not on the sheet.
    """
    rows, labels, met = [], 0, 0
    for row in (row for row in pools if row.key in answers):
        by_letter = dict(zip(_letters(row), row.candidates, strict=True))
        said = {_chosen(row, by_letter, name): reason for name, reason in answers[row.key].items()}
        entries = {name.partition("#")[0] for name in said}
        pooled_labels = row.gold.entries & {one.entry_id for one in row.candidates}
        labels += len(pooled_labels)
        met += len(pooled_labels & entries)
        serves = {name: said[name] for name in sorted(said) if name.partition("#")[0] not in row.gold.entries}
        others = sorted({one.entry_id for one in row.candidates} - row.gold.entries - entries)
        rows.append({"ask": row.gold.ask, "serves": serves, "not": others})
    return rows, labels, met


def _chosen(row: Pool, by_letter: Mapping[str, Candidate], name: str) -> str:
    letter, _, heading = name.partition(":")
    candidate = by_letter.get(letter)
    if candidate is None or (heading and heading not in candidate.others and f" › {heading}:" not in candidate.text):
        raise SetupError(f"{row.key} has no {name!r}", mend="use the letters and headings of the sheet")
    return f"{candidate.entry_id}#{candidate.others.get(heading, candidate.anchor)}"


def _names(search: Search, entries: Iterable[Any]) -> list[str]:
    named = dict.fromkeys(search.release.entries[int(number)].page.entry_id for number in entries)
    return list(named)[:_DEPTH]


def _nearest(search: Search, entry: Entry, query: Any) -> int:
    numbers = np.arange(entry.first_passage, entry.end_passage, dtype=np.int64)
    sections = search.release.passage_section[numbers]
    own = (sections >= 0) & ~search.release.passage_is_question[numbers]
    if not own.any():
        return 0
    return int(sections[own][int(np.argmax(search.release.vectors.cosines(query, numbers[own])))])


def _letters(row: Pool) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[: len(row.candidates)]


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def main() -> int:
    """A sheet is written, or the answers to it are taken over."""
    from assistant.cli.knowledge_parts import search_in_use

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("sheet", "take"))
    parser.add_argument("answers", type=Path, nargs="?", help="take: {key of a question: {letter: reason}}")
    parser.add_argument("--out", type=Path, default=Path("sheet.md"))
    parser.add_argument("--length", type=int, default=400, help="characters of each text")
    chosen = parser.parse_args()
    settings = Settings()
    gold = settings.knowledge_dir / "gold"
    search = search_in_use(settings)
    pools = []
    for question in read_gold(gold, judged=False):
        names = pooled(question, found(search, question)) if question.expect == "answer" else []
        if names:
            pools.append(pool(search, question, names))
    if chosen.step == "sheet":
        chosen.out.write_text(sheet(pools, length=chosen.length), encoding="utf-8")
        say(f"{len(pools)} questions, {sum(len(row.candidates) for row in pools)} texts → {chosen.out}")
        return 0
    answers = yaml.safe_load(chosen.answers.read_text(encoding="utf-8"))
    rows, labels, met = taken(pools, answers)
    document = yaml.safe_dump({"judged": rows}, allow_unicode=True, sort_keys=False, width=120)
    (gold / JUDGED).parent.mkdir(exist_ok=True)
    (gold / JUDGED).write_text(_HEAD + document, encoding="utf-8")
    added = sum(len(row["serves"]) for row in rows)
    say(f"{len(rows)} questions judged, {added} labels added; {met} of {labels} labels were found by the judge too")
    return 0


if __name__ == "__main__":
    sys.exit(main())
