"""`assistant bookings` as staff type it, the tick beside the requests, and seats that stood before rooms were counted."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from assistant.cli.bookings import app
from assistant.cli.ticking import ticking
from assistant.persistence.database import create_database
from assistant.persistence.migrate import configuration, upgrade
from assistant.shared.errors import BadInput


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'staff.db'}"
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", url)
    made = create_database(url)
    yield made
    made.dispose()


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_staff_close_days_open_a_series_see_both_and_take_one_back(engine: Engine) -> None:
    closed = typed("close", "mission:vancouver", "2026-12-24", "--last", "2026-12-31", "--reason", "year's end")
    opened = typed("open", "office:wuyi", "2026-12-05", "09:00-12:00", "--last", "2026-12-26", "--days", "6")

    assert (closed.output, opened.output) == ("1 entries stand, 0 withdrawn\n",) * 2
    assert typed("calendar").output.splitlines() == [
        "1  mission:vancouver  closed  2026-12-24..2026-12-31 on 1234567  all day  year's end",
        "2  office:wuyi  open (usual seats)  2026-12-05..2026-12-26 on 6  09:00-12:00  ",
    ]
    assert typed("withdraw", "1").exit_code == 0
    assert len(typed("calendar").output.splitlines()) == 1


def test_a_file_with_faults_changes_nothing_and_tells_every_row(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "d.csv"
    file.write_text("kind,from\nclosed,2026-12-24\nshut,2026-12-25\nclosed,soon\n", encoding="utf-8")

    refused = typed("import", "office:wuyi", str(file))

    assert isinstance(refused.exception, BadInput)
    assert [each["row"] for each in refused.exception.context["rows"]] == [2, 3]
    assert typed("calendar").output == ""


@pytest.mark.parametrize(
    "words",
    [
        ("close", "wuyi", "2026-12-24"),
        ("close", "office:wuyi", "tomorrow"),
        ("open", "office:wuyi", "2026-12-24", "nine"),
        ("close", "office:wuyi", "2026-12-24", "--days", "8"),
        ("import", "office:wuyi", "missing.csv"),
        ("came", "YY20261207000011", "--at", "2026-12-07T09:00"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_typed(engine: Engine, words: tuple[str, ...]) -> None:
    refused = typed(*words)

    assert isinstance(refused.exception, BadInput)
    assert any(repr(word) in refused.exception.message for word in words)
    assert refused.exception.mend


def test_the_tick_runs_at_once_survives_a_failure_and_ends_with_the_service() -> None:
    calls: list[int] = []

    def tick() -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            raise OSError("the database is away")

    async def serve() -> None:
        async with ticking(tick, 0.001):
            for _ in range(1000):
                if len(calls) >= 3:
                    return
                await asyncio.sleep(0.005)

    asyncio.run(serve())

    assert len(calls) >= 3


def test_seats_held_before_rooms_were_counted_get_a_room_each(engine: Engine) -> None:
    revision = ScriptDirectory.from_config(configuration()).get_revision("0010_notary_capacity")
    assert revision is not None
    upgrade(engine, str(revision.down_revision))
    with engine.begin() as connection:
        for hold, office in (("a", "wuyi"), ("b", "taishan")):
            values = f"'{hold}', '{office}', 'singapore', '2026-12-01 01:00:00', '2026-12-01 01:30:00'"
            connection.execute(text(f"INSERT INTO notary_holds VALUES ({values}, '2026-11-22 02:00:00', 0, 'held')"))
            seat = f"'{office}', '2026-12-01 01:00:00', 1, 1, '{hold}', NULL, '2026-11-22 02:00:00'"
            connection.execute(text(f"INSERT INTO notary_seats VALUES ({seat})"))

    upgrade(engine)

    with engine.connect() as connection:
        rows = connection.execute(text("SELECT office, mission, room, rooms FROM notary_seats ORDER BY hold_id")).all()
    assert [tuple(row) for row in rows] == [("wuyi", "singapore", 1, 1), ("taishan", "singapore", 2, 2)]
