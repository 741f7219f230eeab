"""Both systems on ports of their own: started, waited for, weighed and stopped."""

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.turns.project import FOLDER, start_stock
from scripts.build.console import Fault, stage
from scripts.build.paths import ENCODER, RELEASES, VAR
from scripts.build.start import Site

_SITE = VAR / "bench" / "ours"
_READY_WITHIN = 240.0
_STOP_WITHIN = 15.0


@dataclass(frozen=True)
class Running:
    """One system that answers: where, the processes it needs, and the seconds until it answered."""

    url: str
    pids: dict[str, int]
    ready_after: dict[str, float]


@contextmanager
def ours(port: int, dialogue_port: int) -> Iterator[Running]:
    """Both our processes, with an empty database, as `make run` starts them but for the rate limits."""
    shutil.rmtree(_SITE, ignore_errors=True)
    _SITE.mkdir(parents=True)
    for built in (ENCODER, RELEASES):
        (_SITE / built.name).symlink_to(built)
    site = Site(
        port=port, dialogue_port=dialogue_port, var=_SITE,
        settings={"ASSISTANT_ENVIRONMENT": "test", "ASSISTANT_RATE_LIMITS": "false"},
    )  # fmt: skip
    try:
        with stage("ours", "starting the service and the dialogue process"):
            began = time.monotonic()
            site.start()
            ready = _both_ready(site, began)
        yield Running(f"http://127.0.0.1:{port}", {child.name: child.process.pid for child in site.children}, ready)
    finally:
        site.stop()


@contextmanager
def stock(model: Path, port: int, actions_url: str) -> Iterator[Running]:
    """Stock `rasa run` with the model; its custom action runs in our service."""
    began = time.monotonic()
    with stage("stock Rasa", "starting `rasa run`"):
        process = start_stock(model, port, actions_url)
        try:
            ready = _stock_ready(process, port, began)
        except Fault:
            _end(process)
            raise
    try:
        yield Running(f"http://127.0.0.1:{port}", {"rasa run": process.pid}, {"rasa run": ready})
    finally:
        _end(process)


def resident_mb(pid: int) -> tuple[float, float]:
    """Resident megabytes of a process with all below it: RSS, and PSS (pages shared with others counted in part)."""
    found = {"Rss": 0.0, "Pss": 0.0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in found:
            found[name] += int(value.split()[0]) / 1024
    rss, pss = found["Rss"], found["Pss"]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            more = resident_mb(int(child))
            rss, pss = rss + more[0], pss + more[1]
    return rss, pss


def busy_seconds(pid: int | None = None) -> float:
    """CPU seconds used since its start by a process, or by everything on the machine since its own."""
    if pid is None:
        ticks = [int(value) for value in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
        spent = sum(ticks[:3]) + sum(ticks[5:7])  # all but idle, waiting for disk, and what the host took
    else:
        spent = sum(int(value) for value in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])
    return spent / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """Cores and model of this machine's processor."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    return f"{len(models)} cores, {models[0] if models else 'unknown'}, {memory:.0f} GiB"


def _both_ready(site: Site, began: float) -> dict[str, float]:
    """Seconds until each process answered and until the whole site was ready."""
    waiting = {"service": (site.port, "/healthz"), "dialogue": (site.dialogue_port, "/")}
    ready: dict[str, float] = {}
    while waiting and time.monotonic() < began + _READY_WITHIN:
        for name in [name for name, (port, path) in waiting.items() if _answers(port, path)]:
            ready[name] = time.monotonic() - began
            del waiting[name]
        if any(child.process.poll() is not None for child in site.children):
            break
        time.sleep(0.1)
    site.wait_until_ready()  # shows the end of a log when a process has ended
    return {**ready, "both": time.monotonic() - began}


def _stock_ready(process: "subprocess.Popen[bytes]", port: int, began: float) -> float:
    while time.monotonic() < began + _READY_WITHIN:
        if process.poll() is not None:
            raise Fault(f"`rasa run` ended with {process.returncode}: see {FOLDER / 'run.log'}")
        if _answers(port, "/"):
            return time.monotonic() - began
        time.sleep(0.1)
    raise Fault(f"`rasa run` does not answer on port {port} after {_READY_WITHIN:.0f} s: see {FOLDER / 'run.log'}")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status == 200
    return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
