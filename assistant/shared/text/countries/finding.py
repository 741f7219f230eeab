"""Countries, cities and missions named in a sentence, with ISO code, `US/San Francisco` or the mission's id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.shared.text.countries.sources import Mission, city_key, missions_of, read
from assistant.shared.text.folding import fold

_HOUSE = re.compile(r"(?:大使馆|总领事馆|总领馆|领事馆|领馆|使馆)")
_BEFORE_HOUSE = re.compile(r"(?:中国|我国)?驻$")
_ENGLISH_HOUSE = re.compile(
    r"(?:chinese (?:consulate(?: general)?|embassy)|(?:consulate(?: general)?|embassy) of china) (?:in|of) (?:the )?$"
)
_WORDLIKE = re.compile(r"[a-z0-9]")


@dataclass(frozen=True)
class Abroad:
    """A place abroad at `text[start:end]`: kind country, mission_city or mission, and its value."""

    kind: str
    value: str
    start: int
    end: int


class Countries:
    """Finds places abroad. Built once; safe to share."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.missions: dict[str, Mission] = {mission.id: mission for mission in missions_of(dict(data))}
        self._road, self._goods = re.compile(data["road_after"]), re.compile(data["goods_after"])
        self._goods_before = re.compile(data["goods_before"])
        self._by_city = {city_key(mission): mission for mission in self.missions.values()}
        self._embassies = {
            mission.country: mission for mission in self.missions.values() if not mission.kind.startswith("consulate")
        }
        names: dict[str, tuple[str, str, bool]] = {}
        for code, each in data["countries"].items():
            for name in each:
                names[fold(name)] = ("country", code, name.isupper() and name.isalpha() and name.isascii())
        for name, code in data["formal"].items():
            names.setdefault(fold(name), ("country", code, False))
        for key, each in data["cities"]:
            for name in each:
                names[fold(name)] = ("mission_city", key, name.isupper() and name.isalpha() and name.isascii())
        self._starts: dict[str, list[tuple[str, str, str, bool]]] = {}
        for name, (kind, value, capitals) in names.items():
            self._starts.setdefault(name[0], []).append((name, kind, value, capitals))
        for entries in self._starts.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    @classmethod
    def load(cls, artefact: Path, lexicon: Path) -> "Countries":
        """With what set-up wrote to `artefact`, or with our own list in `lexicon` when it has not run."""
        return cls(read(artefact, lexicon))

    def place_of(self, mission: str) -> tuple[str, str]:
        """Country code and `country/city` of the mission with this id; KeyError when there is none."""
        found = self.missions[mission]
        return found.country, city_key(found)

    def find(self, text: str) -> list[Abroad]:
        """Every place abroad named in `text`, in order, not overlapping; names of goods, shops and roads are none."""
        folded = fold(text)
        found: list[Abroad] = []
        refused: list[tuple[int, int]] = []
        position = 0
        while position < len(folded):
            match = self._at(text, folded, position)
            if match is None:
                position += 1
                continue
            kind, value, end = match
            after = folded[end : end + 8]
            if (
                self._goods.match(after)
                or self._road.match(after)
                or self._goods_before.search(folded, max(0, position - 4), position)
            ):
                refused.append((position, end))
            else:
                found.append(self._mission(folded, Abroad(kind, value, position, end)))
            position = max(end, found[-1].end if found else 0)
        return self._without_parts_of_names(found, refused)

    def _at(self, text: str, folded: str, start: int) -> tuple[str, str, int] | None:
        for name, kind, value, capitals in self._starts.get(folded[start], ()):
            end = start + len(name)
            if not folded.startswith(name, start) or (capitals and not text[start:end].isupper()):
                continue
            if name.isascii() and not _stands_alone(folded, start, end):
                continue
            return kind, value, end
        return None

    def _mission(self, folded: str, place: Abroad) -> Abroad:
        """`place` with the mission that is named by it: 驻温哥华总领馆, Chinese embassy in Singapore."""
        house = _HOUSE.match(folded, place.end)
        posted = _BEFORE_HOUSE.search(folded, max(0, place.start - 4), place.start)
        english = _ENGLISH_HOUSE.search(folded, max(0, place.start - 40), place.start)
        city = place.kind == "mission_city"
        mission = self._by_city.get(place.value) if city else self._embassies.get(place.value)
        if mission is None or not (english or (house and (posted or city))):
            return place
        start = english.start() if english else posted.start() if posted else place.start
        return Abroad("mission", mission.id, start, house.end() if house and not english else place.end)

    @staticmethod
    def _without_parts_of_names(found: list[Abroad], refused: list[tuple[int, int]]) -> list[Abroad]:
        """美国加州牛肉面 is goods, and so is the country before them."""
        for start, _ in reversed(refused):
            touching = start
            while any(place.end == touching for place in found):
                before = next(place for place in found if place.end == touching)
                found = [place for place in found if place is not before]
                touching = before.start
        return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and _WORDLIKE.match(text[start - 1]) is not None
    after = end < len(text) and text[end - 1] != "." and _WORDLIKE.match(text[end]) is not None
    return not before and not after
