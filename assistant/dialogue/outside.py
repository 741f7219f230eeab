"""Sentences of public data sets that are none of our business, taken in at training time and never committed.

Only the half of a set whose hash is even is ever trained on; the other half is left for measuring. Without ../shared
the model trains on our own sentences alone.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Dict, List

from assistant.dialogue.settings import ROOT
from assistant.dialogue.training_texts import as_seen

_EACH = 200
_LONGEST = 120
_ACT = "out_of_scope"
_SETS = (
    ("intents/smp2017_ecdt.train_develop.jsonl", "text"),
    ("intents/smp2019_ecdt_train.dev.jsonl", "text"),
    ("chitchat/cdial_toy_train_openers.jsonl", "text"),
    ("chitchat/chatterbot_zh_hans.jsonl", "text"),
    ("chitchat/crosswoz_user_sample2000.jsonl", "text"),
    ("policy_qa/ncppolicies_train.dev.jsonl", "question"),
)
# A sentence of those sets with one of these words may be an act of ours all the same: it is not taught as anything.
_OURS = "nlu_data/lexicon/ours.txt"


def trainable(text: str) -> bool:
    """Whether a row may be trained on; rows for which it is false are for measuring."""
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:8], 16) % 2 == 0


def outside(shared: Path) -> Dict[str, List[str]]:
    """Sentences by act, the same ones every time; {} when the data is not there."""
    found: Dict[str, List[str]] = {}
    ours = re.compile("|".join(map(re.escape, (ROOT / _OURS).read_text(encoding="utf-8").split())))
    for name, field in _SETS:
        path = shared / "data" / name
        if not path.exists():
            continue
        taken = 0
        for text in sorted(_texts(path, field), key=lambda each: hashlib.sha256(each.encode("utf-8")).digest()):
            if taken >= _EACH or not trainable(text) or ours.search(text):
                continue
            found.setdefault(_ACT, []).append(text)
            taken += 1
    return found


def _texts(path: Path, field: str) -> List[str]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    texts = {as_seen(str(row.get(field) or "")).replace("\n", " ") for row in rows}
    return [text for text in texts if 0 < len(text) <= _LONGEST]
