"""What set-up makes of public reference data about places: villages of Jiangmen, countries, missions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.shared.errors import SetupError
from assistant.shared.text.artefacts import write
from assistant.shared.text.countries import sources as countries
from assistant.shared.text.divisions import sources as divisions
from assistant.shared.text.divisions.sounds import merged


@dataclass(frozen=True)
class Written:
    """How many villages and missions there are now, and what was missing."""

    villages: int
    missions: int
    missing: tuple[SetupError, ...]


def write_places(lexicon: Path, reference: Path, out: Path) -> Written:
    """`out` holds divisions.json and abroad.json; what `reference` lacks is told, and our own lists stand in."""
    missing: list[SetupError] = []
    home = divisions.own_list(lexicon)
    try:
        home = divisions.with_reference(home, reference, sounds_of)
    except SetupError as error:
        missing.append(error)
    abroad = countries.own_list(lexicon)
    try:
        abroad = countries.with_reference(abroad, reference)
    except SetupError as error:
        missing.append(error)
    write(home, out / "divisions.json")
    write(abroad, out / "abroad.json")
    return Written(len(home["villages"]), len(abroad["missions"]), tuple(missing))


def sounds_of(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Character → merged syllable for every character that sounds like one in `names`, and name → pinyin."""
    from pypinyin import Style, lazy_pinyin

    spelled = {name: "".join(lazy_pinyin(name, style=Style.NORMAL)) for name in names}
    wanted = {merged(each) for name in spelled for each in lazy_pinyin(name, style=Style.NORMAL)}
    table = {}
    for char in map(chr, range(0x4E00, 0x9FA6)):
        syllable = merged(lazy_pinyin(char, style=Style.NORMAL)[0])
        if syllable in wanted:
            table[char] = syllable
    return table, spelled
