"""The test sentences, as the gateway would hand them to the dialogue."""

from pathlib import Path
from typing import Dict, List, Tuple

import yaml

from assistant.dialogue.training_texts import as_seen

FOLDER = Path(__file__).parent / "sentences"


def acts() -> List[Tuple[str, str]]:
    """(act, sentence) of every test sentence."""
    data = yaml.safe_load((FOLDER / "acts.yml").read_text(encoding="utf-8"))
    return [(act, as_seen(text)) for act, texts in data.items() for text in texts]


def known_failures() -> Dict[str, str]:
    """Sentences understood wrongly, with the act they should have."""
    data = yaml.safe_load((FOLDER / "known_failures.yml").read_text(encoding="utf-8")) or {}
    return {as_seen(text): act for text, act in data.items()}


def spoken() -> List[str]:
    """Every sentence of the whole conversations."""
    lines = (FOLDER / "spoken.txt").read_text(encoding="utf-8").splitlines()
    return [as_seen(line) for line in lines if line.strip()]
