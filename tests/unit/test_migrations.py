"""The migrations build exactly the tables that the code speaks of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from assistant.persistence.database import create_database
from assistant.persistence.migrate import configuration, newest, upgrade
from assistant.persistence.tables import metadata


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield made
    made.dispose()


def test_the_migrated_schema_equals_the_metadata(engine: Engine) -> None:
    upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_constraint_of_the_metadata_is_in_the_migrated_schema(engine: Engine) -> None:
    upgrade(engine)

    found = inspect(engine)
    for table in metadata.sorted_tables:
        checks = {each["name"] for each in found.get_check_constraints(table.name)}
        uniques = {each["name"] for each in found.get_unique_constraints(table.name)}
        wanted = {str(each.name) for each in table.constraints if type(each).__name__ == "CheckConstraint"}
        assert wanted <= checks, table.name
        wanted = {str(each.name) for each in table.constraints if type(each).__name__ == "UniqueConstraint"}
        assert wanted <= uniques, table.name


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)

    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()


def test_every_step_can_be_undone(engine: Engine) -> None:
    upgrade(engine)

    with engine.connect() as connection, connection.begin():
        command.downgrade(configuration(connection), "base")

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
