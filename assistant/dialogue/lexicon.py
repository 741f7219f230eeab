"""Words and patterns that name things: places, countries, matters, times. The data is kept in the model."""

import csv
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import yaml

_ASCII_WORD = re.compile(r"[A-Za-z0-9]")


class Found(NamedTuple):
    """An entity at `text[start:end]`; `role` tells apart two uses of the same entity."""

    entity: str
    value: str
    start: int
    end: int
    role: Optional[str] = None


def load(folder: Path, towns_csv: Optional[Path] = None) -> Dict[str, Any]:
    """The lexicon as plain data, ready for `Lexicon` and for JSON; towns join it when their file exists."""
    jiangmen, places, abroad, cues = (
        yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
        for name in ("jiangmen", "places", "abroad", "cues")
    )
    words: List[Tuple[str, str, str]] = [(word, "home_city", "江门") for word in jiangmen["city"]]
    for district, names in jiangmen["districts"].items():
        words += [(name, "district", district) for name in names]
    for district, names in jiangmen["quarters"].items():
        words += [(name, "town", f"{district} {name}") for name in names]
    words += _towns(towns_csv)
    words += [(name, "city", name) for name in places["provinces"] + places["guangdong"] + places["cities"]]
    words += [(name, "city", city) for name, city in places["english"].items()]
    for code, names in {**abroad["countries"], **abroad["regions"]}.items():
        words += [(name, "country", code) for name in names]
    for city, (country, *names) in abroad["cities"].items():
        words += [(name, "mission_city", f"{country}/{city}") for name in names]
    return {
        "words": words,
        "patterns": _patterns(cues),
        "questions": cues["questions"],
        "whereabouts": [places["whereabouts_before"], places["whereabouts_after"]],
    }


def _towns(path: Optional[Path]) -> List[Tuple[str, str, str]]:
    if path is None or not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as rows:
        found = []
        for row in csv.DictReader(rows):
            name, district = row["name"], row["district"]
            found.append((name, "town", f"{district} {name}"))
            short = re.sub(r"(街道|镇|乡)$", "", name)
            if len(short) >= 2 and short != district.rstrip("区市"):
                found.append((short, "town", f"{district} {name}"))
    return found


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
    """Finds what the data names. Longest word first; a word never starts inside another."""

    def __init__(self, data: Dict[str, Any]) -> None:
        self._by_first: Dict[str, List[Tuple[str, str, str]]] = {}
        for word, entity, value in data["words"]:
            self._by_first.setdefault(word[0].lower(), []).append((word.lower(), entity, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._patterns = [
            (entity, value, re.compile(pattern, re.IGNORECASE)) for entity, value, pattern in data["patterns"]
        ]
        self._question = re.compile("|".join(f"(?:{pattern})" for pattern in data["questions"]), re.IGNORECASE)
        self._before, self._after = (re.compile(pattern) for pattern in data["whereabouts"])

    def find(self, text: str) -> List[Found]:
        """Every entity in `text`, in order of place."""
        found = list(self._words(text))
        for entity, value, pattern in self._patterns:
            taken = [item for item in found if item.entity == entity]
            for match in pattern.finditer(text):
                if match.group() and not any(m.start < match.end() and match.start() < m.end for m in taken):
                    found.append(Found(entity, value or match.group().strip(), match.start(), match.end()))
        return sorted(found, key=lambda item: (item.start, item.end))

    def is_question(self, text: str) -> bool:
        """Whether `text` has the shape of a question."""
        return self._question.search(text) is not None

    def _words(self, text: str) -> Iterator[Found]:
        lowered = text.lower()
        # A few letters grow when lowered; offsets must stay those of `text`.
        lower, position = (lowered if len(lowered) == len(text) else text), 0
        while position < len(lower):
            length = 0
            for word, entity, value in self._by_first.get(lower[position], ()):
                end = position + len(word)
                if len(word) < length:
                    break
                if lower.startswith(word, position) and _stands_alone(lower, position, end):
                    length = len(word)  # one name may stand for two places: 白沙 is in Pengjiang and in Taishan
                    role = self._role(text, position, end) if entity == "city" else None
                    yield Found(entity, value, position, end, role)
            position += length or 1

    def _role(self, text: str, start: int, end: int) -> str:
        """`whereabouts` when the citizen only is, was or goes there; `door` when the matter belongs there."""
        here = self._before.search(text[:start]) or self._after.search(text[end:])
        return "whereabouts" if here else "door"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin words end where letters end; Han words may stand anywhere."""
    if not _ASCII_WORD.match(text[start]) or not text[start:end].isascii():
        return True
    before = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
    after = end < len(text) and text[end].isascii() and text[end].isalnum()
    return not before and not after
