"""Our own test sentences, tests/nlu/acts: who says what, in which script and style. Runs in both Pythons.

They are written apart from the training sentences; tests/nlu keeps the two apart by edit distance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ACTS = Path(__file__).resolve().parents[2] / "tests" / "nlu" / "acts"
# People made up for their way of writing; each says every act. Measured once before anybody trained for them.
PEOPLE = ACTS.parent / "people"
SCRIPTS = ("hans", "hant", "cantonese", "english", "mixed")
STYLES = ("plain", "colloquial", "story", "keywords", "speech", "typo", "pinyin", "mixed")
# The groups of the bar "the same in Traditional, Cantonese, pinyin/typo, English".
GROUPS = ("simplified", "traditional", "cantonese", "english", "pinyin or typo", "mixed")
_GROUP_OF_SCRIPT = dict(zip(SCRIPTS, ("simplified", "traditional", "cantonese", "english", "mixed"), strict=True))


@dataclass(frozen=True)
class Sentence:
    """One sentence as typed, and what it means. `door` is empty but for a wrong door, `person` but for PEOPLE."""

    act: str
    text: str
    script: str
    style: str
    door: str = ""
    person: str = ""

    @property
    def group(self) -> str:
        """The one of GROUPS in which it is counted: misspelt and pinyin sentences are a group of their own."""
        return "pinyin or typo" if self.style in ("pinyin", "typo") else _GROUP_OF_SCRIPT[self.script]


def read_sentences(folder: Path = ACTS) -> list[Sentence]:
    """Every test sentence, by file name and in file order."""
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        act = data.pop("act")
        for door, scripts in data.get("doors", {"": data}).items():
            found.extend(Sentence(act, text, script, style, door) for script, style, text in _rows(scripts))
    return found


def read_people(folder: Path = PEOPLE) -> list[Sentence]:
    """What the people of PEOPLE say, person by person, each named as the file is."""
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.extend(
            Sentence(act, text, data["script"], data["style"], door, path.stem)
            for act, said in data["acts"].items()
            for door, texts in (said if isinstance(said, dict) else {"": said}).items()
            for text in texts
        )
    return found


def _rows(scripts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for script, styles in scripts.items():
        for style, texts in styles.items():
            for text in texts:
                yield script, style, text
