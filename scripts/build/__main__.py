"""`python -m scripts.build setup|run|test|python …`: what the Makefile calls."""

import subprocess
import sys
import time

from scripts.build.console import Fault, say
from scripts.build.paths import ROOT, SERVICE_PYTHON
from scripts.build.processes import environment
from scripts.build.stages import bring_up_to_date
from scripts.build.start import run_until_stopped
from scripts.build.tests import run_tests

_COMMANDS = ("setup", "run", "test", "python")


def main(arguments: list) -> int:  # type: ignore[type-arg]
    """The exit status of one command."""
    command, rest = (arguments or ["help"])[0], arguments[1:]
    try:
        if command not in _COMMANDS:
            say(__doc__ or "")
            asked_for_help = command in ("help", "-h", "--help")
            if not asked_for_help:
                say(f"  ✗ unknown command {command!r}; use {', '.join(_COMMANDS)}")
            return 0 if asked_for_help else 1
        started = time.monotonic()
        bring_up_to_date()
        say(f"  ✓ everything is built ({time.monotonic() - started:.1f} s)")
        if command == "run":
            run_until_stopped()
        elif command == "test":
            run_tests(rest)
        elif command == "python":
            return subprocess.run([str(SERVICE_PYTHON), *rest], cwd=ROOT, env=environment(), check=False).returncode
    except Fault as fault:
        say(f"\n  ✗ {fault}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
