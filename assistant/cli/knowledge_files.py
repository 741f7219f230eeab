"""Commands that write knowledge files: new, import, export."""

from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from assistant.cli.knowledge_parts import Day, Form, as_json, day, stopping
from assistant.curation.documents import read_document, write_document
from assistant.curation.drafting import new_draft
from assistant.curation.exchange import COLUMNS, Incoming, RowFault, from_rows, to_rows
from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import parse, read_library
from assistant.curation.tables import read_table, write_table
from assistant.curation.vocabulary import read_vocabulary
from assistant.curation.writing import write_all
from assistant.settings import Settings
from assistant.shared.errors import BadInput

Replace = Annotated[bool, typer.Option("--replace", help="Files of the same id are replaced.")]


def register(app: typer.Typer) -> None:
    """The commands are part of `app`."""
    app.command(name="new")(new)
    app.command(name="import")(import_files)
    app.command(name="export")(export)


def new(
    name: Annotated[str, typer.Argument(help="The id: a–z, 0–9 and `-`; never one that was used before.")],
    title: Annotated[str, typer.Option(help="What an ordinary person would call it.")],
    topic: Annotated[str, typer.Option(help="A topic of vocabulary/topics.yml: the folder.")],
    kind: Annotated[str, typer.Option(help="guide, faq, policy, notice or directory.")] = "guide",
    department: Annotated[str, typer.Option(help="The body in charge.")] = "",
    owner: Annotated[str, typer.Option(help="A team of vocabulary/kinds.yml; empty takes the last one there.")] = "",
    today: Day = "",
) -> None:
    """Start a draft from the template of its kind. Example: assistant knowledge new a-b --title T --topic hotline"""
    settings = Settings()
    words = read_vocabulary(settings.knowledge_dir / "vocabulary")
    if topic not in words.topics:
        raise BadInput(f"topic {topic!r} is not known", mend=f"choose one of {', '.join(sorted(words.topics))}")
    path = new_draft(
        settings.knowledge_dir,
        name=name,
        kind=kind,
        topic=topic,
        title=title,
        department=department or topic,
        owner=owner or sorted(words.owners)[-1],
        today=day(today),
    )
    typer.echo(f"{path} is a draft: fill it in, then `assistant knowledge check {name}`")


def import_files(
    table: Annotated[Path, typer.Argument(help="A .csv, .xlsx or .docx in the form that export writes.")],
    replace: Replace = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
    today: Day = "",
    form: Form = "text",
) -> None:
    """Take in files from a table or document: all of them or none. Example: assistant knowledge import new.xlsx"""
    settings = Settings()
    headings, rows = read_document(table) if table.suffix.lower() == ".docx" else read_table(table)
    incoming, faults = from_rows(rows, headings)
    faults += _faults(settings, incoming, day(today), replace=replace)
    if faults:
        ordered = sorted(faults, key=lambda fault: (fault.row, fault.column))
        if form == "json":
            as_json([vars(fault) for fault in ordered])
        else:
            for fault in ordered:
                typer.echo(f"row {fault.row}, {fault.column}: {fault.fault} — {fault.mend}")
            typer.echo(f"{len(faults)} faults in {len(rows)} rows: nothing was written")
        raise typer.Exit(1)
    if not dry_run:
        write_all({file.path: file.text for file in incoming}, root=settings.knowledge_dir)
    said = "would be written" if dry_run else "written"
    if form == "json":
        as_json({"written": [] if dry_run else [file.path for file in incoming], "rows": len(rows)})
    else:
        typer.echo(f"{len(incoming)} files from {len(rows)} rows {said}: {', '.join(file.path for file in incoming)}")


def export(
    out: Annotated[Path, typer.Argument(help="The .csv, .xlsx or .docx to write.")],
    paths: Annotated[list[str] | None, typer.Argument(help="Only files whose path holds one of these.")] = None,
) -> None:
    """Write knowledge files as a table or document. Example: assistant knowledge export petition.xlsx petition/"""
    settings = Settings()
    chosen = [
        file
        for file in read_library(settings.knowledge_dir)
        if not paths or any(path in str(file.path) for path in paths)
    ]
    malformed = [file for file in chosen if file.problems]
    for file in malformed:
        typer.echo(f"{file.path} is left out: {file.problems[0].fault}", err=True)
    rows = [row for file in chosen if file not in malformed for row in to_rows(file)]
    if out.suffix.lower() == ".docx":
        write_document(out, rows)
    else:
        write_table(out, COLUMNS, rows)
    typer.echo(f"{len(chosen) - len(malformed)} files, {len(rows)} rows in {out}")


def _faults(settings: Settings, incoming: list[Incoming], today: date, *, replace: bool) -> list[RowFault]:
    """What would be wrong with the knowledge if `incoming` were in it, by row."""
    library = {str(file.path): file for file in read_library(settings.knowledge_dir)}
    by_id = {file.id: path for path, file in library.items()}
    found: list[RowFault] = []
    coming: dict[str, Incoming] = {}
    for file in incoming:
        name = PurePosixPath(file.path).stem
        old = by_id.get(name)
        if old is not None and not replace:
            found.append(
                RowFault(file.row_of(1), "id", f"{name} is there already: {old}", "say --replace, or rename it")
            )
        elif old is not None and old != file.path:
            found.append(RowFault(file.row_of(1), "topic", f"{name} is in {old}", "keep its topic, or move it first"))
        coming[file.path] = file
    files: tuple[KnowledgeFile, ...] = tuple(
        {**library, **{path: parse(file.text, path=PurePosixPath(path)) for path, file in coming.items()}}.values()
    )
    for finding in stopping(settings, files, today):
        if finding.file in coming:
            row = coming[finding.file].row_of(finding.line)
            found.append(RowFault(row, finding.code, finding.fault, finding.mend))
    return found
