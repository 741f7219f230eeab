"""A database for one storm: a SQLite file, or PostgreSQL 15 of our own on loopback, in a folder that goes away."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def database(kind: str, port: int) -> Iterator[str]:
    """The URL of an empty database that lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="booking-storm-") as name:
        folder = Path(name)
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'storm.db'}"
            return
        yield from _postgres(folder, port)


def postgres_missing() -> str | None:
    """Why PostgreSQL cannot be started here, or None."""
    if not (_PROGRAMS / "postgres").exists():
        return f"PostgreSQL 15 is not installed in {_PROGRAMS}"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root and runuser is missing"
    return None


def _postgres(folder: Path, port: int) -> Iterator[str]:
    # PostgreSQL refuses to run as root: then it runs as its own user, who must be able to enter the folder.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    subprocess.run(
        [*as_user, _PROGRAMS / "initdb", "-D", data, "-U", "storm", "-A", "trust", "--no-sync", "-E", "UTF8"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    server = subprocess.Popen(
        [*as_user, _PROGRAMS / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ready = [_PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        for _ in range(100):
            if subprocess.run(ready, check=False).returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgresql+psycopg://storm@127.0.0.1:{port}/postgres"
    finally:
        pid = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
        os.kill(int(pid), signal.SIGINT)  # fast shutdown
        server.wait(timeout=30)
