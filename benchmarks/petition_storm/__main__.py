"""`python -m benchmarks.petition_storm`: 8 processes × 2,000 submissions, SQLite and PostgreSQL 15; exit 1 on a fault.

The service, and PostgreSQL with it, are killed with -9 at random moments; citizens insist with the same key.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.backends.access import Access
from assistant.backends.clock import system_clock
from assistant.backends.petition import repository
from assistant.persistence.database import create_database
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX
from benchmarks.booking_storm.databases import Postgres, postgres_missing
from benchmarks.petition_storm.site import PEPPER, cipher_of
from benchmarks.petition_storm.verdict import FAULTS, Verdict, judge, told
from benchmarks.serving import Process, start

_ROOT = Path(__file__).resolve().parents[2]
_TELL_EVERY = 10.0  # seconds


class Storm:
    """One storm: a database, the service over it, and the processes of citizens."""

    def __init__(self, kind: str, asked: argparse.Namespace, folder: Path) -> None:
        self._asked = asked
        self._folder = folder
        self.postgres: Postgres | None = None
        if kind == "postgresql":
            (folder / "pg").mkdir()
            folder.chmod(0o755)
            self.postgres = Postgres(folder / "pg", asked.port + 30)
            self.postgres.start()
        self.url = self.postgres.url if self.postgres else f"sqlite:///{folder / 'storm.db'}"
        self.site = self._start_site()
        self.crowds: list[Process] = []
        self.books = [folder / f"{n}.jsonl" for n in range(asked.processes)]
        self.killed = {"service": 0, "database": 0}

    def run(self) -> None:
        """Every process of citizens has come to its end, after all killings."""
        asked, dice = self._asked, random.Random(self._asked.seed)
        for n, book in enumerate(self.books):
            book.touch()
            numbers = {"port": asked.port, "submissions": asked.submissions, "process": n, "seed": asked.seed}
            told_as = [part for name, value in numbers.items() for part in (f"--{name}", str(value))]
            command = [sys.executable, "-m", "benchmarks.petition_storm.clients", *told_as, "--book", str(book)]
            self.crowds.append(subprocess.Popen(command, cwd=_ROOT))
        wanted = asked.processes * asked.submissions
        # By what is done, not by time: a slow machine is killed in the middle of its work too.
        killings = sorted(dice.uniform(0.05, 0.9) * wanted for _ in range(asked.kills))
        began = said = time.monotonic()
        while any(crowd.poll() is None for crowd in self.crowds):
            done = sum(book.read_bytes().count(b"\n") for book in self.books)
            if killings and done >= killings[0]:
                killings.pop(0)
                self._kill(dice)
            if time.monotonic() - said >= _TELL_EVERY:
                said = time.monotonic()
                print(f"  {said - began:4.0f} s  {done} of {wanted} answers, killed {self.killed}", flush=True)
            time.sleep(0.05)
        print(f"  {time.monotonic() - began:4.0f} s  all have ended, killed {self.killed}", flush=True)

    def verify_log(self) -> bool:
        """Whether `assistant audit verify` finds the log whole."""
        env = {**os.environ, "ASSISTANT_DATABASE_URL": self.url, "ASSISTANT_VAR_DIR": str(self._folder)}
        command = [sys.executable, "-m", "assistant.cli", "audit", "verify"]
        done = subprocess.run(command, cwd=_ROOT, env=env, capture_output=True, text=True, check=False)
        print(f"  assistant audit verify: {_told(done)}")
        return done.returncode == 0

    def judged(self) -> Verdict:
        """What is in the database beside what citizens were told."""
        engine = create_database(self.url)
        pepper = cipher_of(self._folder).derive(PEPPER)
        find = repository.find_digest
        access = Access(engine, prefix=PETITION_PREFIX, pepper=pepper, clock=system_clock, find_digest=find)
        wanted = self._asked.processes * self._asked.submissions
        try:
            return judge(engine, told(self.books), wanted, access.digest)
        finally:
            engine.dispose()

    def close(self) -> None:
        """Nothing of the storm runs any more."""
        for process in (self.site, *self.crowds):
            if process.poll() is None:
                process.kill()
            process.wait()
        if self.postgres:
            self.postgres.stop()

    def _kill(self, dice: random.Random) -> None:
        time.sleep(dice.uniform(0, 0.1))
        if self.postgres and dice.random() < 0.5:
            self.killed["database"] += 1
            self.postgres.kill()
            time.sleep(dice.uniform(0, 1))
            self.postgres.start()
            return
        self.killed["service"] += 1
        self.site.send_signal(signal.SIGKILL)
        self.site.wait()
        self.site = self._start_site()

    def _start_site(self) -> Process:
        port = self._asked.port
        command = [sys.executable, "-m", "benchmarks.petition_storm.site", "--url", self.url, "--port", str(port)]
        twin = ["--twin"] if self._asked.twin else []
        url = f"http://127.0.0.1:{port}/openapi.json"
        return start([*command, "--folder", str(self._folder), *twin], url)


def _told(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def storm(kind: str, asked: argparse.Namespace) -> int:
    """How many faults one storm left on one kind of database."""
    print(f"{kind}: {asked.processes} processes × {asked.submissions} submissions, {asked.kills} killings", flush=True)
    with tempfile.TemporaryDirectory(prefix="petition-storm-") as name:
        running = Storm(kind, asked, Path(name))
        try:
            running.run()
            verdict = running.judged()
            verdict.faults["log not whole"] = not running.verify_log()
        finally:
            running.close()
    print(f"  {verdict.stored} stored, {verdict.receipts} receipts, {verdict.sent_again} sent again")
    for fault in (*FAULTS, "log not whole"):
        print(f"  {fault:<24} {int(verdict.faults[fault])}")
    return sum(verdict.faults.values())


def main() -> int:
    """0 when no storm left a fault; with `--twin`, 0 when one did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--submissions", type=int, default=2000, help="of each process")
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--port", type=int, default=8440, help="of the service; PostgreSQL takes the 30th after it")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--twin", action="store_true", help="without idempotency keys: must double petitions")
    asked = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    missing = postgres_missing() if "postgresql" in kinds else None
    if missing:
        print(f"PostgreSQL is left out: {missing}")
        kinds.remove("postgresql")
    faults = sum(storm(kind, asked) for kind in kinds)
    if asked.twin:
        print("the twin doubled petitions, as it must" if faults else "the twin showed nothing: the storm cannot fail")
        return 0 if faults else 1
    return 1 if faults or not kinds else 0


if __name__ == "__main__":
    sys.exit(main())
