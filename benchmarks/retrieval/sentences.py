"""Texts for the scale benchmark: real sentences of the public sets, and any number of passages made of two of them.

A passage's vector is not encoded: it is the normalised sum of its sentences' vectors and some noise, since encoding a
million passages takes hours. Questions are real ones, encoded as they are, and none of them is in a passage.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.retrieval.vectors import Floats
from assistant.shared.errors import SetupError

SEED = 20261122
SENTENCES, QUESTIONS = 40_000, 500
_NOISE = 0.25
_SETS = (
    ("gov_messages/tipdm2020c_labelled.dev.jsonl", ("text", "topic")),
    ("gov_messages/tipdm2020c_unlabelled.jsonl", ("text", "topic")),
    ("gov_messages/tipdm2020c_att4_replies.dev.jsonl", ("reply", "topic")),
    ("legal_qa/stard_gold_articles.jsonl", ("text",)),
    ("legal_qa/lawyerllama_legal_advice_questions_sample.jsonl", ("question",)),
    ("policy_qa/ncppolicies_train.dev.jsonl", ("question", "text")),
    ("cantonese_traditional/drcd_dev_paragraphs.jsonl", ("text",)),
)
_ASKED = (
    ("legal_qa/stard_queries.dev.jsonl", "question"),
    ("gov_messages/tipdm2020c_consult_qa.dev.jsonl", "topic"),
)
_SENTENCE = re.compile(r"[^。！？!?；;\n，,]{4,}[^。！？!?；;\n]*")
_LONGEST = 60


@dataclass(frozen=True)
class Material:
    """Sentences and questions with their vectors; row `i` of `vectors` is sentence `i`."""

    sentences: tuple[str, ...]
    vectors: Floats
    questions: tuple[str, ...]
    asked: Floats


def read_sentences(data_dir: Path) -> list[str]:
    """A seeded sample of distinct sentences of 8 to 60 characters."""
    found: dict[str, None] = {}
    for name, keys in _SETS:
        for row in _rows(data_dir / name):
            for key in keys:
                for sentence in _SENTENCE.findall(str(row.get(key) or "")):
                    plain = sentence.strip()[:_LONGEST]
                    if len(plain) >= 8:
                        found[plain] = None
    texts = sorted(found)
    order = np.random.default_rng(SEED).permutation(len(texts))[:SENTENCES]
    return [texts[number] for number in order]


def read_questions(data_dir: Path) -> list[str]:
    """A seeded sample of real questions."""
    texts = sorted({str(row[key]).strip() for name, key in _ASKED for row in _rows(data_dir / name)})
    order = np.random.default_rng(SEED).permutation(len(texts))[:QUESTIONS]
    return [texts[number] for number in order]


def passages(material: Material, count: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """For each of `count` passages its two sentences, and its unit vector; fewer passages are the first of more."""
    pairs = np.random.default_rng(SEED).integers(0, len(material.sentences), size=(count, 2))
    vectors = np.empty((count, material.vectors.shape[1]), dtype=np.float32)
    step = 50_000
    for start in range(0, count, step):
        rows = pairs[start : start + step]
        noise = np.random.default_rng([SEED, start]).standard_normal((len(rows), vectors.shape[1]), dtype=np.float32)
        noise *= _NOISE / np.sqrt(vectors.shape[1])
        mixed = material.vectors[rows[:, 0]] + material.vectors[rows[:, 1]] + noise
        vectors[start : start + step] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return pairs, vectors


def text_of(material: Material, pair: npt.NDArray[np.int64]) -> str:
    """The words of one passage."""
    return f"{material.sentences[pair[0]]}。{material.sentences[pair[1]]}"


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise SetupError(f"{path.name} is not in {path.parent.name}", mend="put the public sets in ../shared/data")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
