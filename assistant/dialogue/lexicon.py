"""What words and patterns name: places, countries, matters, times. The data is kept in the model."""

import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import yaml

from assistant.shared.text.countries.finding import Countries
from assistant.shared.text.countries.sources import read as countries_of
from assistant.shared.text.divisions.resolving import Divisions
from assistant.shared.text.divisions.sources import read as divisions_of
from assistant.shared.text.divisions.sources import short_name
from assistant.shared.text.documents import VIDEO_MATTERS, Documents, patterns_of
from assistant.shared.text.references import find_references

DIVISIONS, ABROAD = "divisions.json", "abroad.json"


class Found(NamedTuple):
    """An entity at `text[start:end]`; `role` tells apart two uses of the same entity."""

    entity: str
    value: str
    start: int
    end: int
    role: Optional[str] = None


def load(folder: Path, artefacts: Optional[Path] = None) -> Dict[str, Any]:
    """The lexicon as plain data, ready for `Lexicon` and for JSON.

    `artefacts` is what the build stage `places` made of public reference data; without it our own lists serve.
    """
    places, cues = (yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8")) for name in ("places", "cues"))
    made = artefacts or folder
    divisions = divisions_of(made / DIVISIONS, folder)
    abroad = countries_of(made / ABROAD, folder)
    return {
        "words": _words(divisions, abroad),
        "divisions": divisions,
        "abroad": abroad,
        "documents": patterns_of(folder),
        "patterns": _patterns(cues),
        "questions": cues["questions"],
        "whereabouts": [places["whereabouts_before"], places["whereabouts_after"]],
    }


def _words(divisions: Dict[str, Any], abroad: Dict[str, Any]) -> List[Tuple[str, str, str]]:
    """Names of districts, towns, cities and countries, which the tokenizer must not cut."""
    words = [(name, "home_city", "江门") for name in divisions["city"]]
    for kind in ("districts", "towns"):
        for _, name, names in divisions[kind]:
            words += [(each, kind[:-1], name) for each in {name, short_name(name), *names}]
    words += [(name, "city", city) for name, city in divisions["others"].items()]
    words += [(name, "country", code) for code, names in abroad["countries"].items() for name in names]
    return words + [(name, "mission_city", key) for key, names in abroad["cities"] for name in names]


def _patterns(cues: Dict[str, Any]) -> List[Tuple[str, str, str]]:
    found = []
    for entry in cues["patterns"]:
        if "pattern" in entry:
            found.append((entry["entity"], "", entry["pattern"]))
        for value, alternatives in entry.get("values", {}).items():
            found.append((entry["entity"], value, "|".join(f"(?:{pattern})" for pattern in alternatives)))
    found += [("matter", code, "|".join(patterns)) for code, patterns in cues["matters"].items()]
    return found


class Lexicon:
    """Finds what the data names: places, matters, papers and numbers by their finders, the rest by patterns."""

    def __init__(self, data: Dict[str, Any]) -> None:
        self._divisions = Divisions(data["divisions"]) if "divisions" in data else None
        self._countries = Countries(data["abroad"]) if "abroad" in data else None
        self._documents = Documents(data.get("documents") or {"matters": {}, "documents": {}})
        self._patterns = [
            (entity, value, re.compile(pattern, re.IGNORECASE)) for entity, value, pattern in data["patterns"]
        ]
        self._question = re.compile("|".join(f"(?:{pattern})" for pattern in data["questions"]), re.IGNORECASE)
        self._before, self._after = (re.compile(pattern) for pattern in data["whereabouts"])

    def find(self, text: str) -> List[Found]:
        """Every entity in `text`, in order of place."""
        found = [*self._places(text), *self._abroad(text), *self._papers(text)]
        found += [Found(item.kind, item.value, item.start, item.end) for item in find_references(text)]
        for entity, value, pattern in self._patterns:
            taken = [item for item in found if item.entity == entity]
            for match in pattern.finditer(text):
                if match.group() and not any(m.start < match.end() and match.start() < m.end for m in taken):
                    found.append(Found(entity, value or match.group().strip(), match.start(), match.end()))
        return sorted(found, key=lambda item: (item.start, item.end))

    def is_question(self, text: str) -> bool:
        """Whether `text` has the shape of a question."""
        return self._question.search(text) is not None

    def _places(self, text: str) -> Iterator[Found]:
        """Places of China; a name of several towns is each of them, and a town alone names its district too."""
        for item in self._divisions.find(text) if self._divisions else ():
            if item.kind == "city":
                yield Found("city", item.name, item.start, item.end, self._role(text, item.start, item.end))
            elif not item.divisions:
                if item.kind == "home_city":
                    yield Found(item.kind, item.value, item.start, item.end)
                continue
            for division in item.divisions:
                yield Found(item.kind, division.label, item.start, item.end)
            towns = {f"{each.district} {each.town}" for each in item.divisions if each.town}
            districts = {each.district for each in item.divisions}
            if item.kind == "village" and len(towns) == 1:
                yield Found("town", next(iter(towns)), item.start, item.end)
            if item.kind != "district" and len(districts) == 1:
                yield Found("district", next(iter(districts)), item.start, item.end)

    def _abroad(self, text: str) -> Iterator[Found]:
        for place in self._countries.find(text) if self._countries else ():
            yield Found(place.kind, place.value, place.start, place.end)
            if place.kind == "mission" and self._countries:
                yield Found("mission_city", self._countries.place_of(place.value)[1], place.start, place.end)

    def _papers(self, text: str) -> Iterator[Found]:
        """Matters that the video way does not know are `other_matter`: they fill no slot of a booking."""
        for paper in self._documents.find(text):
            other = paper.kind == "matter" and paper.value not in VIDEO_MATTERS
            yield Found("other_matter" if other else paper.kind, paper.value, paper.start, paper.end)

    def _role(self, text: str, start: int, end: int) -> str:
        """`whereabouts` when the citizen only is, was or goes there; `door` when the matter belongs there."""
        here = self._before.search(text[:start]) or self._after.search(text[end:])
        return "whereabouts" if here else "door"
