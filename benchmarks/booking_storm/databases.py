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


class Postgres:
    """A server of our own over `folder`, which must be empty; it may be killed and started again."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        # PostgreSQL refuses to run as root: then it runs as its own user, who must be able to enter the folder.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(folder, "postgres")
        self._data = folder / "data"
        made = ["initdb", "-D", self._data, "-U", "storm", "-A", "trust", "--no-sync", "-E", "UTF8"]
        self._run(made).check_returncode()
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql+psycopg://storm@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        """The server answers. After a kill it refuses until the last process of the old one is gone: tried again."""
        command = [_PROGRAMS / "postgres", "-D", self._data, "-p", str(self._port), "-k", self._folder]
        for _ in range(300):
            if self._server is None or self._server.poll() is not None:
                self._server = subprocess.Popen(
                    [*self._as_user, *command, "-h", "127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            if self._run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self._port)]).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit("PostgreSQL did not start")

    def kill(self) -> None:
        """The server was killed with -9, in the middle of whatever it did."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """The server has ended in order, if it ran."""
        if self._server is not None and self._server.poll() is None:
            self._signal(signal.SIGINT)  # fast shutdown

    def _signal(self, which: signal.Signals) -> None:
        assert self._server is not None
        os.kill(int((self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]), which)
        self._server.wait(timeout=30)

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[bytes]:
        program, *rest = command
        return subprocess.run([*self._as_user, _PROGRAMS / program, *rest], check=False, stdout=subprocess.DEVNULL)


def _postgres(folder: Path, port: int) -> Iterator[str]:
    server = Postgres(folder, port)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()
