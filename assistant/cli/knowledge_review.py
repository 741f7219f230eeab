"""Commands that show a curator where to look: stale, conflicts, coverage."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from assistant.cli.knowledge_parts import Day, Form, as_json, day, question_vectors
from assistant.curation.comparing import contradictions, near_questions
from assistant.curation.coverage import coverage as cover
from assistant.curation.coverage import read_unsaid, write_report
from assistant.curation.dates import last_day
from assistant.curation.facts import read_facts
from assistant.curation.parse import read_library
from assistant.curation.vocabulary import read_vocabulary
from assistant.settings import Settings
from assistant.shared.errors import SetupError

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """The commands are part of `app`."""
    for command in (stale, conflicts, coverage):
        app.command()(command)


def stale(
    days: Annotated[int, typer.Option(help="Also what falls due within so many days.")] = 60,
    today: Day = "",
    form: Form = "text",
) -> None:
    """Published files whose review or validity has passed or soon will. Example: assistant knowledge stale --days 90"""
    present = day(today)
    rows: list[dict[str, Any]] = []
    for file in read_library(Settings().knowledge_dir):
        for what, end in (("review", last_day(file.text("review_by"))), ("validity", last_day(file.valid_until))):
            if file.published and end is not None and end <= present + timedelta(days=days):
                left = (end - present).days
                checked = min((source.checked for source in file.sources), default="")
                rows.append({"left": left, "what": what, "day": str(end), "file": str(file.path), "checked": checked,
                             "owner": file.text("owner")})  # fmt: skip
    rows.sort(key=lambda row: (row["left"], row["file"]))
    if form == "json":
        as_json(rows)
        return
    for row in rows:
        when = f"{-row['left']} days ago" if row["left"] < 0 else f"in {row['left']} days"
        typer.echo(f"{row['what']:<8} {row['day']} ({when})  {row['file']}  checked {row['checked']}  {row['owner']}")
    typer.echo(f"{len(rows)} due by {present + timedelta(days=days)}")


def conflicts(
    everything: Annotated[bool, typer.Option("--all", help="Also what a curator has settled.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Do not compare questions by meaning.")] = False,
    form: Form = "text",
) -> None:
    """Files that contradict each other or ask nearly the same. Example: assistant knowledge conflicts --all"""
    settings = Settings()
    files = read_library(settings.knowledge_dir)
    words = read_vocabulary(settings.knowledge_dir / "vocabulary")
    rows = [
        ("K023", pair.alike, pair.claim.file, pair.claim.sentence, pair.other.file, pair.other.sentence)
        for pair in contradictions(files)
    ]
    rows += [
        ("K022", pair.cosine, pair.file, pair.question.ask, pair.other_file, pair.other_question.ask)
        for pair in near_questions(files, None if quick else question_vectors(settings))
    ]
    shown = [row for row in rows if everything or not words.is_reviewed(row[0], row[2].id, row[4].id)]
    if form == "json":
        keys = ("rule", "alike", "file", "says", "other", "other_says")
        as_json([dict(zip(keys, (r, a, str(f.path), s, str(o.path), t), strict=True)) for r, a, f, s, o, t in shown])
        return
    for rule, alike, file, said, other, other_said in shown:
        typer.echo(f"{rule} {alike:.3f}\n  {file.path}: {said}\n  {other.path}: {other_said}")
    pairs = {(rule, frozenset((file.id, other.id))) for rule, _, file, _, other, _ in rows}
    unneeded = [
        row for row in words.reviewed if (row.rule, row.files) not in pairs and not (quick and row.rule == "K022")
    ]
    for row in unneeded:
        typer.echo(f"settled in reviewed.yml, but no longer so: {row.rule} {', '.join(sorted(row.files))}")
    typer.echo(f"{len(shown)} conflicts, {len(rows) - len(shown)} settled")


def coverage(
    form: Form = "text",
    write: Annotated[bool, typer.Option("--write", help="Also write var/coverage.json.")] = False,
) -> None:
    """Which facts are said in which file, and asked by which gold question. Example: assistant knowledge coverage"""
    from assistant.retrieval.gold import read_gold

    settings = Settings()
    facts = read_facts(settings.shared_dir / "facts")
    if facts is None:
        raise SetupError(f"no fact book in {settings.shared_dir}", mend="set ASSISTANT_SHARED_DIR to where it lies")
    found = cover(
        read_library(settings.knowledge_dir),
        facts,
        read_gold(settings.knowledge_dir / "gold"),
        unsaid=read_unsaid(settings.knowledge_dir / "vocabulary"),
    )
    if write:
        write_report(found, settings.var_dir / "coverage.json")
    if form == "json":
        as_json(found.as_json())
        return
    typer.echo(
        f"{len(found.facts)} sayable facts, {found.share:.1%} said in a published file and asked by a gold question"
    )
    for name, missing in (
        ("in no published file", found.without_file),
        ("without a gold question", found.without_question),
        ("without a gold question that names the section", found.without_exact_question),
        ("left out on purpose", tuple(found.unsaid)),
    ):
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        typer.echo(f"{len(missing):>5} {name}{': ' if missing else ''}{', '.join(missing[:_SHOWN])}{more}")
