"""`python -m benchmarks`: answered turns beside stock Rasa, action calls beside stock, the encoder beside torch."""

import subprocess
import sys

from scripts.build.console import say
from scripts.build.paths import DIALOGUE_PYTHON, ROOT, SERVICE_PYTHON
from scripts.build.processes import environment

_PARTS = (
    ("benchmarks.turns", SERVICE_PYTHON),
    ("benchmarks.action_calls", DIALOGUE_PYTHON),
    ("benchmarks.understanding", DIALOGUE_PYTHON),
    ("benchmarks.encoder", SERVICE_PYTHON),
)


def main() -> int:
    """1 when any part failed or missed a bar."""
    failed = []
    for part, python in _PARTS:
        say(f"— {part}")
        if subprocess.run([str(python), "-m", part], cwd=ROOT, env=environment(), check=False).returncode:
            failed.append(part)
        say("")
    if failed:
        say(f"✗ {', '.join(failed)}: see above")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
