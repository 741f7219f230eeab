"""Commands that ask the release in use: ask, search, test, evaluate, fit."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
import yaml

from assistant.cli.knowledge_parts import (
    Form,
    as_json,
    calibration,
    day,
    kept_queries,
    made_release,
    now,
    progress,
    search_in_use,
    written,
)
from assistant.curation.hit_test import Outcome, counted, judged, read_questions, worst_first
from assistant.curation.parse import read_library
from assistant.settings import Settings
from assistant.shared.text.script import detect_script

_DEEPEST = 20
Limit = Annotated[int, typer.Option(help="How many hits to show.")]
Place = Annotated[str | None, typer.Option(help="Only what holds in this place.")]
Audience = Annotated[str | None, typer.Option(help="Only for resident, overseas or business.")]
Topic = Annotated[str | None, typer.Option(help="Only this topic.")]


def register(app: typer.Typer) -> None:
    """The commands are part of `app`."""
    app.command()(ask)
    app.command()(search)
    app.command(name="test")(hit_test)
    app.command()(evaluate)
    app.command()(fit)


def ask(
    text: Annotated[str, typer.Argument(help="What a citizen would type.")],
    script: Annotated[str, typer.Option(help="hans, hant, yue or en; empty takes that of the question.")] = "",
    form: Form = "text",
) -> None:
    """Show what a citizen would read, buttons and all. Example: assistant knowledge ask 信访多久有答复"""
    from assistant.cli.asking import answer

    outcome, messages = asyncio.run(answer(Settings(), text, script=script or detect_script(text) or "hans"))
    if form == "json":
        as_json({"outcome": outcome, "messages": messages})
        return
    typer.echo(f"[{outcome}]")
    for message in messages:
        typer.echo(_as_text(message))


def search(
    text: Annotated[str, typer.Argument(help="What a citizen would type.")],
    limit: Limit = 5,
    place: Place = None,
    audience: Audience = None,
    topic: Topic = None,
    after: Annotated[str | None, typer.Option(help="The question before, with which a bare one is understood.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Every feature with its weight.")] = False,
    form: Form = "text",
) -> None:
    """Show why each hit stands where it does. Example: assistant knowledge search 信访多久有答复 --explain"""
    result = search_in_use(Settings()).search(
        text, limit=limit, place=place, audience=audience, topic=topic, context=after, explain=explain
    )
    if form == "json":
        typer.echo(result.model_dump_json(indent=2))
        return
    typer.echo(f"{result.decision}  p={result.probability:.3f}  release {result.release}")
    for number, hit in enumerate(result.hits):
        typer.echo(
            f"{hit.probability:.3f}  score {hit.score:+.2f}  dense {hit.dense:.3f}  words {hit.lexical:.2f}  {hit.url}"
            f"{'  (gap)' if hit.gap else ''}\n       {hit.title} › {hit.heading}\n       matched: {hit.matched[:60]!r}"
        )
        for name, rows in (("order", "ranking"), ("probability", "probability")) if explain else ():
            told = (f"{row.name} {row.value:.3f}×{row.weight:.2f}" for row in getattr(result.reasons[number], rows))
            typer.echo(f"       {name}: {', '.join(told)}")
    for part in result.parts:
        typer.echo(f"part   {part.url}  {part.title} › {part.heading}")


def hit_test(
    table: Annotated[Path, typer.Argument(help="A .csv or .xlsx with the columns ask, entry and perhaps section.")],
    html: Annotated[Path | None, typer.Option(help="Write a page with every question, worst first.")] = None,
    worst: Annotated[int, typer.Option(help="How many wrong ones to list.")] = 10,
    form: Form = "text",
) -> None:
    """Measure a batch of questions: hit@1/3/5, MRR. Example: assistant knowledge test asked.xlsx --html hits.html"""
    questions = read_questions(table)
    engine = search_in_use(Settings())
    outcomes: list[Outcome] = []
    for number, asked in enumerate(questions, start=1):
        result = engine.search(asked.ask, limit=_DEEPEST)
        hits = [(hit.entry_id, hit.anchor) for hit in result.hits]
        outcomes.append(judged(asked, hits, decision=result.decision, probability=result.probability))
        progress(number, len(questions))
    figures, rows = counted(outcomes), worst_first(outcomes)
    if html is not None:
        written(html, _page(figures, rows, release=engine.release.name, source=table.name))
    if form == "json":
        as_json({"figures": figures, "rows": [_outcome(row) for row in rows]})
        return
    typer.echo("  ".join(f"{key} {value if key == 'questions' else f'{value:.3f}'}" for key, value in figures.items()))
    for row in [row for row in rows if row.rank != 1][:worst]:
        typer.echo(
            f"row {row.asked.row}: {row.asked.ask}  wanted {', '.join(row.asked.entries)}  rank {row.rank or '–'}  "
            f"p={row.probability:.2f} {row.decision}  first {row.found[0] if row.found else 'nothing'}"
        )


def evaluate(
    form: Form = "text",
    worst: Annotated[int, typer.Option(help="How many wrong ones to list.")] = 0,
    folds: Annotated[int, typer.Option(help="Folds of the cross-validated calibration.")] = 5,
) -> None:
    """Measure the release in use on the gold questions. Example: assistant knowledge evaluate --worst 20"""
    from assistant.retrieval.evaluation import cross_validated, measure

    settings = Settings()
    judgements = cross_validated(_sample(settings, search_in_use(settings).release), folds=folds)
    report = measure(judgements)
    if form == "json":
        as_json(report)
    else:
        _table(report)
    for row in sorted((row for row in judgements if row.fault), key=lambda row: -row.probability)[:worst]:
        typer.echo(f"{row.fault:<13} p={row.probability:.2f} {row.ask}  → {row.first}  (wanted {row.wanted})")


def fit(write: Annotated[bool, typer.Option(help="Write knowledge/calibration.yml.")] = True) -> None:
    """Fit weights and thresholds to the gold questions, over the files of today. Example: assistant knowledge fit"""
    from assistant.retrieval.fitting import fit_calibration
    from assistant.retrieval.release import Release

    settings = Settings()
    given = {key: value for key, value in calibration(settings).items() if key != "adapter"}
    with TemporaryDirectory() as folder:
        files = read_library(settings.knowledge_dir)
        name, _, _ = made_release(settings, files, day(""), releases_dir=Path(folder), calibration=given)
        release = Release.load(Path(folder) / name)
        fitted = fit_calibration(_sample(settings, release))
    text = yaml.safe_dump({"adapter": release.adapter} | fitted.to_mapping(), sort_keys=False)
    typer.echo(text)
    if write:
        head = "# Made by `assistant knowledge fit` from knowledge/gold; build again to put it to use.\n"
        written(settings.knowledge_dir / "calibration.yml", head + text)


def _sample(settings: Settings, release: Any) -> Any:
    from assistant.retrieval.gold import observe, outside_questions, read_gold
    from assistant.retrieval.search import Search

    questions = [*read_gold(settings.knowledge_dir / "gold"), *outside_questions(settings.shared_dir / "data")]
    return observe(Search(release, kept_queries(settings), today=lambda: day("")), questions)


def _page(figures: dict[str, float], rows: list[Outcome], *, release: str, source: str) -> str:
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("assistant.cli"), autoescape=True, trim_blocks=True)
    template = environment.get_template("hit_test.html")
    return template.render(figures=figures, rows=rows, release=release, source=source, at=now())


def _outcome(row: Outcome) -> dict[str, Any]:
    return {**vars(row.asked), "rank": row.rank, "decision": row.decision, "probability": row.probability,
            "found": row.found}  # fmt: skip


def _as_text(message: dict[str, Any]) -> str:
    items = message.get("items") or []
    titles = [str(item.get("title") or item.get("text") or "") for item in items if isinstance(item, dict)]
    buttons = "".join(f"\n  [{title}]" for title in titles if message.get("type") == "chips")
    return f"{message['fallback']}{buttons}" if not buttons else f"{message.get('prompt') or ''}{buttons}".strip("\n")


def _table(report: dict[str, Any]) -> None:
    names = list(next(iter(report.values())))
    typer.echo(f"{'':<10}" + "".join(f"{name:>16}" for name in names))
    for group, row in report.items():
        cells = (f"{row[name]:>16.3f}" if isinstance(row[name], float) else f"{row[name]!s:>16}" for name in names)
        typer.echo(f"{group:<10}" + "".join(cells))
