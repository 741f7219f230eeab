"""Transcripts and files of ended sessions go after their time, once over all processes; what can be resumed stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from assistant.cli.wiring import Parts, _daily_of
from assistant.gateway.knowledge_page import privacy_page
from assistant.gateway.repository import GatewayRepository
from assistant.gateway.retention import Kept, forget_old
from assistant.gateway.uploads import Uploads
from assistant.persistence.database import create_database, unit_of_work
from assistant.persistence.tables import metadata
from assistant.persistence.tables.gateway import events, feedback, session_follows, sessions, turns, uploads
from assistant.settings import Settings
from assistant.vault.cipher import Cipher

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
KEPT = {"transcript_days": 90, "upload_days": 400}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_database(f"sqlite:///{tmp_path / 'assistant.db'}")
    metadata.create_all(made)
    yield made
    made.dispose()


def clock() -> datetime:
    return NOW


@pytest.fixture
def files(engine: Engine, tmp_path: Path) -> Uploads:
    return Uploads(folder=tmp_path / "uploads", engine=engine, cipher=Cipher({"k1": b"0" * 32}), clock=clock)


def a_session(engine: Engine, name: str, *, ended: int, sent: int | None = None, folder: Path | None = None) -> None:
    """A session that ended so many days ago, with one message, an opinion of it and, `sent` days ago, a file."""
    at = NOW - timedelta(days=ended)
    with unit_of_work(engine, write=True) as unit:
        repository = GatewayRepository(unit)
        repository.add_session(
            id=name, token_hash=name, created_at=at, used_at=at, expires_at=at, locale="zh-Hans", script="hans",
            timezone="Asia/Shanghai", channel="web", last_seq=1,
        )  # fmt: skip
        repository.add_turn(
            id=name, session_id=name, client_id="c", request_hash="h", request={}, state="finished", seq=1,
            received_at=at,
        )  # fmt: skip
        row = {"session_id": name, "seq": 1, "message_id": name, "turn_id": name, "envelope": {}, "at": at}
        repository.add_events([row])
        repository.set_feedback(name, session_id=name, helpful=True, reason=None, at=at)
        repository.follow(name, "link")
        if sent is not None and folder is not None:
            came = NOW - timedelta(days=sent)
            repository.add_upload(id=name, session_id=name, media_type="image/png", size=1, sha256="0", at=came)
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"sealed")
            (folder / f"{name}.name").write_bytes(b"sealed")
        unit.commit()


def left(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (sessions, turns, events, feedback, session_follows, uploads)
        }


def test_a_transcript_goes_when_its_session_ended_so_long_ago_and_not_a_day_before(
    engine: Engine, files: Uploads
) -> None:
    for name, ended in (("old", 91), ("young", 89), ("open", -1)):
        a_session(engine, name, ended=ended)

    assert forget_old(engine, files, clock, **KEPT) == (1, 0)

    assert set(left(engine).values()) == {0, 2}
    assert forget_old(engine, files, clock, **KEPT) == (0, 0)


def test_a_file_outlives_the_transcript_and_takes_what_is_left_of_the_session_with_it(
    engine: Engine, files: Uploads, tmp_path: Path
) -> None:
    folder = tmp_path / "uploads"
    a_session(engine, "petition", ended=100, sent=101, folder=folder)
    a_session(engine, "ancient", ended=401, sent=402, folder=folder)

    assert forget_old(engine, files, clock, **KEPT) == (2, 1)

    assert sorted(path.name for path in folder.iterdir()) == ["petition", "petition.name"]
    assert left(engine) == {
        "sessions": 1, "turns": 0, "events": 0, "feedback": 0, "session_follows": 0, "uploads": 1,
    }  # fmt: skip
    assert forget_old(engine, files, clock, **KEPT) == (0, 0)


def test_more_than_one_step_of_sessions_goes_in_one_run(engine: Engine, files: Uploads) -> None:
    for n in range(203):
        a_session(engine, f"s{n}", ended=91 + n)

    assert forget_old(engine, files, clock, **KEPT) == (203, 0)


def test_citizens_are_told_how_long_what_is_kept_as_the_settings_have_it() -> None:
    told = privacy_page("hans", Kept(vault=30, transcript=60, upload=366))
    assert "存放30天" in told and "结束60天" in told and "最长留2年" in told
    assert "within 7 years" in privacy_page("en", Kept(vault=30, transcript=90, upload=2555))


def test_of_the_processes_that_serve_the_gateway_one_forgets_each_day(engine: Engine, tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, roles="gateway")
    a_session(engine, "old", ended=91)
    processes = [_daily_of(Parts(settings, engine, Cipher({"k1": b"0" * 32}), clock)) for _ in range(3)]

    assert [run_due() for run_due in processes] == [["sessions-forget"], [], []]
    assert left(engine)["events"] == 0
    elsewhere = Settings(var_dir=tmp_path, roles="retrieval")
    assert _daily_of(Parts(elsewhere, engine, Cipher({"k1": b"0" * 32}), clock))() == []
