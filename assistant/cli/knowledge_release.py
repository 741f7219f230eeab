"""Commands that make releases and put them to use: build, publish, rollback, diff, releases."""

import json
from datetime import date
from typing import Annotated, Any

import typer

from assistant.cli.knowledge_parts import (
    Day,
    Form,
    as_json,
    calibration,
    day,
    kept_queries,
    made_release,
    now,
    stopping,
)
from assistant.curation import release as releases
from assistant.curation.difference import Change, differences, full_name, read_release
from assistant.curation.gates import Refusal, citation_gate, gap_gate, lint_gate, recall_gate
from assistant.curation.parse import read_library
from assistant.settings import Settings
from assistant.shared.errors import NotFound, SetupError

_LEAST_REASON = 10


def register(app: typer.Typer) -> None:
    """The commands are part of `app`."""
    for command in (build, publish, rollback, diff, list_releases):
        app.command(name="releases" if command is list_releases else None)(command)
    app.command(name="compile")(compile_release)


def build(
    today: Day = "",
    form: Form = "text",
    use: Annotated[bool, typer.Option("--use", help="Put it to use at once, without the gates of publish.")] = False,
) -> None:
    """Check, then make a release; only changed passages are encoded. Example: assistant knowledge build"""
    settings = Settings()
    # The first release has nothing to be measured against.
    first = releases.in_use(settings.releases_dir) is None
    summary = _build(settings, day(today))
    if use or first:
        releases.switch(settings.releases_dir, summary["release"], how="build", at=now())
        releases.prune(settings.releases_dir, keep=settings.releases_kept)
    _say(summary | {"in use": use or first}, form)


def compile_release(today: Day = "", form: Form = "text") -> None:
    """The same as build --use, as `make setup` does it. Example: assistant knowledge compile"""
    build(today, form, use=True)


def publish(
    name: Annotated[str, typer.Argument(help="A release, or the beginning of its name; empty builds one.")] = "",
    today: Day = "",
    force: Annotated[str, typer.Option(help="Publish in spite of refusals, for this reason, which is kept.")] = "",
    form: Form = "text",
) -> None:
    """Put a release to use if it passes lint, recall, citation and gap gates. Example: assistant knowledge publish"""
    settings = Settings()
    if force and len(force.strip()) < _LEAST_REASON:
        raise SetupError(f"--force {force!r} is no reason", mend="write in a sentence why citizens are better off")
    folder = settings.releases_dir
    chosen = full_name(folder, name) if name else _build(settings, day(today))["release"]
    if not releases.is_whole(folder / chosen):
        raise SetupError(f"release {chosen} is damaged", mend="build it again: `assistant knowledge build`")
    refusals = _refusals(settings, chosen, day(today), lint=bool(name))
    rows = [{"gate": row.gate, "reason": row.reason, "mend": row.mend} for row in refusals]
    if refusals and not force:
        if form == "json":
            as_json({"release": chosen, "published": False, "refusals": rows})
        else:
            _explain(chosen, refusals)
        raise typer.Exit(1)
    said: dict[str, Any] = {"how": "publish", "at": now()}
    if refusals:
        said |= {"how": "forced", "reason": force.strip(), "refusals": rows}
        # Kept with the release as long as it lies there, whatever becomes of the history.
        (folder / chosen / "forced.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    releases.switch(folder, chosen, **said)
    gone = releases.prune(folder, keep=settings.releases_kept)
    _say({"release": chosen, "published": True, "how": said["how"], "pruned": len(gone)}, form)


def rollback(
    name: Annotated[str, typer.Argument(help="The release to go back to; empty means the one before.")] = "",
    form: Form = "text",
) -> None:
    """Put an earlier release to use, at once and without gates. Example: assistant knowledge rollback"""
    folder = Settings().releases_dir
    chosen = full_name(folder, name) if name else releases.previous(folder)
    if chosen is None:
        raise NotFound("no earlier release is kept", mend="name one: `assistant knowledge releases` lists them")
    if not releases.is_whole(folder / chosen):
        raise SetupError(f"release {chosen} is damaged", mend="choose another: `assistant knowledge releases`")
    was = releases.in_use(folder)
    releases.switch(folder, chosen, how=releases.ROLLBACK, at=now())
    _say({"release": chosen, "was": was}, form)


def diff(
    old: Annotated[str, typer.Argument(help="A release; empty means the one before the one in use.")] = "",
    new: Annotated[str, typer.Argument(help="A release; empty means the one in use.")] = "",
    form: Form = "text",
) -> None:
    """What one release says differently: matter, section, numbers. Example: assistant knowledge diff a7df c01b"""
    folder = Settings().releases_dir
    before = old or releases.previous(folder)
    if before is None:
        raise NotFound("no earlier release is kept", mend="name two: `assistant knowledge releases` lists them")
    changes = differences(read_release(folder, before), read_release(folder, new or releases.in_use(folder) or ""))
    if form == "json":
        as_json([vars(change) for change in changes])
    else:
        _print(changes)


def list_releases(form: Form = "text") -> None:
    """Every kept release, newest first, and how it came to use. Example: assistant knowledge releases"""
    folder = Settings().releases_dir
    last = {row["release"]: row for row in releases.history(folder)}
    rows = []
    for path in sorted(folder.glob("*/manifest.json"), key=lambda path: -path.parent.stat().st_mtime_ns):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        name = path.parent.name
        rows.append(
            {
                "release": name,
                "in use": name == releases.in_use(folder),
                "entries": manifest["entries"],
                "passages": manifest["passages"],
                "as_of": manifest["as_of"],
                **{key: value for key, value in last.get(name, {}).items() if key in ("how", "at", "reason")},
            }
        )
    if form == "json":
        as_json(rows)
        return
    for row in rows:
        mark = "*" if row.pop("in use") else " "
        typer.echo(
            f"{mark} " + " · ".join(f"{key} {value}" if key != "release" else value for key, value in row.items())
        )


def _build(settings: Settings, today: date) -> dict[str, Any]:
    files = read_library(settings.knowledge_dir)
    errors = stopping(settings, files, today)
    if errors:
        for finding in errors:
            typer.echo(f"{finding.file}:{finding.line}:{finding.column}: {finding.code} {finding.fault}", err=True)
        raise SetupError(f"{len(errors)} lint errors stand", mend="mend them: the running release stays in use")
    given = calibration(settings)
    if "adapter" not in given:
        raise SetupError(
            "calibration.yml does not say with which adapter it was fitted", mend="run `assistant knowledge fit`"
        )
    name, made, encoded = made_release(settings, files, today, releases_dir=settings.releases_dir, calibration=given)
    manifest = json.loads((settings.releases_dir / name / releases.MANIFEST).read_text(encoding="utf-8"))
    return {
        "release": name,
        "made": made,
        "encoded": encoded,
        **{key: manifest[key] for key in ("entries", "passages", "as_of")},
    }


def _refusals(settings: Settings, chosen: str, today: date, *, lint: bool) -> list[Refusal]:
    from assistant.cli.release_checks import figures
    from assistant.retrieval.gold import read_gold

    folder = settings.releases_dir
    refusals: list[Refusal] = []
    if lint:
        files = read_library(settings.knowledge_dir)
        refusals += lint_gate(stopping(settings, files, today))
    running = releases.in_use(folder)
    if running is None or running == chosen or not releases.is_whole(folder / running):
        return refusals
    old, new = read_release(folder, running), read_release(folder, chosen)
    refusals += citation_gate(list(old.entries.values()), list(new.entries.values()), new.moved)
    gold = read_gold(settings.knowledge_dir / "gold")
    kept = kept_queries(settings)
    before = figures(folder / running, gold, kept, today=today)
    after = figures(folder / chosen, gold, kept, today=today)
    refusals += recall_gate(before, after, allowed=settings.recall_drop)
    return refusals + gap_gate(before, after)


def _explain(chosen: str, refusals: list[Refusal]) -> None:
    typer.echo(f"release {chosen} is refused; the running one stays in use")
    for row in refusals:
        typer.echo(f"  {row.gate}: {row.reason}\n    → {row.mend}")
    typer.echo('  or say why it must go out all the same: --force "…"')


def _print(changes: list[Change]) -> None:
    entry = None
    for change in changes:
        if change.entry != entry:
            entry = change.entry
            mark = {"added": "+", "removed": "-"}.get(change.what, "~") if not change.where else "~"
            typer.echo(f"{mark} {entry} {change.title}" if entry else "~ search")
        if not change.where:
            if change.after:
                typer.echo(f"    replaced by {change.after}")
            continue
        numbers = ", ".join(f"{old or '–'} → {new or '–'}" for old, new in change.numbers)
        typer.echo(f"    {change.what} {change.where}{': ' + numbers if numbers else ''}")
        for sign, text in (("-", change.before), ("+", change.after)):
            for line in text.splitlines():
                typer.echo(f"      {sign} {line}")
    typer.echo(f"{len(changes)} changes in {len({change.entry for change in changes})} matters")


def _say(summary: dict[str, Any], form: str) -> None:
    if form == "json":
        typer.echo(json.dumps(summary, ensure_ascii=False))
    else:
        typer.echo(" · ".join(f"{key} {value}" for key, value in summary.items()))
