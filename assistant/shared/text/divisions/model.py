"""What a division is, and what finding and resolving one tells."""

from dataclasses import dataclass, field
from enum import Enum


class Level(str, Enum):
    """How fine a division is."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"

    def __str__(self) -> str:
        return self.value


class How(str, Enum):
    """By what a place was recognised, surest first."""

    NAME = "name"  # as it is written, or by a name of long standing
    SOUND = "sound"  # a homophone: 杜软镇 for 杜阮镇, or pinyin
    SHAPE = "shape"  # one character of a name with its suffix is wrong
    AMBIGUOUS = "ambiguous"  # several places fit: ask
    CITY = "city"  # Jiangmen, no finer
    OTHER = "other"  # another city
    NONE = "none"  # no place at all

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Division:
    """One division by its statistical code: 6 digits a district, 9 a town, 12 a village or community."""

    code: str
    level: Level
    district: str
    town: str = ""
    village: str = ""

    @property
    def label(self) -> str:
        """District, town and village as far as they go: 新会区 双水镇 豪山村."""
        return " ".join(part for part in (self.district, self.town, self.village) if part)

    def within(self, other: "Division") -> bool:
        """Whether this is `other` or lies in it."""
        return self.code.startswith(other.code)


@dataclass(frozen=True)
class Mention:
    """A place named at `text[start:end]`: the divisions that bear the name (none for Jiangmen or another city)."""

    kind: str  # district, town, village, home_city, city
    start: int
    end: int
    divisions: tuple[Division, ...] = ()
    name: str = ""
    how: How = How.NAME

    @property
    def value(self) -> str:
        """The label, or the labels of all that it may be joined by `|`."""
        return "|".join(division.label for division in self.divisions) or self.name


@dataclass(frozen=True)
class Resolution:
    """Where an address lies. `candidates`: what to ask about when several fit; `confidence` from 0 to 1."""

    district: str | None = None
    town: str | None = None
    village: str | None = None
    code: str | None = None
    confidence: float = 0.0
    how: How = How.NONE
    candidates: tuple[Division, ...] = field(default=())
    other: str | None = None
