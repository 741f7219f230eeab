"""Engine and unit of work. SQLite (WAL) by default, PostgreSQL by URL; nothing is saved unless `commit()` is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url


def create_database(url: str) -> Engine:
    """An engine for `url`; the folder of a SQLite file exists afterwards. Makes no tables: see `migrations`.

    On SQLite every transaction that writes is begun IMMEDIATE (`unit_of_work(write=True)`), so a writer
    waits for the lock at its start instead of failing in the middle.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, json_serializer=_json, json_deserializer=from_json)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": 15, "check_same_thread": False},
        json_serializer=_json,
        json_deserializer=from_json,
    )

    @event.listens_for(engine, "connect")
    def _configure(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _json(value: object) -> str:
    """Several times as fast as the standard library for the messages that every turn stores."""
    return to_json(value).decode()


class UnitOfWork:
    """One transaction. `connection` runs statements; leaving without `commit()` undoes them all."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.committed = False

    def commit(self) -> None:
        """Make everything done so far permanent; the unit of work takes no more statements."""
        self.connection.commit()
        self.committed = True


@contextmanager
def unit_of_work(engine: Engine, *, write: bool = False) -> Iterator[UnitOfWork]:
    """A transaction that is rolled back unless `commit()` was said inside it. `write=True` takes the lock at once."""
    with engine.connect().execution_options(write=write) as connection:
        connection.begin()
        unit = UnitOfWork(connection)
        try:
            yield unit
        finally:
            if not unit.committed:
                connection.rollback()
