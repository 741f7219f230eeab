"""`assistant knowledge …`: what a curator does on files: check them, build a release, ask it, measure it."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
import yaml

from assistant.curation import lint as linting
from assistant.curation.compile import compile_content
from assistant.curation.facts import read_facts
from assistant.curation.findings import Finding
from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import read_library
from assistant.curation.release import publish
from assistant.curation.vocabulary import read_spellings, read_vocabulary
from assistant.settings import Settings
from assistant.shared.errors import AssistantError, NotFound, SetupError

app = typer.Typer(no_args_is_help=True, help="Check, build, ask and measure the knowledge files.")

Form = Annotated[str, typer.Option("--format", help="text or json")]
Day = Annotated[str, typer.Option(help="The day to take as today, YYYY-MM-DD; empty means today in China.")]


@app.command()
def lint(
    paths: Annotated[list[str] | None, typer.Argument(help="Only files whose path holds one of these.")] = None,
    form: Form = "text",
    today: Day = "",
    strict: Annotated[bool, typer.Option(help="Warnings fail too.")] = False,
) -> None:
    """Check every knowledge file. Example: assistant knowledge lint petition --format json"""
    settings = Settings()
    files = read_library(settings.knowledge_dir)
    findings = [
        finding
        for finding in _findings(settings, files, _day(today))
        if not paths or any(path in finding.file for path in paths)
    ]
    _report(findings, form=form, checked=len(files))
    if linting.errors(findings) or (strict and findings):
        raise typer.Exit(1)


@app.command()
def explain(code: Annotated[str, typer.Argument(help="A rule such as K008; empty lists them.")] = "") -> None:
    """Print the page of a lint rule. Example: assistant knowledge explain K008"""
    if code:
        try:
            typer.echo(linting.rule(code).page)
        except NotFound as error:
            raise _stop(error) from error
    else:
        for rule in linting.all_rules():
            typer.echo(rule.page.splitlines()[0])


@app.command(name="compile")
def compile_release(today: Day = "", form: Form = "text") -> None:
    """Check, then build a release and put it to use; only changed passages are encoded. Example: … compile"""
    from assistant.retrieval.indexing import HybridIndexBuilder
    from assistant.retrieval.release import Release
    from assistant.retrieval.vector_cache import VectorCache

    settings = Settings()
    try:
        files = read_library(settings.knowledge_dir)
        stopping = linting.errors(_findings(settings, files, _day(today)))
        if stopping:
            _report(stopping, form=form, checked=len(files))
            raise SetupError(f"{len(stopping)} lint errors stand", mend="mend them: the running release stays in use")
        calibration = yaml.safe_load((settings.knowledge_dir / "calibration.yml").read_text(encoding="utf-8"))
        builder = HybridIndexBuilder(
            _encoder(settings), VectorCache(settings.var_dir / "vectors.sqlite"), progress=_progress
        )
        vocabulary_dir = settings.knowledge_dir / "vocabulary"
        name, made = publish(
            compile_content(files, today=_day(today)),
            releases_dir=settings.releases_dir,
            builder=builder,
            spellings=read_spellings(vocabulary_dir),
            places=read_vocabulary(vocabulary_dir).places,
            calibration=calibration,
            accept=Release.load,
        )
    except AssistantError as error:
        raise _stop(error) from error
    manifest = json.loads((settings.releases_dir / name / "manifest.json").read_text(encoding="utf-8"))
    summary = {
        "release": name,
        "made": made,
        "encoded": builder.encoded,
        "entries": manifest["entries"],
        "passages": manifest["passages"],
        "as_of": manifest["as_of"],
    }
    typer.echo(
        json.dumps(summary) if form == "json" else " · ".join(f"{key} {value}" for key, value in summary.items())
    )


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What a citizen would type.")],
    limit: Annotated[int, typer.Option(help="How many hits to show.")] = 5,
    place: Annotated[str | None, typer.Option(help="Only what holds in this place.")] = None,
    audience: Annotated[str | None, typer.Option(help="Only for resident, overseas or business.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    form: Form = "text",
) -> None:
    """Ask the release in use and show why each hit stands where it does. Example: … search 信访多久有答复"""
    try:
        result = _search(Settings()).search(text, limit=limit, place=place, audience=audience, topic=topic)
    except AssistantError as error:
        raise _stop(error) from error
    if form == "json":
        typer.echo(result.model_dump_json(indent=2))
        return
    typer.echo(f"{result.decision}  p={result.probability:.3f}  release {result.release}")
    for hit in result.hits:
        typer.echo(
            f"{hit.probability:.3f}  fused {hit.score:+.2f}  dense {hit.dense:.3f}  words {hit.lexical:.2f}  {hit.url}"
            f"{'  (gap)' if hit.gap else ''}\n       {hit.title} › {hit.heading}\n       matched: {hit.matched[:60]!r}"
        )


@app.command()
def evaluate(
    form: Form = "text",
    worst: Annotated[int, typer.Option(help="How many wrong ones to list.")] = 0,
    folds: Annotated[int, typer.Option(help="Folds of the cross-validated calibration.")] = 5,
) -> None:
    """Measure the release in use on the gold questions. Example: assistant knowledge evaluate --worst 20"""
    from assistant.retrieval.evaluation import cross_validated, measure

    settings = Settings()
    try:
        sample = _sample(settings)
    except AssistantError as error:
        raise _stop(error) from error
    judged = cross_validated(sample, folds=folds)
    report = measure(judged)
    if form == "json":
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _table(report)
    for row in sorted((row for row in judged if row.fault), key=lambda row: -row.probability)[:worst]:
        typer.echo(f"{row.fault:<13} p={row.probability:.2f} {row.ask}  → {row.first}  (wanted {row.wanted})")


@app.command()
def fit(write: Annotated[bool, typer.Option(help="Write knowledge/calibration.yml.")] = True) -> None:
    """Fit weights and thresholds to the gold questions of the release in use. Example: … fit --no-write"""
    from assistant.retrieval.fitting import fit_calibration

    settings = Settings()
    try:
        calibration = fit_calibration(_sample(settings))
    except AssistantError as error:
        raise _stop(error) from error
    text = yaml.safe_dump(calibration.to_mapping(), sort_keys=False)
    typer.echo(text)
    if write:
        head = "# Made by `assistant knowledge fit` from knowledge/gold; compile again to put it to use.\n"
        (settings.knowledge_dir / "calibration.yml").write_text(head + text, encoding="utf-8")


def _findings(settings: Settings, files: tuple[KnowledgeFile, ...], today: date) -> tuple[Finding, ...]:
    return linting.lint(
        files,
        vocabulary=read_vocabulary(settings.knowledge_dir / "vocabulary"),
        facts=read_facts(settings.shared_dir / "facts"),
        today=today,
    )


def _encoder(settings: Settings) -> Any:
    from assistant.retrieval.on_demand import EncoderOnDemand

    return EncoderOnDemand(
        settings.encoder_model or settings.encoder_dir, threads=settings.encoder_threads, cache=settings.encoder_cache
    )


def _search(settings: Settings) -> Any:
    from assistant.retrieval.holder import SearchHolder

    holder = SearchHolder(
        settings.releases_dir,
        _encoder(settings),
        today=lambda: _day(""),
        answer_threshold=settings.answer_threshold,
    )
    return holder.current()


def _sample(settings: Settings) -> Any:
    from assistant.retrieval.gold import observe, outside_questions, read_gold

    gold = read_gold(settings.knowledge_dir / "gold")
    return observe(_search(settings), [*gold, *outside_questions(settings.shared_dir / "data")])


def _report(findings: Any, *, form: str, checked: int) -> None:
    if form == "json":
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
        return
    for finding in findings:
        typer.echo(
            f"{finding.file}:{finding.line}:{finding.column}: {finding.code} {finding.severity}: "
            f"{finding.fault} — {finding.mend}"
        )
    counts = Counter(finding.severity for finding in findings)
    typer.echo(f"{checked} files, {counts['error']} errors, {counts['warning']} warnings")


def _table(report: dict[str, Any]) -> None:
    names = list(next(iter(report.values())))
    typer.echo(f"{'':<10}" + "".join(f"{name:>16}" for name in names))
    for group, row in report.items():
        cells = (f"{row[name]:>16.3f}" if isinstance(row[name], float) else f"{row[name]!s:>16}" for name in names)
        typer.echo(f"{group:<10}" + "".join(cells))


def _day(text: str) -> date:
    return date.fromisoformat(text) if text else datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _progress(done: int, total: int) -> None:
    typer.echo(f"\rencoded {done}/{total}", nl=done >= total, err=True)


def _stop(error: AssistantError) -> typer.Exit:
    typer.echo(f"{error.message}\n→ {error.mend}", err=True)
    return typer.Exit(1)


if __name__ == "__main__":
    app()
