"""`python -m scripts.check`: a line for each check, ok or FAILED and its time; what it found; exit 1 if any fails."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from scripts.build.console import Fault, say
from scripts.build.node import find_node
from scripts.build.paths import ROOT
from scripts.build.processes import environment

_MOST_LINES = 60


@dataclass(frozen=True)
class Check:
    """Something that must hold; `run` gives None when it does, else what was found."""

    name: str
    what: str
    run: Callable[[], str | None]


def _python(*arguments: str) -> Callable[[], str | None]:
    return lambda: _command([sys.executable, *arguments])


def _command(command: list[str], **options: object) -> str | None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, **{"cwd": ROOT, "env": environment(), **options}
    )
    return None if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip() or f"exit {done.returncode}"


def _schema() -> str | None:
    import json

    from assistant.gateway.messages import SCHEMA_PATH, json_schema

    written = json.loads(SCHEMA_PATH.read_text("utf-8")) if SCHEMA_PATH.exists() else None
    if written == json_schema():
        return None
    return f"{SCHEMA_PATH.relative_to(ROOT)} is stale: run `python -m assistant.gateway.messages`, then `npm run types`"


def _widget() -> str | None:
    try:
        node = find_node()
    except Fault as fault:
        return str(fault)
    web = ROOT / "web"
    if not (web / "node_modules").exists():
        return "web/node_modules is missing: run `make setup`"
    return _command([*node.npm, "run", "--silent", "check"], cwd=web, env=node.environment())


CHECKS = (
    Check("lint", "ruff", _python("-m", "ruff", "check", "--quiet", "--output-format", "concise", ".")),
    Check("types", "mypy over assistant and actions", _python("-m", "mypy")),
    Check(
        "imports",
        ".importlinter",
        _python(
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-logo",
            "--cache-dir",
            "var/import_linter_cache",
        ),
    ),
    Check("docs", "docs/reference and backend contracts are fresh", _python("-m", "scripts.docs", "--check")),
    Check("schema", "schema/message.schema.json is what the classes say", _schema),
    Check("widget", "TypeScript, and its types made from the schema", _widget),
    Check("knowledge", "every knowledge file", _python("-m", "assistant.cli", "knowledge", "lint")),
)


def main(names: list[str]) -> int:
    """The exit status; `names` choose some of the checks."""
    chosen = [check for check in CHECKS if not names or check.name in names]
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown or not chosen:
        say(f"no check {', '.join(sorted(unknown))}; there are {', '.join(check.name for check in CHECKS)}")
        return 2
    failed = [check.name for check in chosen if not _passes(check)]
    say(
        f"{len(chosen) - len(failed)} of {len(chosen)} checks ok" + (f"; FAILED: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    started = time.monotonic()
    found = check.run()
    seconds = time.monotonic() - started
    say(f"  {'ok    ' if found is None else 'FAILED'}  {check.name:<10} {seconds:5.1f} s  {check.what}")
    if found is None:
        return True
    lines = found.splitlines()
    for line in lines[-_MOST_LINES:]:
        say(f"            {line}")
    if len(lines) > _MOST_LINES:
        say(f"            … and {len(lines) - _MOST_LINES} lines before")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
