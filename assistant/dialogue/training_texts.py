"""The sentences that the dialogue model is trained on, as the featurizer sees them.

They are written to a file that the service's Python encodes beforehand: the dialogue process has no encoder.
"""

import json
import sys
from pathlib import Path
from typing import Dict, List, Optional

import yaml

from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified

NLU_DATA = Path(__file__).resolve().parent.parent.parent / "nlu_data"


def as_seen(text: str) -> str:
    """`text` as the gateway would hand it to the dialogue: normal form, Simplified, no leading slash."""
    return to_simplified(normalise(text)).lstrip("/").strip()


def sentences_by_intent(folder: Path = NLU_DATA) -> Dict[str, List[str]]:
    """Every training sentence as written, by intent, in file order."""
    found: Dict[str, List[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        # A twentieth of the time that safe_load takes for 23,000 sentences.
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for item in (read or {}).get("nlu") or []:
            lines = [line.strip() for line in item["examples"].splitlines()]
            found.setdefault(item["intent"], []).extend(line[2:].strip() for line in lines if line.startswith("- "))
    return found


def added_by_intent(folder: Path = NLU_DATA, shared: Optional[Path] = None) -> Dict[str, List[str]]:
    """What training adds to the written sentences: some in pinyin, and what of public data is none of our business."""
    from assistant.dialogue.outside import outside
    from assistant.dialogue.respelling import respelled
    from assistant.dialogue.settings import DialogueSettings

    written = sentences_by_intent(folder)
    added = respelled({intent: [as_seen(text) for text in texts] for intent, texts in written.items()})
    known = {as_seen(text) for texts in written.values() for text in texts}
    for intent, texts in outside(shared or DialogueSettings.from_environment().shared_dir).items():
        added.setdefault(intent, []).extend(text for text in texts if text not in known)
    return added


def training_texts(folder: Path = NLU_DATA) -> List[str]:
    """Every distinct written training sentence as the featurizer will look it up, sorted."""
    return sorted({as_seen(text) for texts in sentences_by_intent(folder).values() for text in texts})


def main() -> None:
    """The file named by the first argument holds the texts, a JSON list: the service's Python encodes them."""
    added = {text for texts in added_by_intent().values() for text in texts}
    texts = sorted(added | set(training_texts()))
    Path(sys.argv[1]).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
