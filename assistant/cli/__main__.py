"""`python -m assistant.cli …`: the `assistant` command."""

import sys
import zoneinfo
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import audit, bookings, knowledge, petitions
from assistant.shared.errors import AssistantError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="侨都通: serve, curate knowledge, look after the vault.",
)
vault_app = typer.Typer(no_args_is_help=True, help="Keys of the vault.")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(vault_app, name="vault")
app.add_typer(audit.app, name="audit")
app.add_typer(audit.deadlines_app, name="deadlines")
app.add_typer(audit.retention_app, name="retention")
app.add_typer(petitions.app, name="petitions")
app.add_typer(bookings.app, name="bookings")


@app.command()
def serve() -> None:
    """Serve the parts that ASSISTANT_ROLES names. Example: `assistant serve`."""
    import uvicorn

    from assistant.cli.logs import LOGGING
    from assistant.cli.wiring import create_service
    from assistant.settings import Settings
    from assistant.shared.heap import settle

    # The pinned zone data, not the machine's: Vancouver's winter of 2026 is an hour off in data older than that year.
    zoneinfo.reset_tzpath(to=())
    settings = Settings()
    # No access log: request lines may hold query codes.
    service = create_service(settings)
    settle()
    uvicorn.run(
        service,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=LOGGING,
        timeout_graceful_shutdown=5,
        server_header=False,
    )


@app.command(name="nlu-vectors")
def nlu_vectors(
    texts: Annotated[Path, typer.Option(help="JSON list of the training texts.")],
    out: Annotated[Path, typer.Option(help="The .npz file to write.")],
) -> None:
    """Encode training texts for the dialogue. Example: `assistant nlu-vectors --texts var/t.json --out var/v.npz`."""
    from assistant.cli.nlu_vectors import write_vectors
    from assistant.settings import Settings

    count = write_vectors(Settings(), texts, out)
    print(f"{count} texts in {out}")


@app.command()
def places() -> None:
    """Read public reference data about places into var/reference. Example: `assistant places`."""
    from assistant.cli.places import write_places
    from assistant.settings import ROOT, Settings

    settings = Settings()
    reference = settings.shared_dir / "data" / "reference"
    written = write_places(ROOT / "nlu_data" / "lexicon", reference, settings.reference_dir)
    for error in written.missing:
        print(f"assistant: {error.message}\n  mend: {error.mend}", file=sys.stderr)
    print(f"{written.villages} villages and {written.missions} missions in {settings.reference_dir}")


@vault_app.command("new-key")
def new_vault_key() -> None:
    """Print a fresh key for ASSISTANT_VAULT_KEYS, to put in front of older ones. Example: `assistant vault new-key`."""
    from assistant.vault.cipher import new_key

    print(new_key())


def main() -> None:
    """Runs the command; our own errors end with one line and status 1."""
    try:
        app(prog_name="assistant")
    except AssistantError as error:
        print(f"assistant: {error.message}\n  mend: {error.mend}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
