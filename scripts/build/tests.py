"""`make test`: every test of both runtimes and of the widget, and the browser tests where a browser can be had.

Two lanes, one a core: the service's tests in one; those of the dialogue, the widget and the journeys in the other.
"""

import os
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.build.console import Fault, say, stage
from scripts.build.node import find_node
from scripts.build.paths import DIALOGUE_PYTHON, LOGS, ROOT, SERVICE_PYTHON, SHARED, VECTORS
from scripts.build.processes import environment, run

PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-dejavu-core")
_BROWSER = "/usr/bin/chromium"
_CJK_FONT = Path("/usr/share/fonts/opentype/noto")
_INSTALL = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"
_NO_TESTS = 5
_FEW = 3  # journeys that may need a second try
# Run apart: in Rasa's Python, in a process of its own, against a system that is served (`make conformance`).
_ELSEWHERE = ("dialogue", "e2e", "conformance", "__pycache__")


def run_tests(arguments: list) -> None:  # type: ignore[type-arg]
    """All tests passed; the last line says what was left out. Fault otherwise, and under CI for anything left out."""
    browser = _browser()
    continuous = os.environ.get("CI", "").lower() in ("1", "true")
    if not browser and continuous:
        raise Fault(f"the browser tests cannot run: install a browser and fonts with\n    {_INSTALL}")
    started = time.monotonic()
    lanes = (
        {"service": lambda log: _service_tests(log, arguments)},
        {
            "dialogue": lambda log: run_pytest(log, DIALOGUE_PYTHON, ["tests/dialogue"], arguments),
            "widget": _widget_tests,
            "journeys": lambda log: _journeys(log, browser, arguments),
        },
    )
    LOGS.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(len(lanes)) as pool:
        failed = [name for lane in pool.map(failed_in, lanes) for name in lane]
    left_out = "" if browser else f"; the browser tests were LEFT OUT: to run them, {_INSTALL}"
    if failed:
        raise Fault(f"tests failed: {', '.join(failed)}{left_out}")
    say(f"  ✓ all tests passed in {time.monotonic() - started:.0f} s{left_out}")


_one_at_a_time = threading.Lock()


def failed_in(lane: dict) -> list:  # type: ignore[type-arg]
    """The parts of a lane that failed; each part's output is shown whole when it ends, never mixed with another's."""
    failed = []
    for name, call in lane.items():
        log = LOGS / f"tests-{name}.log"
        log.unlink(missing_ok=True)
        try:
            with stage(f"tests of {name}", f"output in {log.relative_to(ROOT)}, shown when they end"):
                if not call(log):
                    raise Fault(f"tests of {name} failed")
        except Fault as fault:
            failed.append(name)
            say(f"  ✗ {fault}")
        with _one_at_a_time:
            say(log.read_text(errors="replace") if log.exists() else f"    tests of {name} wrote nothing")
    return failed


def _service_tests(log: Path, arguments: list) -> bool:  # type: ignore[type-arg]
    folders = sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and path.name not in _ELSEWHERE
    )
    return run_pytest(log, SERVICE_PYTHON, folders, arguments)


def _journeys(log: Path, browser: bool, arguments: list) -> bool:  # type: ignore[type-arg]
    """In a process of their own: the browser's driver keeps an event loop running that other tests must not meet."""
    what = ["tests/e2e", *([] if browser else ["-m", "not browser"])]
    return passes_in_the_end(log, SERVICE_PYTHON, what, arguments)


def passes_in_the_end(log: Path, python: Path, what: list, arguments: list) -> bool:  # type: ignore[type-arg]
    """Whether all passed, a few failed ones at the second try; those are named, for somebody must look at them.

    Whole processes and a browser share two cores with the other lane; what is broken fails the second time too.
    """
    if run_pytest(log, python, what, arguments):
        return True
    failed = [line for line in log.read_text(errors="replace").splitlines() if line.startswith(("FAILED ", "ERROR "))]
    if not 0 < len(failed) <= _FEW or not run_pytest(log, python, [*what, "--last-failed"], arguments):
        return False
    for line in failed:
        say(f"  ! needed a second try: {line.split(' - ')[0]}")
    return True


def run_pytest(log: Path, python: Path, what: list, arguments: list) -> bool:  # type: ignore[type-arg]
    env = environment(
        ASSISTANT_NLU_VECTORS=str(VECTORS),
        ASSISTANT_SHARED_DIR=str(SHARED),
        ASSISTANT_ENVIRONMENT="test",
    )
    status = _logged(log, [str(python), "-m", "pytest", "-q", "--durations=8", *what, *arguments], ROOT, env)
    if status == _NO_TESTS:
        say(f"  ✗ {' '.join(what)} ran no test")
    return status == 0


def _widget_tests(log: Path) -> bool:
    node = find_node()
    return all(
        _logged(log, [*node.npm, "run", "--silent", script], ROOT / "web", node.environment()) == 0
        for script in ("check", "test")
    )


def _logged(log: Path, command: list, cwd: Path, env: dict) -> int:  # type: ignore[type-arg]
    with log.open("ab") as out:
        return subprocess.run(
            command, cwd=cwd, env=env, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
        ).returncode


def _browser() -> bool:
    """Whether Chromium and Chinese fonts are here, installed now where this user may install packages."""
    if Path(_BROWSER).exists() and _CJK_FONT.exists():
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"  ! no browser or no Chinese font; to have the browser tests, type:\n    {_INSTALL}")
        return False
    env = environment(DEBIAN_FRONTEND="noninteractive")
    try:
        with stage("browser", "Debian's chromium and fonts"):
            run("browser", ["apt-get", "update", "-qq"], env=env)
            run("browser", ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], env=env)
    except Fault as fault:
        say(str(fault))
        return False
    return Path(_BROWSER).exists()
