"""`python -m benchmarks`: answered turns beside stock Rasa, then the encoder beside torch."""

import subprocess
import sys

from scripts.build.console import say
from scripts.build.paths import ROOT
from scripts.build.processes import environment

_PARTS = ("benchmarks.turns", "benchmarks.encoder")


def main() -> int:
    """1 when any part failed or missed a bar."""
    failed = []
    for part in _PARTS:
        say(f"— {part}")
        if subprocess.run([sys.executable, "-m", part], cwd=ROOT, env=environment(), check=False).returncode:
            failed.append(part)
        say("")
    if failed:
        say(f"✗ {', '.join(failed)}: see above")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
