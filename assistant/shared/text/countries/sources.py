"""The data about places abroad: our own list of names, and missions and countries of public reference data.

The public files are read at set-up and never committed; what is wrong in them is mended by `corrections` in abroad.yml.
"""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.shared.errors import SetupError
from assistant.shared.text import artefacts
from assistant.shared.text.artefacts import Data
from assistant.shared.text.folding import fold

MISSIONS = "cn_missions_abroad.jsonl"
COUNTRIES = "countries_timezones_dr5hn.jsonl"

_FORMAL = re.compile(r"^驻(.+?)(?:大使馆|总领事馆|领事馆|办事处)$")


@dataclass(frozen=True)
class Mission:
    """An embassy or consulate: `id` is the slug of its city, `zone` an IANA name that exists."""

    id: str
    name: str
    kind: str
    country: str
    city: str
    zone: str


def own_list(lexicon: Path) -> Data:
    """Names of countries, regions and cities as written in abroad.yml, without missions."""
    import yaml

    abroad, places = (
        yaml.safe_load((lexicon / name).read_text(encoding="utf-8")) for name in ("abroad.yml", "places.yml")
    )
    return {
        "countries": {**abroad["countries"], **abroad["regions"]},
        "cities": [[f"{names[0]}/{city}", names[1:]] for city, names in abroad["cities"].items()],
        "not_places": abroad["not_places"],
        "corrections": abroad["corrections"],
        "goods_before": abroad["goods_before"],
        "goods_after": places["goods_after"],
        "road_after": places["road_after"],
        "missions": [],
        "formal": {},
    }


def with_reference(own: Data, reference: Path) -> Data:
    """`own` with every mission and all countries; SetupError when a file is missing or a zone is unknown."""
    rows, countries = _rows(reference / MISSIONS), _rows(reference / COUNTRIES)
    missions = [_mission(row, own["corrections"]) for row in rows]
    ids = [mission.id for mission in missions]
    twice = {each for each in ids if ids.count(each) > 1}
    missions = [
        Mission(**{**asdict(each), "id": f"{each.id}-{each.country.lower()}"}) if each.id in twice else each
        for each in missions
    ]
    names: dict[str, list[str]] = {code: list(each) for code, each in own["countries"].items()}
    taken = {fold(name) for each in names.values() for name in each} | {fold(name) for name in own["not_places"]}
    for row in countries:
        for name in (row["name_zh"], row["name_en"]):
            if name and len(name) >= 2 and fold(name) not in taken:
                names.setdefault(row["iso2"], []).append(name)
                taken.add(fold(name))
    cities: dict[str, list[str]] = {key: list(each) for key, each in own["cities"]}
    spoken = {fold(name) for each in cities.values() for name in each} | taken
    formal = {}
    for row, mission in zip(rows, missions, strict=True):
        match = _FORMAL.match(row["name_zh"])
        place = match.group(1) if match else ""
        if mission.kind in ("embassy", "office", "trade_office"):
            formal[place] = mission.country
            continue
        key = city_key(mission)
        known = cities.setdefault(key, [])
        for name in (place, row["city_en"]):
            if name and len(name) >= 2 and fold(name) not in spoken:
                known.append(name)
                spoken.add(fold(name))
    return {
        **own,
        "countries": names,
        "cities": [[key, each] for key, each in cities.items()],
        "missions": [asdict(each) for each in missions],
        "formal": formal,
    }


def missions_of(data: Data) -> list[Mission]:
    """Every mission in the data, in the order of the reference list."""
    return [Mission(**each) for each in data["missions"]]


def city_key(mission: Mission) -> str:
    """Country and city as the finder names them: US/San Francisco."""
    return f"{mission.country}/{plain(mission.city)}"


def plain(name: str) -> str:
    """A name without accents: São Paulo and Sao Paulo are one city."""
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))


def read(path: Path, lexicon: Path) -> Data:
    """What set-up wrote to `path`; our own list alone when it has not run."""
    return artefacts.read(path) or own_list(lexicon)


def _mission(row: dict[str, Any], corrections: dict[str, dict[str, str]]) -> Mission:
    mended = corrections.get(row["name_zh"], {})
    city = mended.get("city") or row["city_en"]
    zone = mended.get("zone") or row["timezone"]
    if not city:
        raise SetupError(f"{row['name_zh']} has no city in {MISSIONS}", mend="name it in abroad.yml, corrections")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SetupError(f"{row['name_zh']} has the time zone {zone!r}", mend="name a zone in abroad.yml") from error
    slug = re.sub(r"[^a-z0-9]+", "-", plain(city).lower()).strip("-")
    return Mission(slug, f"中国{row['name_zh']}", row["kind"], row["iso2"], city, zone)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise SetupError(
            f"{path.name} is not in {path.parent}",
            mend="put the public reference data beside the repository (ASSISTANT_SHARED_DIR); "
            "our own list of countries and cities works without it, missions do not",
        )
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
