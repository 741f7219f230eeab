"""`assistant audit`, `deadlines` and `retention` as staff type them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from assistant.backends.petition.endpoints import create_filing
from assistant.backends.petition.schemas import PetitionIn
from assistant.backends.petition.service import PetitionService
from assistant.cli.__main__ import app
from assistant.cli.wiring import vault_cipher
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.settings import Settings
from tests.contract.backend_systems import a_petition

LONG_AGO = datetime.now(UTC) - timedelta(days=4_000)


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A petition registered long ago, in the database that the commands use."""
    monkeypatch.setenv("ASSISTANT_VAR_DIR", str(tmp_path))
    settings = Settings()
    engine = create_database(settings.sqlalchemy_url)
    upgrade(engine)
    cipher = vault_cipher(settings)
    pepper = cipher.derive("petition query codes")
    filing = create_filing(engine=engine, cipher=cipher, pepper=pepper, clock=lambda: LONG_AGO)
    receipt = PetitionService(filing, pepper=pepper).register(PetitionIn(**a_petition()), key="key-0001")
    engine.dispose()
    return str(receipt["number"])


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_a_whole_log_prints_a_head_that_the_next_run_can_be_held_to(number: str) -> None:
    status, said = run("audit", "verify")
    assert status == 0
    assert "whole: 1 rows" in said

    assert run("audit", "verify", "--expect", said.splitlines()[-1])[0] == 0
    assert run("audit", "verify", "--expect", f"1:{'0' * 64}")[0] == 1
    assert run("audit", "verify", "--expect", "nonsense")[0] == 1


def test_a_changed_petition_is_named_and_the_status_is_one(number: str, tmp_path: Path) -> None:
    engine = create_database(Settings().sqlalchemy_url)
    with engine.connect() as connection:
        connection.execute(text("UPDATE petitions SET department = 'police'"))
        connection.commit()
    engine.dispose()

    status, said = run("audit", "verify")

    assert status == 1
    assert f"broken: petition-changed at row 1, petition {number}" in said


def test_what_is_late_is_listed_and_escalated_once(number: str) -> None:
    listed = run("deadlines", "list", "--light", "red")[1]
    assert number in listed
    assert "route (art. 22)" in listed
    assert "0 duties" in run("deadlines", "list", "--light", "green")[1]

    assert f"supervised {number}" in run("deadlines", "escalate")[1]
    assert "0 supervised, 0 closed" in run("deadlines", "escalate")[1]
    assert run("audit", "verify")[0] == 0


def test_an_open_petition_is_not_erased_however_old(number: str) -> None:
    assert "0 petitions hold no personal data" in run("retention", "erase")[1]


def test_a_petition_is_read_by_name_and_for_a_reason_that_the_log_keeps(number: str) -> None:
    who = ("--name", "李四海", "--body", "city_management")
    status, said = run("petitions", "read", number, *who, "--reason", "要给当事人回电话")
    assert status == 0 and "13800138000" in said
    assert "whole: 2 rows" in run("audit", "verify")[1]

    assert run("petitions", "read", number, *who, "--reason", "看")[0] == 1
    assert run("petitions", "read", number, "--reason", "要给当事人回电话")[0] == 2
    assert "whole: 2 rows" in run("audit", "verify")[1]
