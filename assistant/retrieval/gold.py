"""Gold questions: how people would ask, with the files that answer, or with the expectation that none does.

Questions of other domains come from public sets at measuring time and are never kept.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import yaml

from assistant.retrieval.fusion import Ranking
from assistant.retrieval.search import Filters, Search
from assistant.retrieval.wordform import extent, in_letters, tokens
from assistant.shared.errors import SetupError
from assistant.shared.text.script import detect_script

Expectation = Literal["answer", "gap", "refuse", "outside"]
# How a text says that there is no confirmed answer.
ADMISSION = re.compile(r"没有(?:经过)?核实|没核实|[Nn]o confirmed|not (?:been )?(?:confirmed|verified|checked)")
_SPLITS = ("fit", "held")
JUDGED = Path("judged") / "pool.yml"  # further files that serve as well, found and judged in a pool
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
    split: str = "fit"
    style: str = "plain"
    written: str = ""  # pinyin or mixed, which `script` cannot tell
    after: str = ""
    parts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """The script it is written in."""
        return detect_script(self.ask) or "hans"


@dataclass(frozen=True)
class Observation:
    """What the index says of one gold question, before any weight or threshold: enough to fit and to judge.

    `sections` holds for each candidate entry the anchors of its sections and their features, `admitting` those of them
    that say of something that it is not known.
    """

    gold: GoldQuestion
    ranking: Ranking
    names: Mapping[int, str]
    admitting: Mapping[str, frozenset[str]]
    sections: Mapping[str, tuple[tuple[str, ...], npt.NDArray[np.float64]]]
    length: int
    in_letters: bool
    elsewhere: frozenset[int]


def read_gold(directory: Path, *, judged: bool = True) -> list[GoldQuestion]:
    """Every gold question of the folder, by file name; refused when a row is malformed or asked twice.

    `judged` adds the labels of judged/pool.yml to those that the question was written with.
    """
    further = _judged(directory / JUDGED) if judged else {}
    found: list[GoldQuestion] = []
    seen: dict[str, str] = {}
    for path in sorted(directory.glob("*.yml")):
        rows, split = _rows(path)
        for number, row in enumerate(rows, start=1):
            question = _question(row, f"{path.name} question {number}", split)
            said = question.after + "\n" + question.ask
            if said in seen:
                raise SetupError(f"{question.ask!r} stands in {seen[said]} and {path.name}", mend="remove one")
            seen[said] = path.name
            found.append(_with(question, () if question.after else further.pop(question.ask, ())))
    if further:
        raise SetupError(f"{JUDGED} judges {next(iter(further))!r}, which nobody asks", mend="remove that row")
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
    forms = {question: search.form(question.ask) for question in questions}
    search.foresee([*forms.values()])
    found = []
    for question, form in forms.items():
        ranking, query = search.ranked(form, Filters())
        entries = {int(number): release.entries[int(number)] for number in ranking.entries}
        found.append(
            Observation(
                gold=question,
                ranking=ranking,
                names={number: entry.page.entry_id for number, entry in entries.items()},
                admitting={
                    entry.page.entry_id: frozenset(
                        section.anchor for section in entry.sections if ADMISSION.search(section.text)
                    )
                    for entry in entries.values()
                },
                sections={
                    entry.page.entry_id: (
                        tuple(section.anchor for section in entry.sections),
                        search.sections(entry, form, query),
                    )
                    for entry in entries.values()
                },
                length=extent(tokens(form)),
                in_letters=in_letters(form),
                elsewhere=search.elsewhere(form, ranking),
            )
        )
    return found


def _judged(path: Path) -> dict[str, tuple[str, ...]]:
    """For each judged question the sections that serve as well as the one it names: entry#section."""
    if not path.is_file():
        return {}
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {row["ask"]: tuple(row["serves"]) for row in document["judged"]}


def _with(question: GoldQuestion, serves: Sequence[str]) -> GoldQuestion:
    if not serves:
        return question
    named = [name.partition("#") for name in serves]
    return replace(
        question,
        entries=question.entries | {entry for entry, _, _ in named},
        sections=question.sections | {section for _, _, section in named},
    )


def _rows(path: Path) -> tuple[list[Any], str]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SetupError(
            f"{path.name} is not YAML: {error}", mend="quote a question that holds `?,` or `: `"
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("questions"), list):
        raise SetupError(f"{path.name} has no list `questions`", mend="start it with `questions:`")
    rows: list[Any] = document["questions"]
    return rows, str(document.get("split", "fit"))


def _question(row: Any, where: str, split: str) -> GoldQuestion:
    kinds = [key for key in ("entry", "expect", "parts") if isinstance(row, dict) and key in row]
    if len(kinds) != 1 or not isinstance(row.get("ask"), str):
        raise SetupError(
            f"{where} is not {{ask, entry}}, {{ask, expect}} or {{ask, parts}}: {row!r}", mend="correct it"
        )
    if row.get("expect", "gap") not in ("gap", "refuse"):
        raise SetupError(f"{where} expects {row['expect']!r}", mend="write expect: gap or expect: refuse")
    if row.get("split", split) not in _SPLITS:
        raise SetupError(f"{where} is of split {row.get('split', split)!r}", mend="write split: fit or split: held")
    parts = tuple(_list(row.get("parts")))
    entries = [name.strip().partition("#")[0] for part in parts for name in part.split("|")]
    return GoldQuestion(
        ask=row["ask"],
        expect=row.get("expect", "answer"),
        entries=frozenset(entries or _list(row.get("entry"))),
        sections=frozenset(_list(row.get("section"))),
        split=row.get("split", split),
        style=row.get("style", "plain"),
        written=row.get("script", ""),
        after=row.get("after", ""),
        parts=parts,
        never=tuple(_list(row.get("never"))),
    )


def _list(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or []


def _stable(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
