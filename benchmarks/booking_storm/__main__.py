"""`python -m benchmarks.booking_storm`: 200 clients for 20 slots on SQLite and PostgreSQL 15; exit 1 on any fault."""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx

from assistant.persistence.database import create_database
from benchmarks.booking_storm.databases import database, postgres_missing
from benchmarks.booking_storm.site import CAPACITIES, MISSIONS
from benchmarks.booking_storm.verdict import Verdict, judge, told
from benchmarks.serving import Process, start

_ROOT = Path(__file__).resolve().parents[2]


def start_site(url: str, port: int, hold: float, *, twin: bool) -> Process:
    """The service, answering."""
    command = [sys.executable, "-m", "benchmarks.booking_storm.site", "--url", url, "--port", str(port)]
    url = f"http://127.0.0.1:{port}/offices"
    return start([*command, "--hold", str(hold), *(["--twin"] if twin else [])], url)


def intervals(port: int, count: int) -> list[str]:
    """`office:start` of so many intervals, from every office, free for every mission."""
    found = []
    for office in CAPACITIES:
        starts = None
        for mission in MISSIONS:
            params = {"office": office, "mission": mission}
            answer = httpx.get(f"http://127.0.0.1:{port}/slots", params=params, timeout=30, trust_env=False).json()
            here = [slot["slot_id"].split(":")[2] for slot in answer["slots"]]
            starts = here if starts is None else [each for each in starts if each in here]
        found.append([f"{office}:{start}" for start in (starts or [])])
    mixed = [each for group in zip(*found, strict=False) for each in group]
    return sorted(mixed[:count])


def left_over(port: int, slots: list[str], verdict: Verdict, booked: dict[str, int]) -> None:
    """After the last hold has ended every seat that is not booked can be held again."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http:
        for interval in slots:
            office, start = interval.split(":")
            got = 0
            for n in range(CAPACITIES[office] * len(MISSIONS) + 1):
                slot = f"{office}:{MISSIONS[n % len(MISSIONS)]}:{start}"
                headers = {"Idempotency-Key": f"after-{interval.replace(':', '-')}-{n}"}
                got += http.post("/holds", json={"slot_id": slot}, headers=headers).status_code == 201
            free = CAPACITIES[office] - booked.get(interval, 0)
            verdict.faults["seats not freed"] += max(0, free - got)


def wait_for_all(books: list[Path]) -> None:
    """Every process of clients is on its way."""
    for _ in range(600):
        if all(book.stat().st_size for book in books):
            return
        time.sleep(0.1)
    raise SystemExit("booking_storm: the clients did not start")


def storm(kind: str, asked: argparse.Namespace) -> Verdict:
    """One storm on one kind of database, and what it left."""
    dice = random.Random(asked.seed)
    with database(kind, asked.port + 1) as url, tempfile.TemporaryDirectory(prefix="storm-books-") as name:
        site = start_site(url, asked.port, asked.hold, twin=asked.twin)
        crowds: list[Process] = []
        kills = 0
        try:
            slots = intervals(asked.port, asked.slots)
            books = [Path(name) / f"{n}.jsonl" for n in range(asked.processes)]
            for n, book in enumerate(books):
                book.touch()
                command = [sys.executable, "-m", "benchmarks.booking_storm.clients", "--port", str(asked.port),
                           "--clients", str(asked.clients // asked.processes), "--process", str(n),
                           "--seed", str(asked.seed), "--seconds", str(asked.seconds), "--hold", str(asked.hold),
                           "--book", str(book), "--slots", *slots]  # fmt: skip
                crowds.append(subprocess.Popen(command, cwd=_ROOT))
            wait_for_all(books)
            began = time.time()
            killings = sorted(dice.uniform(0.15, 0.85) * asked.seconds for _ in range(asked.kills))
            doomed = [] if asked.processes < 4 else dice.sample(crowds, 2)
            for after in killings:
                time.sleep(max(0, began + after - time.time()))
                site.send_signal(signal.SIGKILL)
                site.wait()
                kills += 1
                if doomed:
                    doomed.pop().send_signal(signal.SIGKILL)
                site = start_site(url, asked.port, asked.hold, twin=asked.twin)
            for crowd in crowds:
                crowd.wait(timeout=asked.seconds + 120)
            time.sleep(asked.hold + 0.2)
            lines = told(books)
            engine = create_database(url)
            verdict = judge(engine, lines, asked.hold)
            with engine.connect() as connection:
                rows = connection.exec_driver_sql("SELECT office, starts_at FROM notary_bookings").all()
            booked: dict[str, int] = {}
            for office, start in rows:
                at = datetime.fromisoformat(start).replace(tzinfo=UTC) if isinstance(start, str) else start
                interval = f"{office}:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
                booked[interval] = booked.get(interval, 0) + 1
            left_over(asked.port, slots, verdict, booked)
            # Judged once more with the holds just made: seats that were given though none was left.
            verdict.faults["oversold"] = judge(engine, lines, asked.hold).faults["oversold"]
            said_again(asked.port, lines, verdict)
            engine.dispose()
        finally:
            for process in (site, *crowds):
                if process.poll() is None:
                    process.kill()
                    process.wait()
    seats = sum(CAPACITIES[each.split(":")[0]] for each in slots)
    print(
        f"{kind:<11} {asked.clients} clients, {len(slots)} slots with {seats} seats, service killed {kills} times: "
        f"{verdict.confirmed} confirmed, {verdict.booked} booked, {verdict.holds} holds, {verdict.refused} refusals"
    )
    for fault in FAULTS:
        print(f"  {fault:<34} {verdict.faults[fault]}")
    return verdict


FAULTS = (
    "oversold", "lost confirmations", "bookings without a seat", "one hold confirmed twice",
    "refused though free (freed late)", "freed early", "seats not freed", "code or number changed",
)  # fmt: skip


def said_again(port: int, lines: list[dict[str, str]], verdict: Verdict) -> None:
    """Every confirmation can be looked up with its number and code."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http:
        for line in lines:
            if line["what"] == "confirmed":
                answer = http.get(f"/bookings/{line['number']}", params={"code": line["code"]})
                same = answer.status_code == 200 and answer.json()["start"] == line["start"]
                verdict.faults["code or number changed"] += not same


def main() -> int:
    """0 when no storm left a fault; with `--twin`, 0 when it did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--slots", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--hold", type=float, default=4, help="seconds that a hold lasts, ten minutes in earnest")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--port", type=int, default=8460)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--twin", action="store_true", help="without lock and constraints, PostgreSQL only")
    asked = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    if asked.twin:
        kinds = ["postgresql"]
    missing = postgres_missing() if "postgresql" in kinds else None
    if missing:
        print(f"PostgreSQL is left out: {missing}")
        kinds.remove("postgresql")
    faults = sum(sum(storm(kind, asked).faults.values()) for kind in kinds)
    if asked.twin:
        print("the twin oversold, as it must" if faults else "the twin showed nothing: the storm cannot fail")
        return 0 if faults else 1
    return 1 if faults or not kinds else 0


if __name__ == "__main__":
    sys.exit(main())
