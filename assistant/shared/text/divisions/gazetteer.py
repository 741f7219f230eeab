"""Every name a place is known by, with what it takes to believe it: the index that finding and resolving share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.shared.text.divisions.model import Division, Level
from assistant.shared.text.divisions.sounds import sound
from assistant.shared.text.divisions.sources import short_name
from assistant.shared.text.folding import fold

_VILLAGE_WORDS = ("村委会", "村民委员会", "村委", "村")
_COMMUNITY_WORDS = ("社区居民委员会", "社区居委会", "社区", "居民委员会", "居委会", "居委", "村委会", "村")
_MARKET = re.compile(r"(?:墟镇|圩|墟)$")


@dataclass(frozen=True)
class Name:
    """One spelling of places. `bare`: too common to be believed without a place before it; `word`: also a word."""

    text: str
    kind: str
    divisions: tuple[Division, ...] = ()
    says: str = ""
    bare: bool = False
    word: bool = False
    latin: bool = False


class Gazetteer:
    """The data of `sources.py`, indexed by first character and by sound."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._names: dict[tuple[str, str, bool], Name] = {}
        self.sounds: Mapping[str, str] = data["sounds"]
        self.by_sound: dict[str, dict[str, tuple[Division, ...]]] = {level.value: {} for level in Level}
        self.road_after = re.compile(data["road_after"])
        self.goods_after = re.compile(data["goods_after"])
        self.towns: dict[str, Division] = {}
        self.districts: dict[str, Division] = {}
        self._read(data)
        for text, kind, bare in [key for key in self._names if key[1] == "loose"]:
            loose = self._names.pop((text, kind, bare))
            if (text, "village", False) not in self._names:
                self._names[text, "village", False] = replace(loose, kind="village")
        self.starts: dict[str, list[Name]] = {}
        for name in self._names.values():
            self.starts.setdefault(name.text[0], []).append(name)
        for names in self.starts.values():
            names.sort(key=lambda name: (-len(name.text), name.bare))

    def _read(self, data: Mapping[str, Any]) -> None:
        for name in data["city"]:
            self._add(name, "home_city", says="江门")
        for code, name, names in data["districts"]:
            division = self.districts[code] = Division(code, Level.DISTRICT, name)
            for each in (name, *names):
                self._add(each, "district", division)
            self._sounds_like(Level.DISTRICT, short_name(name), division)
        for code, name in data["quarters"]:
            self._add(name, "district", self.districts[code])
        for name, says in data["others"].items():
            if not self._known(name):
                self._add(name, "city", says=says)
        for name in data["regions"]:
            self._add(name, "region", says=name)
        words, spelled = frozenset(data["words"]), data["spelled"]
        for code, name, names in data["towns"]:
            division = self.towns[code] = Division(code, Level.TOWN, self.districts[code[:6]].district, name)
            short = short_name(name)
            for each in (name, *names):
                self._add(each, "town", division, word=each in words)
            self._add(short, "town", division, word=short in words)
            if short in spelled:
                self._add(spelled[short], "town", division, latin=True)
            self._sounds_like(Level.TOWN, short, division)
        for code, name, sort in data["villages"]:
            self._village(self.towns[code[:9]], code, name, community=sort == "c")

    def _village(self, town: Division, code: str, name: str, *, community: bool) -> None:
        division = Division(code, Level.VILLAGE, town.district, town.town, name)
        core = short_name(name)
        market = _MARKET.sub("", core) if _MARKET.search(core) else ""
        for word in _COMMUNITY_WORDS if community else _VILLAGE_WORDS:
            # 浮石村 is the village where there is one, else the community; 新村 is any new estate.
            if not (core == "新" and word == "村"):
                self._add(f"{core}{word}", "loose" if community and word.startswith("村") else "village", division)
        self._add(name, "village", division)
        if market:
            self._add(core, "village", division)
            for word in ("墟", "圩"):
                self._add(f"{market}{word}", "village", division)
            if len(market) >= 2:
                self._add(market, "village", division, bare=True)
        elif len(core) >= 2:
            self._add(core, "village", division, bare=True)
        if re.search(r"[圩墟]第[一二三]$", core):
            self._add(re.sub(r"[圩墟](?=第)", "", core), "village", division)
        self._sounds_like(Level.VILLAGE, core, division)

    def _add(
        self,
        text: str,
        kind: str,
        *divisions: Division,
        says: str = "",
        bare: bool = False,
        word: bool = False,
        latin: bool = False,
    ) -> None:
        folded = fold(text)
        if len(folded) < 2:
            return
        key = (folded, kind, bare)
        known = self._names.get(key)
        if known is not None:
            more = tuple(each for each in divisions if each not in known.divisions)
            divisions, says = known.divisions + more, known.says or says
        ordered = tuple(sorted(divisions, key=lambda each: each.code))
        self._names[key] = Name(folded, kind, ordered, says, bare, word, latin)

    def _known(self, text: str) -> bool:
        return any((fold(text), kind, False) in self._names for kind in ("home_city", "district", "town"))

    def _sounds_like(self, level: Level, name: str, division: Division) -> None:
        heard = sound(name, self.sounds)
        if heard is not None and len(name) >= 2:
            same = self.by_sound[level].get(heard, ())
            self.by_sound[level][heard] = (*same, division)
