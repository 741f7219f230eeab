"""What a petition is about, as learned from real messages (`subject_training.py`): which body's matter it is.

Three judges: words weighed by how much they tell the classes apart, those of the beginning once more by themselves;
runs of characters; and, for whoever has it, the sentence vector.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.shared.text.script import to_simplified

Vectors = npt.NDArray[np.float32]
# Texts → one unit vector a row, as the service's encoder reads what a citizen says.
Encode = Callable[[list[str]], Vectors]
VECTOR_LENGTH = 256  # characters of a message that the encoder reads: the rest of a long story repeats or adds names
WEIGHTS = {"words": 1.0, "characters": 0.7, "vectors": 1.0}
_BEGINNING = 40  # words: who writes names the matter first, and tells its story after
_SHARPNESS = 3.0
_SHORT = 60  # characters: a message as short as this is believed half, a longer one more


def cut_words(text: str) -> list[str]:
    """The words of `text` as jieba cuts them, and those of its beginning a second time, marked as such."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    words = [word for word in jieba.lcut(text) if word.strip()]
    return words + [f"^{word}" for word in words[:_BEGINNING]]


def cut_characters(text: str) -> list[str]:
    """Every run of one to three characters."""
    return [text[start : start + size] for size in (1, 2, 3) for start in range(len(text) - size + 1)]


CUTS: dict[str, Callable[[str], list[str]]] = {"words": cut_words, "characters": cut_characters}


@dataclass(frozen=True)
class Terms:
    """One linear judge over terms: weights (terms by classes), inverse document frequencies, and its scale."""

    terms: npt.NDArray[np.str_]
    frequencies: Vectors
    weights: Vectors
    bias: Vectors
    scale: Vectors  # mean and deviation of its margins while learning

    @cached_property
    def _index(self) -> dict[str, int]:
        return {str(term): place for place, term in enumerate(self.terms)}

    def margins(self, cut: Sequence[Sequence[str]]) -> Vectors:
        """A row a text: how far each class is from the border, in deviations."""
        index = self._index
        rows = [self._margin(Counter(index[term] for term in each if term in index)) for each in cut]
        found: Vectors = (np.stack(rows) - self.scale[0]) / self.scale[1]
        return found

    def telling(self, cut: Sequence[str], column: int, most: int) -> tuple[str, ...]:
        """The terms of one text that speak most for the class of `column`, the strongest first."""
        index = self._index
        known = {term: index[term] for term in cut if term in index}
        weighed = {term: self.frequencies[place] * self.weights[place, column] for term, place in known.items()}
        speaking = [term for term, weight in weighed.items() if weight > 0]
        return tuple(sorted(speaking, key=lambda term: -weighed[term])[:most])

    def _margin(self, counts: Mapping[int, int]) -> Vectors:
        places = np.fromiter(counts, dtype=np.int64, count=len(counts))
        told = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self.frequencies[
            places
        ]
        norm = float(np.linalg.norm(told)) or 1.0
        return ((told / norm) @ self.weights[places] + self.bias).astype(np.float32)


@dataclass(frozen=True)
class SubjectModel:
    """What was learned; `vectors`: mean, weights, bias, scale of the judge over sentence vectors, if there is one."""

    labels: tuple[str, ...]
    judges: Mapping[str, Terms]
    vectors: tuple[Vectors, Vectors, Vectors, Vectors] | None = None

    def margins(self, texts: Sequence[str], encode: Encode | None = None) -> Vectors:
        """A row a text, a column a label: how much more than the average text it is of that label, in deviations.

        Without `encode` words and characters judge alone.
        """
        told = [to_simplified(text) for text in texts]
        total = np.zeros((len(told), len(self.labels)))
        for name, judge in self.judges.items():
            total += WEIGHTS[name] * judge.margins([CUTS[name](text) for text in told])
        weight = sum(WEIGHTS[name] for name in self.judges)
        if encode is not None and self.vectors is not None:
            mean, weights, bias, scale = self.vectors
            found = encode([text[:VECTOR_LENGTH] for text in told])
            total += WEIGHTS["vectors"] * ((found - mean) @ weights + bias - scale[0]) / scale[1]
            weight += WEIGHTS["vectors"]
        margins: Vectors = (total / weight).astype(np.float32)
        return margins

    def probabilities(self, texts: Sequence[str], encode: Encode | None = None) -> Vectors:
        """A row a text, a column a label, each row one in sum."""
        margins = self.margins(texts, encode)
        sharp = np.exp(_SHARPNESS * (margins - margins.max(axis=1, keepdims=True)))
        shares: Vectors = sharp / sharp.sum(axis=1, keepdims=True)
        return shares

    def evidence(self, text: str) -> dict[str, float]:
        """What one message says for each label, in deviations, less where it is short."""
        trust = len(text) / (len(text) + _SHORT)
        return {label: trust * float(each) for label, each in zip(self.labels, self.margins([text])[0], strict=True)}

    def telling(self, text: str, label: str, most: int = 3) -> tuple[str, ...]:
        """The words of a message that speak most for `label`, the strongest first."""
        whole_words = [word for word in cut_words(to_simplified(text)) if len(word) > 1 and not word.startswith("^")]
        return self.judges["words"].telling(whole_words, self.labels.index(label), most)

    def save(self, path: Path) -> None:
        """The model lies in `path`."""
        arrays: dict[str, Any] = {"labels": np.array(self.labels)}
        for name, judge in self.judges.items():
            arrays |= {f"{name}_{part}": getattr(judge, part) for part in Terms.__dataclass_fields__}
        if self.vectors is not None:
            arrays |= {f"vectors_{place}": part for place, part in enumerate(self.vectors)}
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial.npz")
        np.savez_compressed(partial, **arrays)
        partial.replace(path)


def load_subject(path: Path) -> SubjectModel | None:
    """The model that set-up left in `path`, or None where it has not: the rules of routing.yml speak alone then."""
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as found:
        judges = {
            name: Terms(*(found[f"{name}_{part}"] for part in Terms.__dataclass_fields__))
            for name in CUTS
            if f"{name}_terms" in found
        }
        vectors = tuple(found[f"vectors_{place}"] for place in range(4)) if "vectors_0" in found else None
        return SubjectModel(tuple(str(label) for label in found["labels"]), judges, vectors)
