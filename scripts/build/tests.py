"""`make test`: every test of both runtimes and of the widget, and the browser tests where a browser can be had."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from scripts.build.console import Fault, say, stage
from scripts.build.node import find_node
from scripts.build.paths import DIALOGUE_PYTHON, ROOT, SERVICE_PYTHON, SHARED, VECTORS
from scripts.build.processes import environment, run

PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-dejavu-core")
_BROWSER = "/usr/bin/chromium"
_CJK_FONT = Path("/usr/share/fonts/opentype/noto")
_INSTALL = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"
_NO_TESTS = 5


def run_tests(arguments: list) -> None:  # type: ignore[type-arg]
    """All tests passed; the last line says what was left out. Fault otherwise, and under CI for anything left out."""
    browser = _browser()
    continuous = os.environ.get("CI", "").lower() in ("1", "true")
    if not browser and continuous:
        raise Fault(f"the browser tests cannot run: install a browser and fonts with\n    {_INSTALL}")
    started = time.monotonic()
    failed = [
        name
        for name, call in (
            ("dialogue", lambda: _pytest(DIALOGUE_PYTHON, ["tests/dialogue"], arguments)),
            ("widget", _widget_tests),
            ("service", lambda: _service_tests(arguments)),
            ("journeys", lambda: _journeys(browser, arguments)),
        )
        if not call()
    ]
    left_out = "" if browser else f"; the browser tests were LEFT OUT: to run them, {_INSTALL}"
    if failed:
        raise Fault(f"tests failed: {', '.join(failed)}{left_out}")
    say(f"  ✓ all tests passed in {time.monotonic() - started:.0f} s{left_out}")


def _service_tests(arguments: list) -> bool:  # type: ignore[type-arg]
    folders = sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and path.name not in ("dialogue", "e2e", "__pycache__")
    )
    return _pytest(SERVICE_PYTHON, folders, arguments)


def _journeys(browser: bool, arguments: list) -> bool:  # type: ignore[type-arg]
    """In a process of their own: the browser's driver keeps an event loop running that other tests must not meet."""
    return _pytest(SERVICE_PYTHON, ["tests/e2e", *([] if browser else ["-m", "not browser"])], arguments)


def _pytest(python: Path, what: list, arguments: list) -> bool:  # type: ignore[type-arg]
    env = environment(
        ASSISTANT_NLU_VECTORS=str(VECTORS),
        ASSISTANT_SHARED_DIR=str(SHARED),
        ASSISTANT_ENVIRONMENT="test",
    )
    command = [str(python), "-m", "pytest", "-q", "--durations=8", *what, *arguments]
    say(f"  … {' '.join(command[1:])}")
    status = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    if status == _NO_TESTS:
        say(f"  ✗ {' '.join(what)} ran no test")
    return status == 0


def _widget_tests() -> bool:
    node = find_node()
    for script in ("check", "test"):
        status = subprocess.run(
            [*node.npm, "run", "--silent", script], cwd=ROOT / "web", env=node.environment(), check=False
        ).returncode
        if status:
            return False
    return True


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
