"""Brings a database to the newest schema from Python: no alembic.ini, no second process."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).with_name("migrations")


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, bound to `connection`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """The schema of `engine` is at `revision` afterwards, or exactly as it was where a step failed."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        command.upgrade(configuration(connection), revision)


def newest() -> str:
    """The revision that `upgrade` leads to."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    if head is None:
        raise LookupError(f"no migration in {MIGRATIONS}")
    return head
