"""Which petitions tell of one matter: meaning, words, place and time weighed by duplicates.yml. Pure: no database.

A link says why. Nothing is merged: two people's petitions stay two.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from assistant.shared.errors import SetupError

RULES = Path(__file__).with_name("duplicates.yml")
Vectors = npt.NDArray[np.float32]
_DISTRICT, _TOWN = 6, 9  # digits of a division's code


class Kind(StrEnum):
    """Why two petitions are linked."""

    REPEAT = "repeat"  # the same person, the same matter
    SAME_PERSON = "same_person"  # the same person, another matter
    NEAR_DUPLICATE = "near_duplicate"  # another person, the same matter


@dataclass(frozen=True)
class Matter:
    """What is compared of a petition. `person`: keyed hashes of telephone and identity number; `place`: a code."""

    number: str
    text: str
    vector: Vectors
    at: datetime
    place: str | None = None
    person: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """Two petitions, the later first; `points` of the scorer, and its parts by name."""

    number: str
    other: str
    kind: Kind
    points: float
    parts: dict[str, float]


class Scorer:
    """The weights as read from one file."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._weights = {
            name: float(data[name])
            for name in ("bias", "cosine", "overlap", "same_town", "same_district", "other_place")
        }
        self.least_cosine = float(data["least_cosine"])
        self.window = timedelta(days=int(data["window_days"]))
        self.joint_people = int(data["joint_people"])
        self.key_repeats = int(data["key_repeats"])
        self.key_levels = frozenset(data["key_levels"])

    def parts(self, one: Matter, other: Matter) -> dict[str, float]:
        """What speaks for and against one matter, each by its name in the file and in points."""
        found = {
            "cosine": float(one.vector @ other.vector) * self._weights["cosine"],
            "overlap": overlap(one.text, other.text) * self._weights["overlap"],
        }
        place = agreement(one.place, other.place)
        if place is not None:
            found[place] = self._weights[place]
        return found

    def points(self, parts: dict[str, float]) -> float:
        """The sum; from 0 on it is one matter."""
        return self._weights["bias"] + sum(parts.values())

    def links(self, new: Matter, earlier: Sequence[Matter]) -> list[Link]:
        """How `new` hangs together with petitions of the window; the same person's always, others' by points."""
        near = [each for each in earlier if each.number != new.number and abs(new.at - each.at) <= self.window]
        if not near:
            return []
        likeness = np.stack([each.vector for each in near]) @ new.vector
        found = []
        for other, cosine in zip(near, likeness, strict=True):
            same_person = bool(new.person and new.person & other.person)
            if cosine < self.least_cosine and not same_person:
                continue
            parts = self.parts(new, other)
            points = self.points(parts)
            one_matter = points >= 0 and cosine >= self.least_cosine
            if same_person or one_matter:
                kind = (Kind.REPEAT if one_matter else Kind.SAME_PERSON) if same_person else Kind.NEAR_DUPLICATE
                rounded = {name: round(value, 3) for name, value in parts.items()}
                found.append(Link(new.number, other.number, kind, round(points, 3), rounded))
        return found


def load_scorer(path: Path = RULES) -> Scorer:
    """The scorer of `path`; SetupError when the file is not as it must be."""
    try:
        return Scorer(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="compare it with duplicates.yml") from error


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's pairs of characters that the other has too, 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def agreement(one: str | None, other: str | None) -> str | None:
    """same_town, same_district or other_place; None where a place is unknown or says no more than the other."""
    if one is None or other is None:
        return None
    if one[:_DISTRICT] != other[:_DISTRICT]:
        return "other_place"
    if min(len(one), len(other)) < _TOWN:
        return "same_district"
    return "same_town" if one[:_TOWN] == other[:_TOWN] else "other_place"


def groups(links: Iterable[Link]) -> list[frozenset[str]]:
    """The petitions that one matter holds together, by links of one matter; largest first."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.kind is not Kind.SAME_PERSON:
            neighbours[link.number].add(link.other)
            neighbours[link.other].add(link.number)
    found, seen = [], set[str]()
    for start in sorted(neighbours):
        if start in seen:
            continue
        group, waiting = set[str](), [start]
        while waiting:
            number = waiting.pop()
            if number not in group:
                group.add(number)
                waiting += neighbours[number]
        seen |= group
        found.append(frozenset(group))
    return sorted(found, key=lambda group: (-len(group), min(group)))


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(char for char in text if char.isalnum())
    return frozenset(plain[start : start + 2] for start in range(len(plain) - 1))
