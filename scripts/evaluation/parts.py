"""The parts of `make evaluate` in the order in which they run. One marked * runs only when it is named."""

import asyncio
import json
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from assistant.shared.errors import SetupError
from scripts.build.console import say
from scripts.build.paths import ROOT, SERVICE_PYTHON, VAR, VECTORS
from scripts.build.processes import environment
from scripts.evaluation import hostile, refusing, subject, understanding
from scripts.evaluation.figures import Figure, Section, table
from scripts.evaluation.known_wrong import difference, read_known, write_known
from scripts.evaluation.plots import draw
from scripts.evaluation.scorecard import IMAGES
from scripts.evaluation.seeing import in_dialogue_runtime
from scripts.evaluation.site import a_site, say_each

_WRITTEN_BY = (
    "Sentences and code were written by the same hands, the sentences first: a development figure, kinder than life."
)
# For whoever trains: tells where sentences are missing, without showing one. Not committed.
_DETAILS = VAR / "evaluation"


@dataclass(frozen=True)
class Options:
    """As the command line says."""

    quick: bool = False
    worst: int = 10
    folds: int = 5
    accept: bool = False


def _understanding(options: Options) -> Section:
    everybody = understanding.judge()
    found, judged = understanding.section(everybody), understanding.of_acts(everybody)
    parts = [
        understanding.act_table(judged),
        *found.notes[1:],
        "## Right by act and shape",
        understanding.act_by_shape(judged),
    ]
    _DETAILS.mkdir(parents=True, exist_ok=True)
    (_DETAILS / "understanding.md").write_text("# Understanding\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
    if options.accept:
        say(f"  {write_known(judged)} sentences are listed as known to be wrong")
    changed = difference(judged, read_known())
    say(f"  known wrong: {len(changed.new)} new, {len(changed.mended)} mended, {len(changed.gone)} gone")
    if not options.quick:
        draw(judged, IMAGES)
    return found


def _outside(options: Options) -> Section:
    with a_site() as address:
        results = refusing.measure(lambda texts: say_each(address, texts), quick=options.quick)
    for result in results:
        for ended in result.wrong[: options.worst]:
            say(f"  {result.part.name} → {ended.outcome}: {ended.text[:70]!r}")
    for ended in [ended for result in results for ended in result.ends if refusing.failed(ended)]:
        say(f"  {ended.outcome}: {ended.text[:100]!a}")
    found = refusing.section(results)
    # Rows of public sets may be looked at; held gold questions and our own test sentences may not.
    public = [result for result in results if not result.part.name.startswith(("our ", "gold "))]
    lines = [
        f"- {result.part.name} → {end.outcome}: {end.text[:160]!r}" for result in public for end in result.wrong[:40]
    ]
    _DETAILS.mkdir(parents=True, exist_ok=True)
    text = "\n\n".join(["# Whole turns", *found.notes, "## Public rows that ended wrongly", "\n".join(lines)])
    (_DETAILS / "outside.md").write_text(text + "\n", encoding="utf-8")
    return found


def _entities(options: Options) -> Section:
    from scripts.evaluation.entity_scores import ENTITIES, score

    found = score(sorted(ENTITIES.glob("*.yml")))
    for line in found.wrong[: options.worst]:
        say(f"  {line}")
    rows: list[list[object]] = [
        [kind, tally.wanted, tally.precision, tally.recall, tally.f1] for kind, tally in sorted(found.kinds.items())
    ]
    return Section(
        "entities",
        "What is in it: entities",
        [
            Figure("entity F1, exact span and value", found.total.f1, 0.95, of=found.total.wanted, headline=True),
            Figure("sentences of our own", found.rows, 800, of=found.rows, counts=True),
            Figure("sentences with nothing missed and nothing extra", found.exact / max(found.rows, 1), of=found.rows),
        ],
        [_WRITTEN_BY, table(["kind", "wanted", "precision", "recall", "F1"], rows)],
    )


def _dates(options: Options) -> Section:
    from scripts.evaluation.entity_scores import DATES, score

    found = score(sorted(DATES.glob("*.yml")))
    for line in found.wrong[: options.worst]:
        say(f"  {line}")
    return Section(
        "dates",
        "Dates and times",
        [
            Figure("date expressions right", found.exact / max(found.rows, 1), 1.0, of=found.rows, headline=True),
            Figure("expressions", found.rows, 250, of=found.rows, counts=True),
        ],
        [_WRITTEN_BY, *(["Wrong ones:\n\n" + "\n".join(f"- {line}" for line in found.wrong)] if found.wrong else [])],
    )


def _retrieval(options: Options) -> Section:
    command = [str(SERVICE_PYTHON), "-m", "assistant.cli", "knowledge", "evaluate", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"knowledge evaluate failed: {done.stderr.strip()[-1000:]}", mend="run `make setup`")
    report: dict[str, dict[str, float | None]] = json.loads(done.stdout)
    held = report["held"]
    of = int(held["questions"] or 0)
    figures = [
        Figure(name, float(held[key] or 0), bar, at_least, of, headline=True)
        for name, key, bar, at_least in (
            ("right file first, held questions", "hit@1", 0.93, True),
            ("right file among three, held questions", "hit@3", 0.985, True),
            ("right section of it first, held questions", "section@1", None, True),
            ("answered, held questions", "answer rate", 0.88, True),
            ("right of those answered, held questions", "precision", 0.95, True),
            ("answered though nothing answers it, held questions", "false answers", None, False),
        )
    ]
    keys = list(held)
    rows: list[list[object]] = [
        [name, *("" if row[key] is None else row[key] for key in keys)]
        for name, row in report.items()
        if row["questions"]
    ]
    return Section("retrieval", "Search on the gold questions", figures, [table(["questions", *keys], rows)])


def _accuracy(options: Options) -> Section:
    from scripts.evaluation import accuracy

    rows, follow_ups, parts, _ = asyncio.run(accuracy.measure(Settings(), "held"))
    for row in [row for row in (*rows, *follow_ups, *parts) if row.faults][: options.worst]:
        say(f"  {row.gold.ask}: {'; '.join(row.faults)}")
    return accuracy.section(rows, follow_ups, parts)


def _personal_data(options: Options) -> Section:
    from scripts.evaluation import personal_data

    found = personal_data.evaluate()
    for line in found.wrong[: options.worst]:
        say(f"  {line}")
    return Section(
        "personal-data",
        "Personal data found before anything else sees it",
        [
            Figure(
                "planted values of which nothing stays readable", found.recall, 0.995, of=found.planted, headline=True
            ),
            Figure(
                "precision: hidden values that were planted", found.precision, 0.99, of=found.planted, headline=True
            ),
            Figure("lines", found.lines, 1_000, of=found.lines, counts=True),
        ],
        ["\n".join(personal_data.table(found)), _WRITTEN_BY],
    )


def _subject(options: Options) -> Section:
    return subject.section(quick=options.quick)


def _bad_input(options: Options) -> Section:
    bad = hostile.inputs(20 if options.quick else None)
    with a_site() as address:
        ends = say_each(address, [each.text for each in bad], longest=200_000)
    for each, ended in zip(bad, ends, strict=True):
        if not hostile.fine(ended):
            say(f"  {each.kind} → {ended.outcome}: {each.text[:60]!a}")
    return hostile.section(bad, ends)


def _cross_validation(options: Options) -> Section:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        in_dialogue_runtime("scripts.evaluation.folds", str(VECTORS), str(options.folds), str(out))
        report = json.loads(out.read_text(encoding="utf-8"))
    acts = {name: row for name, row in report.items() if isinstance(row, dict) and not name.endswith(" avg")}
    rows: list[list[object]] = [
        [name, int(row["support"]), row["precision"], row["recall"], row["f1-score"]]
        for name, row in sorted(acts.items())
    ]
    total = sum(int(row["support"]) for row in acts.values())
    return Section(
        "cross-validation",
        "Rasa's cross-validation over the training sentences",
        [Figure(f"act macro-F1, {options.folds}-fold", float(report["macro avg"]["f1-score"]), of=total)],
        [table(["act", "sentences", "precision", "recall", "F1"], rows)],
    )


PARTS: dict[str, Callable[[Options], Section]] = {
    "understanding": _understanding,
    "outside": _outside,
    "retrieval": _retrieval,
    "accuracy": _accuracy,
    "entities": _entities,
    "dates": _dates,
    "personal-data": _personal_data,
    "subject": _subject,
    "bad-input": _bad_input,
    "cross-validation*": _cross_validation,
}
