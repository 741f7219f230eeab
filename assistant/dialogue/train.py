"""Trains the dialogue model: `python -m assistant.dialogue.train --out var/models/dialogue.tar.gz`."""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import List, Optional

from assistant.dialogue.quiet import quiet
from assistant.dialogue.settings import ROOT

SEED = 7


def train(out: Path) -> float:
    """Seconds it took; the model lies at `out`. SystemExit when domain and rules do not fit together."""
    quiet()
    import numpy as np
    from rasa.model_training import train as train_rasa
    from rasa.shared.importers.rasa import RasaFileImporter
    from rasa.validator import Validator

    random.seed(SEED)
    np.random.seed(SEED)
    started = time.perf_counter()
    data = sorted(str(path) for path in (ROOT / "nlu_data").glob("*.yml"))
    importer = RasaFileImporter(str(ROOT / "config.yml"), data, str(ROOT / "domain"))
    validator = Validator.from_importer(importer)
    checks = (
        validator.verify_domain_validity, validator.verify_intents_in_stories,
        validator.verify_forms_in_stories_rules, validator.verify_actions_in_stories_rules,
    )
    if not all(check() for check in checks):
        raise SystemExit("domain/ and nlu_data/rules.yml do not fit together: see the messages above")
    with tempfile.TemporaryDirectory() as folder:
        result = train_rasa(
            str(ROOT / "domain"), str(ROOT / "config.yml"), data, output=folder, force_training=True,
            fixed_model_name="dialogue",
        )
        if result.code or result.model is None:
            raise SystemExit(f"training ended with code {result.code}")
        out.parent.mkdir(parents=True, exist_ok=True)
        staged = out.with_suffix(".new")
        staged.write_bytes(Path(result.model).read_bytes())
        os.replace(staged, out)
    return time.perf_counter() - started


def main(arguments: Optional[List[str]] = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: python -m assistant.dialogue.train")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "models" / "dialogue.tar.gz")
    chosen = parser.parse_args(arguments)
    seconds = train(chosen.out)
    sys.stdout.write(f"dialogue model trained in {seconds:.1f} s: {chosen.out}\n")


if __name__ == "__main__":
    main()
