"""`assistant knowledge …`: what a curator does on files. Here the commands that check; the others are beside it."""

from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer

from assistant.cli import knowledge_ask, knowledge_files, knowledge_release, knowledge_review
from assistant.cli.knowledge_parts import Day, as_json, day, findings
from assistant.curation import lint as linting
from assistant.curation.findings import Finding
from assistant.curation.fixing import fix_files
from assistant.curation.parse import read_library
from assistant.settings import Settings
from assistant.shared.errors import BadInput

app = typer.Typer(no_args_is_help=True, help="Write, check, ask, measure and release the knowledge files.")

Paths = Annotated[list[str] | None, typer.Argument(help="Only files whose path holds one of these.")]
CheckForm = Annotated[str, typer.Option("--format", help="text, json, or github (annotations of a pull request).")]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings fail too.")]
Fix = Annotated[bool, typer.Option("--fix", help="Make the mends that are safe, then check again.")]
Quick = Annotated[bool, typer.Option("--quick", help="Do not compare questions by meaning (K022).")]


@app.command()
def check(
    paths: Paths = None,
    form: CheckForm = "text",
    today: Day = "",
    strict: Strict = False,
    fix: Fix = False,
    quick: Quick = False,
) -> None:
    """Check every knowledge file; 1 if an error stands. Example: assistant knowledge check petition --fix"""
    if form not in ("text", "json", "github"):
        raise BadInput(f"format {form!r} is not known", mend="choose text, json or github")
    settings = Settings()
    found = _found(settings, paths, today, quick=quick)
    if fix and (made := fix_files(found, root=settings.knowledge_dir)):
        typer.echo(f"{made} faults fixed", err=True)
        found = _found(settings, paths, today, quick=quick)
    if form == "json":
        as_json([_as_mapping(finding) for finding in found])
    elif form == "github":
        for finding in found:
            typer.echo(_annotation(settings, finding))
    else:
        _print(found, checked=len(read_library(settings.knowledge_dir)))
    if linting.errors(found) or (strict and found):
        raise typer.Exit(1)


@app.command()
def lint(
    paths: Paths = None,
    form: CheckForm = "text",
    today: Day = "",
    strict: Strict = False,
    fix: Fix = False,
    quick: Quick = False,
) -> None:
    """The same as check. Example: assistant knowledge lint petition --format json"""
    check(paths, form, today, strict, fix, quick)


@app.command()
def explain(code: Annotated[str, typer.Argument(help="A rule such as K008; empty lists them.")] = "") -> None:
    """Print the page of a lint rule. Example: assistant knowledge explain K008"""
    if code:
        typer.echo(linting.rule(code).page)
    else:
        for rule in linting.all_rules():
            typer.echo(rule.page.splitlines()[0])


knowledge_ask.register(app)
knowledge_release.register(app)
knowledge_review.register(app)
knowledge_files.register(app)


def _found(settings: Settings, paths: list[str] | None, today: str, *, quick: bool) -> list[Finding]:
    files = read_library(settings.knowledge_dir)
    return [
        finding
        for finding in findings(settings, files, day(today), by_meaning=not quick)
        if not paths or any(path in finding.file for path in paths)
    ]


def _print(found: list[Finding], *, checked: int) -> None:
    for finding in found:
        typer.echo(
            f"{finding.file}:{finding.line}:{finding.column}: {finding.code} {finding.severity}: "
            f"{finding.fault} — {finding.mend}{' [--fix]' if finding.edit else ''}"
        )
    for code in sorted({finding.code for finding in found}):
        typer.echo(f"{code}: why and how to mend: assistant knowledge explain {code}")
    counts = Counter(finding.severity for finding in found)
    typer.echo(f"{checked} files, {counts['error']} errors, {counts['warning']} warnings")


def _as_mapping(finding: Finding) -> dict[str, object]:
    row = {key: value for key, value in asdict(finding).items() if key != "edit"}
    return {**row, "fixable": finding.edit is not None, "page": f"assistant knowledge explain {finding.code}"}


def _annotation(settings: Settings, finding: Finding) -> str:
    name = next(rule.name for rule in linting.all_rules() if rule.code == finding.code)
    place = f"file={settings.knowledge_dir.name}/{finding.file},line={finding.line},col={finding.column}"
    said = f"{finding.fault} — {finding.mend} (assistant knowledge explain {finding.code})"
    escaped = said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{finding.severity} {place},title={finding.code} {name}::{escaped}"
