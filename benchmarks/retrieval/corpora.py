"""Public sets as the search sees a knowledge base: documents of one or more passages, and questions with the documents
that answer. Nothing of them is kept in the repository; they are read from ../shared/data when they are measured."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.shared.errors import SetupError

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_PIECE = 160  # characters; about the size of a section of a knowledge file


@dataclass(frozen=True)
class Corpus:
    """Passage `i` belongs to document `owners[i]`; question `j` is answered by the documents `answers[j]`."""

    name: str
    passages: tuple[str, ...]
    owners: tuple[int, ...]
    documents: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[frozenset[int], ...]


def read_corpora(data_dir: Path) -> list[Corpus]:
    """STARD, consultations and DRCD; refused when their files are not there."""
    return [stard(data_dir), consultations(data_dir), drcd(data_dir)]


def stard(data_dir: Path) -> Corpus:
    """Lay questions → the articles of statutes that answer them."""
    articles = _rows(data_dir / "legal_qa/stard_gold_articles.jsonl")
    numbers = {row["name"]: number for number, row in enumerate(articles)}
    queries = _rows(data_dir / "legal_qa/stard_queries.dev.jsonl")
    return _corpus(
        "STARD dev",
        [f"{row['name']}\n{row['text']}" for row in articles],
        [row["question"] for row in queries],
        [frozenset(numbers[name] for name in row["gold"] if name in numbers) for row in queries],
    )


def consultations(data_dir: Path) -> Corpus:
    """What citizens asked a city → the replies that they were given, among all its replies."""
    folder = data_dir / "gov_messages"
    rows = _rows(folder / "tipdm2020c_consult_qa.dev.jsonl")
    replies = [row["reply"] for row in _rows(folder / "tipdm2020c_att4_replies.dev.jsonl")]
    texts = list(dict.fromkeys(replies + [row["reply"] for row in rows]))
    numbers = {text: number for number, text in enumerate(texts)}
    questions = [f"{row['topic']}\n{row['text']}" for row in rows]
    return _corpus("consultations dev", texts, questions, [frozenset({numbers[row["reply"]]}) for row in rows])


def drcd(data_dir: Path) -> Corpus:
    """Questions in Traditional characters → the paragraph of an encyclopaedia that answers."""
    folder = data_dir / "cantonese_traditional"
    paragraphs = _rows(folder / "drcd_dev_paragraphs.jsonl")
    numbers = {row["pid"]: number for number, row in enumerate(paragraphs)}
    rows = _rows(folder / "drcd_dev_questions.jsonl")
    return _corpus(
        "DRCD dev",
        [f"{row['title']}\n{row['text']}" for row in paragraphs],
        [row["question"] for row in rows],
        [frozenset({numbers[row["pid"]]}) for row in rows],
    )


def pieces(text: str, longest: int = _PIECE) -> list[str]:
    """`text` whole, and if it is long also in runs of sentences of about `longest` characters."""
    if len(text) <= longest * 1.5:
        return [text]
    found, run = [text], ""
    for sentence in _SENTENCE.findall(text):
        if run and len(run) + len(sentence) > longest:
            found.append(run)
            run = ""
        run += sentence
    return [*found, run] if run.strip() else found


def _corpus(name: str, documents: list[str], questions: list[str], answers: list[frozenset[int]]) -> Corpus:
    split = [(piece, owner) for owner, text in enumerate(documents) for piece in pieces(text)]
    asked = [(question, right) for question, right in zip(questions, answers, strict=True) if right]
    return Corpus(
        name,
        tuple(piece for piece, _ in split),
        tuple(owner for _, owner in split),
        tuple(documents),
        tuple(question for question, _ in asked),
        tuple(right for _, right in asked),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise SetupError(f"{path.name} is not in {path.parent.name}", mend="put the public sets in ../shared/data")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
