"""Trains the dialogue model: `python -m assistant.dialogue.train --out var/models/dialogue.tar.gz`."""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, List, Optional

import yaml

from assistant.dialogue.quiet import quiet
from assistant.dialogue.settings import ROOT
from assistant.dialogue.training_texts import added_by_intent, sentences_by_intent, training_texts

SEED = 7


def train(out: Path) -> float:
    """Seconds it took; the model lies at `out`. SystemExit when domain and rules do not fit together."""
    quiet()
    import numpy as np
    from rasa.model_training import train as train_rasa
    from rasa.shared.importers.rasa import RasaFileImporter

    random.seed(SEED)
    np.random.seed(SEED)
    started = time.perf_counter()
    data = sorted(str(path) for path in (ROOT / "nlu_data").glob("*.yml"))
    say("checking domain and rules")
    validator = validator_of(RasaFileImporter(str(ROOT / "config.yml"), data, str(ROOT / "domain")))
    checks = (
        validator.verify_domain_validity, validator.verify_intents_in_stories,
        validator.verify_forms_in_stories_rules, validator.verify_actions_in_stories_rules,
    )
    if not all(check() for check in checks):
        raise SystemExit("domain/ and nlu_data/rules.yml do not fit together: see the messages above")
    with tempfile.TemporaryDirectory() as folder:
        added = Path(folder) / "added.yml"
        count = write_added(added)
        say(f"{len(training_texts())} written sentences, {count} added; training")
        result = train_rasa(
            str(ROOT / "domain"), str(ROOT / "config.yml"), [*data, str(added)], output=folder, force_training=True,
            fixed_model_name="dialogue",
        )
        if result.code or result.model is None:
            raise SystemExit(f"training ended with code {result.code}")
        out.parent.mkdir(parents=True, exist_ok=True)
        staged = out.with_suffix(".new")
        staged.write_bytes(Path(result.model).read_bytes())
        os.replace(staged, out)
    return time.perf_counter() - started


def validator_of(importer: Any) -> Any:
    """Rasa's checks of domain and rules, which need one sentence of each act: reading all takes twelve seconds."""
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from rasa.validator import Validator

    one_each = [Message({TEXT: texts[0], INTENT: act}) for act, texts in sentences_by_intent().items()]
    return Validator(importer.get_domain(), TrainingData(one_each), importer.get_stories(), importer.get_config())


def write_added(path: Path) -> int:
    """How many sentences that nobody wrote stand in the file at `path`, in Rasa's format."""
    added = added_by_intent()
    items = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in added.items()
    ]
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": items}, allow_unicode=True), encoding="utf-8")
    return sum(len(texts) for texts in added.values())


def say(words: str) -> None:
    """Progress, on standard output."""
    sys.stdout.write(f"dialogue model: {words}\n")
    sys.stdout.flush()


def main(arguments: Optional[List[str]] = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: python -m assistant.dialogue.train")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "models" / "dialogue.tar.gz")
    chosen = parser.parse_args(arguments)
    seconds = train(chosen.out)
    sys.stdout.write(f"dialogue model trained in {seconds:.1f} s: {chosen.out}\n")


if __name__ == "__main__":
    main()
