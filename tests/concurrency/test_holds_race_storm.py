"""A small storm on a served booking desk: two processes of clients, one of them late, and the service killed once."""

import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_after_kill_9_nothing_is_oversold_or_lost_and_every_hold_is_freed_on_time() -> None:
    size = ["--clients", "24", "--processes", "2", "--slots", "6", "--seconds", "4", "--hold", "1", "--kills", "1"]
    command = [sys.executable, "-m", "benchmarks.booking_storm", "--database", "sqlite", "--port", str(free_port())]

    done = subprocess.run([*command, *size], cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "service killed 1 times" in done.stdout
    assert "6 slots" in done.stdout
    assert " 0 confirmed" not in done.stdout
