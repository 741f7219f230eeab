"""Places of Jiangmen: messy addresses to divisions, spans inside the text, and what is asked instead of guessed."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.backends.petition.divisions import place_of
from assistant.cli.places import sounds_of, write_places
from assistant.settings import Settings
from assistant.shared.errors import SetupError
from assistant.shared.text.divisions.model import How, Resolution
from assistant.shared.text.divisions.resolving import Divisions
from assistant.shared.text.divisions.sources import own_list, with_reference
from assistant.shared.text.folding import fold
from assistant.shared.text.script import to_traditional

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "nlu_data" / "lexicon"
REFERENCE = Settings().shared_dir / "data" / "reference"
ADDRESSES = yaml.safe_load((ROOT / "tests/nlu/divisions/addresses.yml").read_text("utf-8"))
UNSEEN = yaml.safe_load((ROOT / "tests/nlu/divisions/unseen.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return Divisions(with_reference(own_list(LEXICON), REFERENCE, sounds_of))


@pytest.fixture(scope="module")
def own() -> Divisions:
    return Divisions(own_list(LEXICON))


def told(found: Resolution) -> str:
    if found.how is How.OTHER:
        return "other"
    if found.how is How.AMBIGUOUS:
        return f"?{found.district or ''}"
    return "/".join(part for part in (found.district, found.town, found.village) if part) or "-"


def share(divisions: Divisions, rows: list) -> float:
    return sum(told(divisions.resolve(row["text"])) == row["is"] for row in rows) / len(rows)


def test_messy_addresses_lead_to_their_division(divisions: Divisions) -> None:
    assert len(ADDRESSES) >= 200
    assert share(divisions, ADDRESSES) >= 0.98


def test_addresses_written_after_the_code_lead_there_too(divisions: Divisions) -> None:
    assert len(UNSEEN) >= 60
    assert share(divisions, UNSEEN) >= 0.93


def test_traditional_characters_change_nothing(divisions: Divisions) -> None:
    for row in ADDRESSES:
        assert told(divisions.resolve(to_traditional(row["text"]))) == told(divisions.resolve(row["text"])), row


def test_districts_and_towns_are_known_without_the_public_data(own: Divisions) -> None:
    towns = [row for row in ADDRESSES if row["is"].count("/") == 1 and "喺" not in row["text"]]
    right = sum(own.resolve(row["text"]).district == row["is"].split("/")[0] for row in towns)
    assert len(towns) > 40 and right / len(towns) >= 0.85


def test_missing_public_data_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"jiangmen_divisions_2020_adcode\.csv is not in") as error:
        with_reference(own_list(LEXICON), tmp_path, sounds_of)
    assert "ASSISTANT_SHARED_DIR" in error.value.mend
    written = write_places(LEXICON, tmp_path, tmp_path / "out")
    assert written.villages == 0 and len(written.missing) == 2
    assert Divisions.load(tmp_path / "out" / "divisions.json", LEXICON).resolve("新会会城").town == "会城街道"


def test_a_village_of_two_towns_is_asked_about(divisions: Divisions) -> None:
    found = divisions.resolve("横江村的路烂了")
    assert found.how is How.AMBIGUOUS and found.code is None
    assert {each.district for each in found.candidates} == {"蓬江区", "台山市", "开平市"} & {
        each.district for each in found.candidates
    }
    assert len(found.candidates) >= 2


def test_what_is_said_first_is_made_finer_and_never_contradicted(divisions: Divisions) -> None:
    assert place_of(divisions, "台山市", None, "白沙那边没路灯").town == "白沙镇"
    assert place_of(divisions, "蓬江区", None, "白沙那边没路灯").town == "白沙街道"
    assert place_of(divisions, "新会区", "台城水南村", None).district == "新会区"
    assert place_of(divisions, None, None, "天气不错").code is None


def test_every_town_of_the_public_list_is_in_ours() -> None:
    rows = (REFERENCE / "jiangmen_towns_2023_modood.csv").read_text("utf-8").splitlines()[1:]
    listed = {row.split(",")[0] for row in rows}
    ours = {town[0] for town in own_list(LEXICON)["towns"]}
    # Districts of offices, a prison and an estate that nobody names as a town.
    assert listed - ours == {"440705450", "440705452", "440705453", "440784401"}
    assert ours <= listed


WORDS = [
    "蓬江",
    "白沙",
    "新會",
    "豪山村",
    "台城",
    "杜软镇",
    "路",
    "在",
    " ",
    "，",
    "广州",
    "Kaiping",
    "chikan",
    "村",
    "⟦phone:1⟧",
    "İ",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(divisions: Divisions, text: str) -> None:
    end = 0
    for mention in divisions.find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
    found = divisions.resolve(text)
    assert 0 <= found.confidence <= 1
    assert (found.code is None) == (found.district is None)


@given(st.text(max_size=80))
def test_folding_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text) and fold(folded) == folded
