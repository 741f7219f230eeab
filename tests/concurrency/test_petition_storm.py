"""A small storm on a served petition desk, killed once; and the judge of storms, shown each fault it looks for."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from benchmarks.petition_storm.verdict import judge
from tests.contract.backend_systems import a_petition, build_systems

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_after_kill_9_every_submission_has_one_petition_and_its_receipt() -> None:
    size = ["--processes", "2", "--submissions", "50", "--kills", "1"]
    command = [sys.executable, "-m", "benchmarks.petition_storm", "--database", "sqlite", "--port", str(free_port())]

    done = subprocess.run([*command, *size], cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed {'service': 1, 'database': 0}" in done.stdout
    assert "100 stored, 100 receipts" in done.stdout
    assert "audit verify: whole: 100 rows" in done.stdout


def lines_of(service: Any, count: int) -> list[dict[str, str]]:
    """What citizens were told of so many petitions."""
    from assistant.backends.petition.schemas import PetitionIn

    told = []
    for n in range(count):
        receipt = service.register(PetitionIn.model_validate(a_petition(text=f"story {n}")), key=f"key-0000{n}")
        told.append(
            {"key": f"key-0000{n}", "number": receipt["number"], "code": receipt["query_code"],
             "hash": receipt["receipt_hash"]}
        )  # fmt: skip
    return told


@pytest.mark.parametrize(
    ("statement", "change", "fault"),
    [
        ("", {"number": "gone"}, "lost"),
        ("UPDATE petitions SET receipt_hash = 'x' WHERE number LIKE '%00001_'", None, "lost"),
        ("UPDATE petitions SET code_digest = 'x' WHERE number LIKE '%00001_'", None, "code does not open"),
        ("", {"key": "key-00000"}, "two receipts for one key"),
        ("", {"number": "that of the first"}, "one number for two"),
        ("UPDATE petitions SET receipt_hash = (SELECT min(receipt_hash) FROM petitions)", None, "doubled"),
    ],
)
def test_the_judge_sees_each_fault(tmp_path: Path, statement: str, change: dict[str, str] | None, fault: str) -> None:
    systems = build_systems(tmp_path)
    service = systems.petition.state.service
    lines = lines_of(service, 3)
    assert not judge(systems.engine, lines, 3, service.access.digest).faults.total()
    if statement:
        with systems.engine.begin() as connection:
            connection.execute(text(statement))
    if change is not None:
        told = {name: lines[0]["number"] if value == "that of the first" else value for name, value in change.items()}
        lines[1] = {**lines[1], **told}

    assert judge(systems.engine, lines, 3, service.access.digest).faults[fault] > 0
    systems.engine.dispose()


def test_the_judge_misses_a_submission_that_nobody_answered(tmp_path: Path) -> None:
    systems = build_systems(tmp_path)
    service = systems.petition.state.service
    lines = [*lines_of(service, 2), {"key": "key-00009"}]

    assert judge(systems.engine, lines, 3, service.access.digest).faults["without a receipt"] == 1
    systems.engine.dispose()
