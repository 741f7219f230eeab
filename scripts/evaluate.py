"""`make evaluate`: retrieval on the gold questions, understanding on sentences that are not in the training data."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.build.console import say
from scripts.build.paths import DIALOGUE_PYTHON, MODEL, ROOT, SERVICE_PYTHON
from scripts.build.processes import environment


def retrieval(worst: int) -> bool:
    """Whether the table could be printed: answers, choices, refusals by kind of question and script."""
    say("— retrieval: gold questions, each judged by a calibration that never saw it")
    return _done(SERVICE_PYTHON, "-m", "assistant.cli", "knowledge", "evaluate", "--worst", str(worst))


def understanding(worst: int) -> bool:
    """Whether the table could be printed: acts, with the vectors that a running service would send, and without."""
    say("— understanding: tests/dialogue/sentences, none of them a training sentence")
    with tempfile.TemporaryDirectory() as folder:
        texts, vectors = Path(folder) / "texts.json", Path(folder) / "vectors.npz"
        return (
            _done(DIALOGUE_PYTHON, "-m", "scripts.understanding", "texts", str(texts))
            and _done(
                SERVICE_PYTHON, "-m", "assistant.cli", "nlu-vectors", "--texts", str(texts), "--out", str(vectors)
            )
            and _done(DIALOGUE_PYTHON, "-m", "scripts.understanding", "judge", str(vectors), str(MODEL), str(worst))
        )


def main() -> int:
    """1 when a part could not be measured. Nothing fails for being bad: bars are in the tests."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: … retrieval --worst 20")
    parser.add_argument("parts", nargs="*", help="retrieval, understanding; both when none is named")
    parser.add_argument("--worst", type=int, default=10, help="how many wrong ones to list")
    chosen = parser.parse_args()
    parts = {"retrieval": retrieval, "understanding": understanding}
    unknown = [name for name in chosen.parts if name not in parts]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; choose from {', '.join(parts)}")
    failed = [name for name, measure in parts.items() if name in (chosen.parts or parts) and not measure(chosen.worst)]
    return 1 if failed else 0


def _done(python: Path, *arguments: str) -> bool:
    """Rasa's old libraries warn about each other, whatever they are told; that is shown only when something failed."""
    command = [str(python), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        say(done.stderr.strip())
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
