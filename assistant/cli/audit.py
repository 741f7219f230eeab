"""`assistant audit …`, `assistant deadlines …`, `assistant retention …`: what staff and timers do over petitions."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from assistant.backends.petition.clocks import Light
from assistant.backends.petition.filing import Filing
from assistant.settings import Settings
from assistant.shared.errors import BadInput

_TELL_EVERY = 5_000  # rows or petitions

app = typer.Typer(no_args_is_help=True, help="The log of everything that happened to petitions.")
deadlines_app = typer.Typer(no_args_is_help=True, help="Legal dates of petitions, and supervision of what is late.")
retention_app = typer.Typer(no_args_is_help=True, help="How long personal data of petitions is kept.")


@app.callback()
def _audit() -> None:
    """The log of everything that happened to petitions."""


@retention_app.callback()
def _retention() -> None:
    """How long personal data of petitions is kept."""


@app.command()
def verify(
    expect: Annotated[
        str, typer.Option(help="ROW:HASH as an earlier run printed it; a log that was replaced has another one.")
    ] = "",
) -> None:
    """Check every row of the log and every petition against it; status 1 and the first fault where one is found.

    Keep the printed row and hash elsewhere: they show later that nothing before them was replaced.
    Example: `assistant audit verify --expect 1204:9f…`.
    """
    expected = _expected(expect) if expect else None
    with open_filing() as filing:
        found = filing.audit.check(filing.engine, expected=expected, progress=_told_now_and_then)
    if found.fault is None:
        print(f"whole: {found.rows} rows, {found.before_log} petitions older than the log\n{found.rows}:{found.head}")
        return
    where = "" if found.broken is None else f" at row {found.broken}"
    which = "" if found.number is None else f", petition {found.number}"
    print(f"broken: {found.fault}{where}{which}", file=sys.stderr)
    raise typer.Exit(1)


def _told_now_and_then(what: str, done: int, of: int) -> None:
    if done % _TELL_EVERY == 0:
        print(f"{what}: {done} of {of}", file=sys.stderr)


@deadlines_app.command("list")
def list_deadlines(
    light: Annotated[list[Light], typer.Option(help="Only these: red (late), yellow (near), green, paused.")] = [],  # noqa: B006
    department: Annotated[str, typer.Option(help="Only those of this body, by its code.")] = "",
) -> None:
    """Print each running duty, the most urgent first. Example: `assistant deadlines list --light red`."""
    from assistant.backends.petition.oversight import Oversight

    with open_filing() as filing:
        found = Oversight(filing).deadlines(department=department or None, lights=tuple(light))
    for each in found:
        print(
            f"{each['light']:<7}{each['by']}  {each['days_left']:>4} d  {each['number']}  "
            f"{each['clock']} (art. {each['article']})  {each['department']}"
        )
    print(f"{len(found)} duties")


@deadlines_app.command()
def escalate() -> None:
    """Put what is late or was rated badly under supervision, and close what can no longer be reviewed.

    Meant for a timer, once a day; running it twice does nothing more. Example: `assistant deadlines escalate`.
    """
    from assistant.backends.petition.oversight import Oversight

    with open_filing() as filing:
        oversight = Oversight(filing)
        supervised, closed = oversight.escalate(), oversight.close_lapsed()
    for number in supervised:
        print(f"supervised {number}")
    for number in closed:
        print(f"closed {number}")
    print(f"{len(supervised)} supervised, {len(closed)} closed")


@retention_app.command()
def erase() -> None:
    """Erase personal data of petitions whose time is over (ASSISTANT_PETITION_KEEP_DAYS and …_WITHDRAWN_DAYS).

    Meant for a timer, once a day. Example: `assistant retention erase`.
    """
    from assistant.backends.petition.retention import erase_old

    settings = Settings()
    with open_filing() as filing:
        erased = erase_old(
            filing, keep_days=settings.petition_keep_days, keep_withdrawn_days=settings.petition_keep_withdrawn_days
        )
    for number in erased:
        print(f"erased {number}")
    print(f"{len(erased)} petitions hold no personal data any more")


@contextmanager
def open_filing() -> Iterator[Filing]:
    """The petitions of the configured database, for as long as the block runs."""
    from assistant.backends.clock import system_clock
    from assistant.backends.petition.endpoints import create_filing
    from assistant.cli.wiring import vault_cipher
    from assistant.persistence.database import create_database
    from assistant.persistence.migrate import upgrade

    settings = Settings()
    engine = create_database(settings.sqlalchemy_url)
    upgrade(engine)
    cipher = vault_cipher(settings)
    try:
        yield create_filing(
            engine=engine,
            cipher=cipher,
            pepper=cipher.derive("petition query codes"),
            clock=system_clock,
            warn_days=settings.petition_warn_days,
        )
    finally:
        engine.dispose()


def _expected(text: str) -> tuple[int, str]:
    row, _, digest = text.partition(":")
    if not row.isdecimal() or len(digest) != 64:
        raise BadInput(f"{text!r} is no ROW:HASH", mend="give the last line that an earlier `audit verify` printed")
    return int(row), digest
