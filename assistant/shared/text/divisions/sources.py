"""The data of the gazetteer: our own list of districts and towns, and villages read from public reference data.

The public files are read at set-up and never committed; without them districts and towns still work.
"""

import csv
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.shared.errors import SetupError
from assistant.shared.text import artefacts
from assistant.shared.text.artefacts import Data
from assistant.shared.text.folding import fold

VILLAGES = "jiangmen_divisions_2020_adcode.csv"
AREAS = "cn_areas_2023_modood.csv"
CITIES = "cn_cities_2023_modood.csv"
# Names → character to merged syllable, and name to pinyin. Only set-up has the package that knows.
SoundsOf = Callable[[Iterable[str]], tuple[dict[str, str], dict[str, str]]]

_OFFICIAL = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|居民委|村委|居委)$")
_UNREAL = re.compile(r"虚拟|监狱|生活区")
_CODE_OF_HOME = "4407"


def own_list(lexicon: Path) -> Data:
    """Districts, towns and other places as written in `lexicon` (nlu_data/lexicon), without villages and sounds."""
    import yaml

    home, places = (
        yaml.safe_load((lexicon / name).read_text(encoding="utf-8")) for name in ("jiangmen.yml", "places.yml")
    )
    return {
        "city": home["city"],
        "districts": [[each["code"], each["name"], each["names"]] for each in home["districts"]],
        "towns": [
            [each["code"], each["name"], each.get("names", [])] for towns in home["towns"].values() for each in towns
        ],
        "quarters": [[code, name] for code, names in home["quarters"].items() for name in names],
        "words": home["words"],
        "villages": [],
        "others": {
            **{name: _short(name) for name in (*places["provinces"], *places["guangdong"], *places["cities"])},
            **places["english"],
        },
        "regions": places["regions"],
        "road_after": places["road_after"],
        "goods_after": places["goods_after"],
        "sounds": {},
        "spelled": {},
    }


def with_reference(own: Data, reference: Path, sounds_of: SoundsOf) -> Data:
    """`own` with villages, further cities and sounds; SetupError when `reference` lacks the division table."""
    path = reference / VILLAGES
    if not path.is_file():
        raise SetupError(
            f"{VILLAGES} is not in {reference}",
            mend="put the public reference data beside the repository (ASSISTANT_SHARED_DIR); "
            "districts and towns work without it, villages do not",
        )
    known = {town[0] for town in own["towns"]}
    villages = []
    for row in _rows(path):
        if row["level"] == "village" and row["code"][:9] in known and not _UNREAL.search(row["name"]):
            villages.append([row["code"], *_village(row["name"])])
    others = {**_further(reference), **own["others"]}
    for code, name, names in (*own["districts"], *own["towns"]):
        for taken in (name, fold(name), *names):
            others.pop(taken, None)
        others.pop(code, None)
    data = {**own, "villages": villages, "others": others}
    names = [row[1] for row in own["districts"]] + [row[1] for row in own["towns"]] + [row[1] for row in villages]
    data["sounds"], spelled = sounds_of({short_name(name) for name in names})
    towns = {short_name(row[1]) for row in own["towns"]}
    data["spelled"] = {name: pinyin for name, pinyin in spelled.items() if name in towns}
    return data


def read(path: Path, lexicon: Path) -> Data:
    """What set-up wrote to `path`; our own list alone when it has not run."""
    return artefacts.read(path) or own_list(lexicon)


def short_name(name: str) -> str:
    """A district's, town's or village's name without the word for what it is."""
    short = re.sub(r"(?:街道|社区|新区|镇|乡|村|区|市)$", "", name)
    return short if len(short) >= 2 else name


def _short(name: str) -> str:
    return re.sub(r"(?<=..)[市区县]$", "", name)


def _village(official: str) -> tuple[str, str]:
    """The name people write, and `c` for a community or `v` for a village."""
    core = _OFFICIAL.sub("", official)
    community = core.endswith("社区") or "居" in official[len(core) :]
    if community:
        return (core if core.endswith("社区") else f"{core}社区"), "c"
    return (core if core.endswith(("村", "场")) else f"{core}村"), "v"


def _further(reference: Path) -> dict[str, str]:
    """Cities of China and areas of Guangdong by full name, where the tables are present."""
    found: dict[str, str] = {}
    for name, only in ((CITIES, ""), (AREAS, "44")):
        path = reference / name
        if not path.is_file():
            continue
        for row in _rows(path):
            full = row["name"]
            home = row["code"].startswith(_CODE_OF_HOME)
            if row["code"].startswith(only) and not home and re.search(r".{2,}[市区县州盟]$", full):
                found[full] = _short(full)
    found.pop("市辖区", None)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
