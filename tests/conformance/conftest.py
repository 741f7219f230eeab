"""`make conformance URL=…` runs these tests against any system; without an address there is nothing to run."""

import json
import os
from collections.abc import Iterator

import pytest

from tests.conformance.system import System

URL = os.environ.get("CONFORMANCE_URL", "")
collect_ignore_glob = [] if URL else ["test_*.py"]
_PROMISES = pytest.StashKey[dict[str, str]]()


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    headers = json.loads(os.environ.get("CONFORMANCE_HEADERS", "{}"))
    found = System(os.environ.get("CONFORMANCE_SYSTEM", "petition"), URL, headers)
    yield found
    found.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What each test promises, in the words of its docstring."""
    config.stash[_PROMISES] = {item.nodeid: _words(item) for item in items}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """In plain words what the system lacks."""
    if not URL:
        return
    promises = config.stash.get(_PROMISES, {})
    broken = {report.nodeid: report for kind in ("failed", "error") for report in terminalreporter.stats.get(kind, [])}
    terminalreporter.section(f"what {URL} promises and keeps")
    for number, (name, report) in enumerate(broken.items(), 1):
        crash = getattr(report.longrepr, "reprcrash", None)
        seen = (crash.message if crash else str(report.longrepr)).splitlines()[0].removeprefix("AssertionError: ")
        terminalreporter.line(f"{number}. It lacks: {promises.get(name, name)}")
        terminalreporter.line(f"   Seen: {seen}")
    left = terminalreporter.stats.get("skipped", [])
    for report in left:
        terminalreporter.line(f"Not asked: {promises.get(report.nodeid, report.nodeid)} {report.longrepr[2]}")
    kept = len(promises) - len(broken) - len(left)
    terminalreporter.line(f"It keeps {kept} of {len(promises)} promises.")


def _words(item: pytest.Item) -> str:
    said = " ".join((getattr(item, "function", item).__doc__ or item.name).split())
    case = getattr(getattr(item, "callspec", None), "id", None)
    return f"{said} [{case}]" if case else said
