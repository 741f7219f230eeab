"""`python -m assistant.retrieval.encoder_build --out var/encoder`: builds the default encoder and says how it went."""

import argparse
import sys
import time
from pathlib import Path

from assistant.retrieval.encoder_build.build import build_encoder
from assistant.shared.errors import SetupError


def main(arguments: list[str] | None = None) -> int:
    """0 when the directory holds a verified encoder, 1 with what is wrong and its mend otherwise."""
    parser = argparse.ArgumentParser(prog="assistant.retrieval.encoder_build", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="directory to make, for example var/encoder")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads to use (default 1)")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    try:
        report = build_encoder(options.out, _tell, threads=options.threads)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = report.verification
    sys.stdout.write(
        f"encoder {found.model_id}: {found.pieces:,} of {found.pieces_of:,} pieces; cosine on {found.sentences} "
        f"sentences before quantisation {found.before.mean:.5f} (min {found.before.min:.5f}), "
        f"after {found.after.mean:.5f} (min {found.after.min:.5f}); {time.perf_counter() - start:.1f} s\n"
    )
    return 0


def _tell(step: str, seconds: float) -> None:
    sys.stdout.write(f"  {step:<26} {seconds:6.1f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
