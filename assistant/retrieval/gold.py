"""Gold questions: how people would ask, with the files that answer, or with the expectation that none does.

Questions of other domains come from public sets at measuring time and are never kept.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from assistant.retrieval.fusion import Ranking
from assistant.retrieval.search import Filters, Search
from assistant.retrieval.wordform import extent, in_letters, tokens
from assistant.shared.errors import SetupError
from assistant.shared.text.script import detect_script

Expectation = Literal["answer", "gap", "refuse", "outside"]
# Per set: enough to teach what is not ours, few enough that our own questions decide.
_OUTSIDE_EACH = 120
_OUTSIDE = (
    ("intents/smp2017_ecdt.train_develop.jsonl", "text"),
    ("chitchat/chatterbot_zh_hans.jsonl", "text"),
    ("chitchat/chatterbot_zh_hant.jsonl", "text"),
    ("chitchat/crosswoz_user_sample2000.jsonl", "text"),
    ("policy_qa/ncppolicies_train.dev.jsonl", "question"),
)


@dataclass(frozen=True)
class GoldQuestion:
    """One question and what should come of it."""

    ask: str
    expect: Expectation
    entries: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()

    @property
    def script(self) -> str:
        """The script it is written in."""
        return detect_script(self.ask) or "hans"


@dataclass(frozen=True)
class Observation:
    """What the index says of one gold question, before any weight or threshold: enough to fit and to judge."""

    gold: GoldQuestion
    ranking: Ranking
    names: Mapping[int, str]
    gaps: frozenset[str]
    anchors: Mapping[str, str]
    length: int
    in_letters: bool
    elsewhere: frozenset[int]


def read_gold(directory: Path) -> list[GoldQuestion]:
    """Every gold question of the folder, by file name; refused when a row is malformed or asked twice."""
    found: list[GoldQuestion] = []
    seen: dict[str, str] = {}
    for path in sorted(directory.glob("*.yml")):
        for number, row in enumerate(_rows(path), start=1):
            question = _question(row, f"{path.name} question {number}")
            if question.ask in seen:
                raise SetupError(f"{question.ask!r} stands in {seen[question.ask]} and {path.name}", mend="remove one")
            seen[question.ask] = path.name
            found.append(question)
    return found


def outside_questions(data_dir: Path) -> list[GoldQuestion]:
    """A fixed sample of other domains' questions from the public sets, empty where they are absent."""
    found: dict[str, GoldQuestion] = {}
    for name, key in _OUTSIDE:
        path = data_dir / name
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                texts = {str(json.loads(line)[key]).strip() for line in lines}
            chosen = sorted((text for text in texts if len(text) > 1), key=_stable)[:_OUTSIDE_EACH]
            found.update((text, GoldQuestion(text[:400], "outside")) for text in chosen)
    return list(found.values())


def observe(search: Search, questions: Iterable[GoldQuestion]) -> list[Observation]:
    """What the release of `search` says of each question."""
    release = search.release
    found = []
    for question in questions:
        form = release.form(question.ask)
        ranking, _ = search.ranked(form, Filters())
        result = search.search(question.ask, limit=20)
        pages = {int(number): release.entries[int(number)].page for number in ranking.entries}
        found.append(
            Observation(
                gold=question,
                ranking=ranking,
                names={number: page.entry_id for number, page in pages.items()},
                gaps=frozenset(page.entry_id for page in pages.values() if page.gap),
                anchors={hit.entry_id: hit.anchor for hit in result.hits},
                length=extent(tokens(form)),
                in_letters=in_letters(form),
                elsewhere=search.elsewhere(form, ranking),
            )
        )
    return found


def _rows(path: Path) -> list[Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SetupError(
            f"{path.name} is not YAML: {error}", mend="quote a question that holds `?,` or `: `"
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("questions"), list):
        raise SetupError(f"{path.name} has no list `questions`", mend="start it with `questions:`")
    rows: list[Any] = document["questions"]
    return rows


def _question(row: Any, where: str) -> GoldQuestion:
    if not isinstance(row, dict) or not isinstance(row.get("ask"), str) or ("entry" in row) == ("expect" in row):
        raise SetupError(f"{where} is not {{ask, entry}} or {{ask, expect}}: {row!r}", mend="correct the row")
    if "entry" in row:
        return GoldQuestion(row["ask"], "answer", frozenset(_list(row["entry"])), frozenset(_list(row.get("section"))))
    if row["expect"] not in ("gap", "refuse"):
        raise SetupError(f"{where} expects {row['expect']!r}", mend="write expect: gap or expect: refuse")
    return GoldQuestion(row["ask"], row["expect"])


def _list(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or []


def _stable(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
