"""`assistant petitions …`: the daily batch for transfer, one petition read for a reason, what routing learns."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import Settings
from assistant.shared.errors import BadInput, SetupError

app = typer.Typer(no_args_is_help=True, help="Petitions by the day, which belong together, what they are about.")
MODEL = "petition_bodies.npz"


@app.command()
def batch(
    date: Annotated[str, typer.Option(help="The Beijing day, as 2026-11-22.")],
    out: Annotated[Path | None, typer.Option(help="The CSV file to write; without it the rows are printed.")] = None,
) -> None:
    """A day's counts by district and its petitions, as CSV. Example: `assistant petitions batch --date 2026-11-22`."""
    from assistant.backends.petition.batch import as_csv, batch_of
    from assistant.backends.petition.routing import load_router
    from assistant.persistence.database import create_database, unit_of_work
    from assistant.persistence.migrate import upgrade

    try:
        day = datetime.strptime(date, "%Y-%m-%d").date()
    except ValueError as error:
        raise BadInput(f"{date!r} is no day", mend="write it as 2026-11-22") from error
    engine = create_database(Settings().sqlalchemy_url)
    upgrade(engine)
    with unit_of_work(engine) as unit:
        found = batch_of(unit.connection, day)
    engine.dispose()
    names = load_router().districts
    each = ", ".join(f"{names.get(code, code)} {count}" for code, count in found.by_district)
    print(f"{day}: {found.total} petitions, {found.key} key, {found.repeated} repeated, {found.withheld} not listed")
    print(each or "none")
    if out is None:
        print(as_csv(found), end="")
    else:
        # With the mark by which spreadsheet programs know the encoding.
        out.write_text(as_csv(found), encoding="utf-8-sig")
        print(f"{len(found.rows)} rows in {out}")


@app.command()
def read(
    number: Annotated[str, typer.Argument(help="Number of the petition.")],
    reason: Annotated[str, typer.Option(help="What the personal data is needed for; it is kept in the log.")],
    name: Annotated[str, typer.Option(help="Who reads it.")],
    body: Annotated[str, typer.Option(help="For which body, by its code; none for the registry.")] = "",
) -> None:
    """Print a petition with its personal data, and log who read it and why. To a body that it accuses there is none.

    Example: `assistant petitions read XF20261122000011 --name desk-3 --body city_management --reason 要回电话`.
    """
    from assistant.backends.petition.audit import Staff
    from assistant.backends.petition.model import Actor
    from assistant.backends.petition.oversight import Oversight
    from assistant.cli.audit import open_filing

    by = Staff(Actor.DEPARTMENT if body else Actor.REGISTRY, name, body or None)
    with open_filing() as filing:
        print(json.dumps(Oversight(filing).read(number, by, reason), ensure_ascii=False, indent=2))


@app.command()
def learn() -> None:
    """Learn from public messages whose matter a petition is, into var/. Example: `assistant petitions learn`."""
    from assistant.backends.petition.routing import load_router
    from assistant.backends.petition.subject_training import learn as learn_bodies
    from assistant.backends.petition.subject_training import read_bodies

    settings = Settings()
    try:
        texts, bodies = read_bodies(settings.shared_dir / "data" / "gov_messages")
    except SetupError as error:
        print(f"{error.message}; {error.mend}")
        return
    words = load_router().taught()
    learn_bodies([*texts, *(word for word, _ in words)], [*bodies, *(body for _, body in words)]).save(
        settings.var_dir / MODEL
    )
    print(f"learned from {len(texts)} messages and {len(words)} words of the rules: {settings.var_dir / MODEL}")
