"""Eligibility by example, over random cases, and against the vocabulary and facts that its words come from."""

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.eligibility import Verdict, decide
from assistant.backends.notary.eligibility_case import Case
from assistant.backends.notary.eligibility_needs import all_needs
from assistant.backends.notary.schemas import EligibilityIn
from assistant.settings import Settings

CATALOGUE = load_catalogue()
KNOWN = CATALOGUE.known
SETTINGS = Settings()
VOCABULARY = yaml.safe_load((SETTINGS.knowledge_dir / "vocabulary" / "eligibility.yml").read_text(encoding="utf-8"))
FACTS_DIR = SETTINGS.shared_dir / "facts"
MAYBE = st.none() | st.booleans()
CASES = st.builds(
    Case,
    nationality=st.sampled_from([None, "cn", "foreign", "hk-mo-tw", "unsure"]),
    long_term=MAYBE,
    days=st.none() | st.integers(0, 400),
    use_in_china=MAYBE,
    matter=st.sampled_from([None, "mandate", "declaration", "birth", "will"]),
    mission=st.sampled_from([None, "vancouver", "washington", "kuching", "paris", "london"]),
    country=st.sampled_from([None, "CA", "US", "HK"]),
    needs_helper=MAYBE,
    party_capable=MAYBE,
    disputed=MAYBE,
    guardian=MAYBE,
    related=MAYBE,
    papers=MAYBE,
    pays=MAYBE,
    attends=MAYBE,
    property=MAYBE,
    in_district=MAYBE,
    home=st.sampled_from([None, "taishan", "jiangmen", "elsewhere"]),
)
# Two answers to each question that may be asked.
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "nationality": [{"nationality": "cn"}, {"nationality": "foreign"}],
    "residence": [{"long_term": True}, {"long_term": False, "days": 3}],
    "use_in_china": [{"use_in_china": True}, {"use_in_china": False}],
    "matter": [{"matter": "birth"}, {"matter": "will"}],
    "mission": [{"mission": "paris"}, {"mission": None}],
    "guardian": [{"guardian": True}, {"guardian": False}],
}


CASE_FILES = sorted((Path(__file__).parent / "eligibility_cases").glob("*.yml"))


def written_cases() -> list[dict[str, Any]]:
    """Every hand-written case, its applicant changed by what is given."""
    cases = []
    for path in CASE_FILES:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in content["cases"]:
            assert set(row) <= {"is", "given", "eligible", "why", "told", "not_told", "ask"}, row["is"]
            cases.append({**row, "case": Case(**{**content["applicant"], **row["given"]}), "file": path.stem})
    return cases


WRITTEN = written_cases()


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: f"{row['file']}: {row['is']}")
def test_a_case_written_from_the_facts_has_the_result_reasons_needs_and_questions_expected(row: dict[str, Any]) -> None:
    verdict = decide(row["case"], KNOWN)

    assert (verdict.eligible, list(verdict.reasons)) == (row["eligible"], row["why"])
    assert set(row.get("told", [])) <= set(verdict.needs)
    assert not set(row.get("not_told", [])) & set(verdict.needs)
    assert list(verdict.ask) == row.get("ask", [])


def test_there_are_at_least_150_written_cases_each_of_its_own() -> None:
    assert len({row["is"] for row in WRITTEN}) == len(WRITTEN) >= 150
    assert len({row["case"] for row in WRITTEN if "nothing" not in row["is"]}) >= 150


def test_every_code_of_the_vocabulary_is_produced_by_a_written_case_and_nothing_else_is() -> None:
    said = {code for row in WRITTEN for verdict in [decide(row["case"], KNOWN)] for code in _codes(verdict)}

    assert said == set(VOCABULARY)


def _codes(verdict: Verdict) -> set[str]:
    return {*verdict.reasons, *verdict.needs}


@given(CASES)
def test_questions_stop_as_soon_as_no_answer_could_change_the_result(case: Case) -> None:
    verdict = decide(case, KNOWN)
    for field in verdict.ask:
        answers = [replace(case, **answer) for answer in ANSWERS[field]]
        assert len({decide(each, KNOWN).reasons for each in answers}) > 1, field


def test_every_field_that_may_be_asked_is_one_that_the_service_takes() -> None:
    fields = {name: info for name, info in EligibilityIn.model_fields.items() if name != "residence"}

    assert set(ANSWERS) - {"residence"} <= set(fields)
    assert set(fields) <= {each.name for each in dataclass_fields(Case)}


def test_nothing_known_asks_for_all_that_decides_and_no_more() -> None:
    assert decide(Case(), KNOWN).ask == ("nationality", "residence", "use_in_china", "matter", "mission")


@given(CASES)
def test_a_verdict_is_one_of_three_and_never_without_a_reason(case: Case) -> None:
    verdict = decide(case, KNOWN)

    assert verdict.eligible in ("yes", "no", "depends")
    assert verdict.reasons
    assert len(set(verdict.needs)) == len(verdict.needs)
    assert not verdict.ask or verdict.eligible == "depends"


@given(CASES, CASES)
def test_no_stays_no_whatever_else_becomes_known(case: Case, more: Case) -> None:
    verdict = decide(case, KNOWN)
    fields = [name for name in vars(case) if getattr(case, name) is None]

    learnt = replace(case, **{name: getattr(more, name) for name in fields})

    if verdict.eligible == "no":
        assert decide(learnt, KNOWN).eligible == "no"


@given(CASES)
def test_only_codes_of_the_vocabulary_are_said(case: Case) -> None:
    verdict = decide(case, KNOWN)

    assert {*verdict.reasons, *verdict.needs} <= set(VOCABULARY)


def test_the_tables_of_needs_name_only_codes_of_the_vocabulary() -> None:
    assert all_needs(KNOWN) <= set(VOCABULARY)


@pytest.mark.parametrize("code", sorted(VOCABULARY))
def test_every_code_has_words_in_both_languages_and_a_dated_source(code: str) -> None:
    entry = VOCABULARY[code]

    assert set(entry) == {"zh", "en", "facts", "entry", "section", "source"}
    assert entry["zh"].endswith("。")
    assert entry["en"].endswith(".")
    assert entry["source"]["title"]
    assert entry["source"]["publisher"]
    assert entry["source"]["published"][:2] in ("19", "20")


def test_every_section_named_is_one_of_the_knowledge() -> None:
    folder = SETTINGS.knowledge_dir
    files = {path.stem: path for path in folder.rglob("*.md")}
    missing = [
        f"{code}: {entry['entry']}#{entry['section']}"
        for code, entry in VOCABULARY.items()
        if f"{{#{entry['section']}}}" not in files[entry["entry"]].read_text(encoding="utf-8")
    ]

    assert missing == []


@pytest.mark.skipif(not FACTS_DIR.is_dir(), reason="the reference facts are not on this machine")
def test_every_code_rests_on_facts_that_may_be_said_and_names_the_source_of_the_first() -> None:
    facts = {each["id"]: each for path in FACTS_DIR.glob("*.yml") for each in yaml.safe_load(path.read_text())["facts"]}

    for code, entry in VOCABULARY.items():
        assert [facts[each]["use"] for each in entry["facts"]] == ["ok"] * len(entry["facts"]), code
        first, source = facts[entry["facts"][0]], entry["source"]
        assert source["title"] == first["source_title"], code
        assert first["authority"].startswith(source["publisher"]), code
        assert source["published"] == str(first["source_date"]), code
