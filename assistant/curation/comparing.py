"""Finds what two published files say alike: questions by meaning, sentences that differ in a number only.

Rules and the list of conflicts read it; whether a pair is a fault is for a curator to say.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.curation.facts import canonical, chinese_numbers_in
from assistant.curation.model import KnowledgeFile, Position, Question
from assistant.curation.placing import find_in_section

# One unit vector a text. What makes them is joined in from outside: curation does not know the encoder.
Vectors = Callable[[Sequence[str]], Any]

# With multilingual-e5-small two questions of the shipped files that a person calls the same lie above the first, or
# above the second and share most of their characters.
NEAR, NEAR_AND_ALIKE = 0.985, 0.972
ALIKE = 0.6
SAME_WORDS, SAME_MATTER = 0.45, 0.3
FEWEST_WORDS = 3

_MARK = re.compile(r"\[\^[^\]]*\]")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_NUMBER = r"(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
_UNIT = r"(?:个?工作日|个?自然日|日|天|个?月|年|周岁|岁|小时|分钟|万元|元|%|倍|次|份|平方米|公里)"
_CLAIM = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{4}-\d{1,2}(?:-\d{1,2})?")
_SAME_UNIT = {"天": "日", "自然日": "日", "岁": "周岁"}
_ARTICLE = re.compile(rf"第{_NUMBER}[条款项]")


@dataclass(frozen=True)
class NearQuestions:
    """Two questions of two files; `cosine` is how near they mean."""

    cosine: float
    file: KnowledgeFile
    question: Question
    other_file: KnowledgeFile
    other_question: Question


@dataclass(frozen=True)
class Claim:
    """A sentence with its numbers and units, and the words around them."""

    file: KnowledgeFile
    anchor: str
    at: Position
    sentence: str
    numbers: tuple[str, ...]
    units: tuple[str, ...]
    words: frozenset[str]
    matter: frozenset[str]
    rules: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Contradiction:
    """Two sentences that say the same of different numbers; `alike` is the share of their words that both have."""

    alike: float
    claim: Claim
    other: Claim


def near_questions(files: Sequence[KnowledgeFile], vectors: Vectors | None) -> tuple[NearQuestions, ...]:
    """Every pair over the bars, nearest first; nothing without `vectors`."""
    rows = [(file, question) for file in files if file.published for question in file.questions]
    if vectors is None or len(rows) < len(("one", "other")):
        return ()
    matrix = np.asarray(vectors([question.ask for _, question in rows]), dtype=np.float32)
    found = []
    firsts, seconds = np.nonzero(np.triu(matrix @ matrix.T, k=1) >= NEAR_AND_ALIKE)
    for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
        (file, question), (other, another) = rows[first], rows[second]
        cosine = float(matrix[first] @ matrix[second])
        if file.id != other.id and (cosine >= NEAR or _dice(_pairs(question.ask), _pairs(another.ask)) >= ALIKE):
            found.append(NearQuestions(cosine, file, question, other, another))
    return tuple(sorted(found, key=lambda pair: (-pair.cosine, pair.question.ask, pair.other_question.ask)))


def contradictions(files: Sequence[KnowledgeFile]) -> tuple[Contradiction, ...]:
    """Every pair of claims in the same units, in nearly the same words, with different numbers."""
    by_units: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for file in files:
        if file.published:
            for claim in claims_of(file):
                by_units[claim.units].append(claim)
    found = []
    for claims in by_units.values():
        for index, claim in enumerate(claims):
            for other in claims[index + 1 :]:
                if claim.file.id != other.file.id and claim.numbers != other.numbers and _same_matter(claim, other):
                    alike = _dice(claim.words, other.words)
                    if alike >= SAME_WORDS:
                        found.append(Contradiction(alike, claim, other))
    return tuple(sorted(found, key=lambda pair: (-pair.alike, pair.claim.sentence, pair.other.sentence)))


def claims_of(file: KnowledgeFile) -> Iterator[Claim]:
    """Every sentence of `file` that states an amount, a term or an age."""
    for section in file.sections:
        for match in _SENTENCE.finditer(section.text):
            sentence = match.group(0).strip()
            at = find_in_section(section, sentence)
            yield from _claim(file, section.anchor, at, sentence, section.heading, section.citations)
    card = file.mapping("facts")
    for key in ("fee", "time_limit"):
        if isinstance(card.get(key), str):
            yield from _claim(file, key, file.at("facts", key), card[key], "", ())


def _claim(
    file: KnowledgeFile, anchor: str, at: Position, sentence: str, heading: str, cited: Sequence[str]
) -> Iterator[Claim]:
    plain = _ARTICLE.sub("", _MARK.sub("", sentence))
    # A figure with its date is about that time: another time may have another figure.
    if _DATE.search(plain):
        return
    found = list(_CLAIM.finditer(plain))
    words = _pairs(_CLAIM.sub(" ", plain))
    if found and len(words) >= FEWEST_WORDS:
        numbers = tuple(_value(match["number"]) for match in found)
        units = tuple(_SAME_UNIT.get(unit, unit) for unit in (match["unit"].removeprefix("个") for match in found))
        rules = frozenset(
            (source.law, source.article)
            for source in file.sources
            if source.id in cited and source.law and source.article
        )
        yield Claim(file, anchor, at, plain, numbers, units, words, _pairs(f"{file.text('title')} {heading}"), rules)


def _value(number: str) -> str:
    return canonical(number) if number[0].isdigit() else next(chinese_numbers_in(number))


def _same_matter(claim: Claim, other: Claim) -> bool:
    """Whether both speak of one thing in one place: headings alike, or the same article of the same law."""
    return claim.file.text("place") == other.file.text("place") and (
        bool(claim.rules & other.rules) or _dice(claim.matter, other.matter) >= SAME_MATTER
    )


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        run[start : start + 2] for run in re.findall(r"\w+", text.lower()) for start in range(max(len(run) - 1, 1))
    )


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
