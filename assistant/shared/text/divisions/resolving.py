"""From a messy address to district, town and village, or to the question which of several is meant."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.shared.text.divisions.finding import find, settled
from assistant.shared.text.divisions.gazetteer import Gazetteer
from assistant.shared.text.divisions.model import Division, How, Level, Mention, Resolution
from assistant.shared.text.divisions.sources import read, short_name
from assistant.shared.text.folding import fold

_SUFFIXED = re.compile(r"[\u4e00-\u9fff]{2,3}?(?=镇|街道)")
_HERE = re.compile(r"(?:在|喺|住|系|响)(?:我哋|我们)?$")
_SURE = {How.NAME: 0.95, How.SOUND: 0.75, How.SHAPE: 0.6}
_FINE = {Level.DISTRICT: 1, Level.TOWN: 2, Level.VILLAGE: 3}


class Divisions:
    """Finds and resolves places of Jiangmen. Built once; safe to share."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._gazetteer = Gazetteer(data)

    @classmethod
    def load(cls, artefact: Path, lexicon: Path) -> "Divisions":
        """With what set-up wrote to `artefact`, or with our own list in `lexicon` when it has not run."""
        return cls(read(artefact, lexicon))

    def find(self, text: str) -> list[Mention]:
        """Every place named in `text`, in order; a name of several places has several divisions."""
        return find(self._gazetteer, text)

    def resolve(self, text: str) -> Resolution:
        """Where the address or story `text` lies; `how` tells by what, and `candidates` what to ask about."""
        mentions = self.find(text)
        ours = [mention for mention in mentions if mention.divisions]
        if not any(mention.kind in ("town", "village") for mention in ours):
            ours = settled([*ours, *self._misspelled(fold(text), ours, mentions)])
            ours = [mention for mention in ours if mention.divisions]
        if not ours:
            return _nothing(mentions)
        return _chosen(ours, text)

    def _misspelled(self, text: str, ours: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
        """Towns with one wrong character before 镇 or 街道: 都斜镇."""
        if any(mention.kind in ("city", "region") for mention in mentions):
            return []
        found = []
        for start in range(len(text) - 2):
            for match in [_SUFFIXED.match(text, start)]:
                if match is None or any(match.start() < each.end and each.start < match.end() for each in ours):
                    continue
                towns = self._gazetteer.towns.values()
                alike = [town for town in towns if _one_off(short_name(town.town), match.group())]
                inside = [town for town in alike if any(town.within(one) for each in ours for one in each.divisions)]
                fitting = inside or ([] if ours else alike)
                if len(fitting) == 1:
                    found.append(Mention("town", match.start(), match.end(), tuple(fitting), how=How.SHAPE))
        return found[:1]


def _one_off(name: str, written: str) -> bool:
    return len(name) == len(written) and sum(a != b for a, b in zip(name, written, strict=True)) == 1


def _nothing(mentions: Sequence[Mention]) -> Resolution:
    other = next((mention.name for mention in mentions if mention.kind in ("city", "region")), None)
    if other is not None:
        return Resolution(how=How.OTHER, other=other, confidence=_SURE[How.NAME])
    if mentions:
        return Resolution(how=How.CITY, confidence=_SURE[How.NAME])
    return Resolution()


def _chosen(ours: Sequence[Mention], text: str) -> Resolution:
    """The division that most mentions agree with, the finest of those; else the one lived in, else the first."""

    def support(division: Division) -> int:
        return sum(any(division.within(each) or each.within(division) for each in one.divisions) for one in ours)

    def worth(mention: Mention) -> tuple[int, int, bool]:
        best = max(support(division) for division in mention.divisions)
        return (
            best,
            max(_FINE[each.level] for each in mention.divisions),
            bool(_HERE.search(text, max(0, mention.start - 6), mention.start)),
        )

    main = max(ours, key=worth)
    most = max(support(division) for division in main.divisions)
    best = [division for division in main.divisions if support(division) == most]
    rivals = any(not _same_branch(each, one) for other in ours for one in other.divisions for each in best)
    if len(best) == 1:
        found = best[0]
        sure = _SURE[main.how] * (0.6 if rivals else 1)
        return Resolution(
            found.district,
            found.town or None,
            found.village or None,
            found.code,
            round(sure, 2),
            main.how,
            tuple(each for mention in ours for each in mention.divisions if not _same_branch(each, found)),
        )
    return _several(best)


def _several(best: Sequence[Division]) -> Resolution:
    """What the candidates have in common, and the candidates to ask about."""
    codes = [division.code for division in best]
    shared = next((length for length in (9, 6) if len({code[:length] for code in codes}) == 1), 0)
    first = best[0]
    if shared == 9:  # a village and a community of one name: the town is enough
        return Resolution(first.district, first.town, None, codes[0][:9], 0.8, How.NAME, tuple(best))
    district = first.district if shared == 6 else None
    return Resolution(district, None, None, codes[0][:6] if district else None, 0.4, How.AMBIGUOUS, tuple(best))


def _same_branch(one: Division, other: Division) -> bool:
    return one.within(other) or other.within(one)
