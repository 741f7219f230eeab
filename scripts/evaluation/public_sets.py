"""Samples of the public data sets beside the repository: read when measuring, never kept. See ../shared/data/README.md.

A sample is the first rows in the order of a salted hash: the same on every machine, and a smaller one is a part of it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.shared.errors import SetupError
from scripts.build.paths import SHARED

_SALT = "qiaodu evaluation"
Row = dict[str, Any]


@dataclass(frozen=True)
class PublicSet:
    """Rows of one or more files that belong together, and how a row is said."""

    name: str
    files: tuple[str, ...]
    text: Callable[[Row], str]
    chosen: Callable[[Row], bool] = lambda row: True

    def texts(self) -> list[str]:
        """Every distinct text, in the order of the sample; SetupError when a file is missing."""
        found = {self.text(row).strip() for file in self.files for row in read_rows(file) if self.chosen(row)}
        return in_sample_order(text for text in found if len(text) > 1)


def in_sample_order(texts: Iterable[str]) -> list[str]:
    """Distinct texts in an order that has nothing to do with what they say."""
    return sorted(set(texts), key=lambda text: hashlib.sha256(f"{_SALT} {text}".encode("utf-8", "replace")).digest())


def read_rows(file: str) -> list[Row]:
    """The rows of a JSON-lines file below the data folder; SetupError when it is not there."""
    path = data_folder() / file
    if not path.is_file():
        raise SetupError(
            f"the public data set {file} is missing",
            mend="put shared/ beside the repository or set ASSISTANT_SHARED_DIR",
        )
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def data_folder() -> Path:
    """Where the public data sets lie."""
    return SHARED / "data"


OUTSIDE = (
    PublicSet(
        "SMP2017 develop",
        ("intents/smp2017_ecdt.train_develop.jsonl",),
        lambda row: str(row["text"]),
        lambda row: row["split"] == "develop",
    ),
    PublicSet("SMP2019", ("intents/smp2019_ecdt_train.dev.jsonl",), lambda row: str(row["text"])),
    PublicSet("CDial", ("chitchat/cdial_toy_train_openers.jsonl",), lambda row: str(row["text"])),
    PublicSet("CrossWOZ", ("chitchat/crosswoz_user_sample2000.jsonl",), lambda row: str(row["text"])),
    PublicSet(
        "ChatterBot",
        ("chitchat/chatterbot_zh_hans.jsonl", "chitchat/chatterbot_zh_hant.jsonl"),
        lambda row: str(row["text"]),
    ),
    PublicSet("policy_qa", ("policy_qa/ncppolicies_train.dev.jsonl",), lambda row: str(row["question"])),
)
JAILBREAKS = PublicSet("JailBench", ("negative/jailbench_sample500.jsonl",), lambda row: str(row["query"]))
MESSAGES = PublicSet(
    "citizens' messages",
    ("gov_messages/tipdm2020c_labelled.dev.jsonl",),
    lambda row: "。".join(str(row[key]) for key in ("topic", "text") if row[key] not in (None, "None")),
)
