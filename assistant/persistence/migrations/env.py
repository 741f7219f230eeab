"""How Alembic reaches our database: on the connection that `migrate.upgrade` hands over, never on one of its own."""

from alembic import context
from sqlalchemy import Connection

from assistant.persistence.tables import metadata
from assistant.shared.errors import SetupError


def _run(connection: Connection | None) -> None:
    if connection is None:
        raise SetupError(
            "migrations were started without a connection",
            mend="run them through assistant.persistence.migrate.upgrade(engine)",
        )
    # SQLite cannot alter a constraint in place; batch mode copies the table.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    context.run_migrations()


_run(context.config.attributes.get("connection"))
