"""Whole sentences: places, countries, missions, matters, documents, numbers and personal data by span and value."""

import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli.places import sounds_of
from assistant.settings import Settings
from assistant.shared.contracts.reference_numbers import make_number
from assistant.shared.errors import SetupError
from assistant.shared.text.countries.finding import Countries
from assistant.shared.text.countries.sources import MISSIONS, own_list, with_reference
from assistant.shared.text.divisions import sources as divisions
from assistant.shared.text.divisions.resolving import Divisions
from assistant.shared.text.documents import VIDEO_MATTERS, Documents, patterns_of
from assistant.shared.text.references import find_references
from assistant.shared.text.script import to_traditional
from scripts.evaluation.entity_scores import ENTITIES, Finder, Mention, read, score
from scripts.evaluation.places_and_papers import FINDERS

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "nlu_data" / "lexicon"
REFERENCE = Settings().shared_dir / "data" / "reference"
FILES = ("places", "abroad", "matters", "references", "personal")


@pytest.fixture(scope="module")
def countries() -> Countries:
    return Countries(with_reference(own_list(LEXICON), REFERENCE))


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(patterns_of(LEXICON))


@pytest.fixture(scope="module")
def finders(countries: Countries, documents: Documents) -> dict[str, Finder]:
    home = Divisions(divisions.with_reference(divisions.own_list(LEXICON), REFERENCE, sounds_of))
    built = {"divisions": home.find, "countries": countries.find, "documents": documents.find}

    def finder(find) -> Finder:
        return lambda said: [Mention(str(each.kind), each.start, each.end, each.value) for each in find(said.text)]

    return {**FINDERS, **{name: finder(find) for name, find in built.items()}}


@pytest.mark.parametrize("name", FILES)
def test_entities_are_found_with_exact_span_and_value(name: str, finders: dict[str, Finder]) -> None:
    scores = score([ENTITIES / f"{name}.yml"], finders)
    assert scores.total.f1 >= 0.95, scores.wrong


def test_there_are_enough_sentences_and_many_with_nothing_in_them() -> None:
    rows = [row for name in FILES for row in read(ENTITIES / f"{name}.yml")[1]]
    assert len(rows) >= 550 and len({row["text"] for row in rows}) == len(rows)
    assert sum(not row["entities"] for row in rows) >= 100


def test_sixty_missions_of_the_notary_system_are_known_by_id_country_and_zone(countries: Countries) -> None:
    served = yaml.safe_load((ROOT / "assistant/backends/notary/missions.yml").read_text("utf-8"))["missions"]
    apart = []
    for each in served:
        known = countries.missions.get(each["code"])
        if known is None or (known.country, known.zone) != (each["country"], each["zone"]):
            apart.append(each["code"])
    assert apart == [] and len(served) >= 60


def test_every_mission_has_its_own_id_and_a_zone_that_exists(countries: Countries) -> None:
    missions = countries.missions.values()
    assert len(missions) == len((REFERENCE / MISSIONS).read_text("utf-8").splitlines())
    assert all(ZoneInfo(each.zone) and each.city and len(each.country) == 2 for each in missions)


def test_what_was_corrected_in_the_public_list_differs_from_it() -> None:
    rows = {row["name_zh"]: row for row in map(json.loads, (REFERENCE / MISSIONS).read_text("utf-8").splitlines())}
    for name, mended in own_list(LEXICON)["corrections"].items():
        assert {"city": rows[name]["city_en"], "zone": rows[name]["timezone"]} | mended != {
            "city": rows[name]["city_en"],
            "zone": rows[name]["timezone"],
        }, f"{name} needs no correction any more"


def test_a_missing_mission_list_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"cn_missions_abroad\.jsonl is not in") as error:
        with_reference(own_list(LEXICON), tmp_path)
    assert "ASSISTANT_SHARED_DIR" in error.value.mend


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    for path in REFERENCE.glob("*.jsonl"):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("Europe/Tirane", "Europe/Nowhere"), "utf-8")
    with pytest.raises(SetupError, match="Europe/Nowhere"):
        with_reference(own_list(LEXICON), tmp_path)


def test_matters_have_the_ids_of_the_notary_system(documents: Documents) -> None:
    served = yaml.safe_load((ROOT / "assistant/backends/notary/matters.yml").read_text("utf-8"))["matters"]
    assert {each["code"] for each in served} == VIDEO_MATTERS <= patterns_of(LEXICON)["matters"].keys()


def test_a_mission_is_told_from_the_city_it_is_in(countries: Countries) -> None:
    assert [(each.kind, each.value) for each in countries.find("驻温哥华总领馆在温哥华吗")] == [
        ("mission", "vancouver"),
        ("mission_city", "CA/Vancouver"),
    ]
    assert countries.place_of("vancouver") == ("CA", "CA/Vancouver")


@given(st.integers(1, 99_999), st.dates(date(2026, 1, 1), date(2035, 12, 31)), st.integers(0, 13))
@settings(max_examples=100, deadline=None)
def test_one_wrong_digit_makes_a_number_mistyped(serial: int, day, place: int) -> None:
    number = make_number("XF", day, serial)
    wrong = list(number)
    wrong[place + 2] = str((int(wrong[place + 2]) + 1) % 10)
    assert [each.kind for each in find_references(f"编号{number}")] == ["petition_number"]
    assert [each.kind for each in find_references(f"编号{''.join(wrong)}")] == ["mistyped_number"]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["温哥华", "总领馆", "XF2026", "委托书", "US", " ", "护照", "İ", "驻"]), max_size=8).map(
        "".join
    )
)
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_text_whatever_it_is(countries: Countries, documents: Documents, text: str) -> None:
    for find in (countries.find, documents.find, find_references):
        end = 0
        for found in find(text):
            assert end <= found.start < found.end <= len(text)
            end = found.end


def test_traditional_characters_name_the_same_places_and_papers(countries: Countries, documents: Documents) -> None:
    for name, find in (("abroad", countries.find), ("matters", documents.find)):
        for row in read(ENTITIES / f"{name}.yml")[1]:
            same = to_traditional(row["text"])
            if len(same) == len(row["text"]):
                assert [each.value for each in find(same)] == [each.value for each in find(row["text"])], same
