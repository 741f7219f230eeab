"""Eligibility by example, over random cases, and against the vocabulary and facts that its words come from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.notary import eligibility
from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.eligibility import Case, Known, decide
from assistant.settings import Settings

CATALOGUE = load_catalogue()
KNOWN = Known(frozenset(CATALOGUE.matters), frozenset(c for c, m in CATALOGUE.matters.items() if m.direct))
SETTINGS = Settings()
VOCABULARY = yaml.safe_load((SETTINGS.knowledge_dir / "vocabulary" / "eligibility.yml").read_text(encoding="utf-8"))
FACTS_DIR = SETTINGS.shared_dir / "facts"
MAYBE = st.none() | st.booleans()
CASES = st.builds(
    Case,
    nationality=st.sampled_from([None, "cn", "foreign", "unsure"]),
    long_term=MAYBE,
    days=st.none() | st.integers(0, 400),
    use_in_china=MAYBE,
    matter=st.sampled_from([None, "mandate", "declaration", "birth", "will"]),
    mission=st.sampled_from([None, "vancouver", "washington", "kuching", "paris"]),
    country=st.sampled_from([None, "CA", "US", "HK"]),
    needs_helper=MAYBE,
    party_capable=MAYBE,
    disputed=MAYBE,
)


def a_case(**changes: Any) -> Case:
    """A citizen of China, long in Vancouver, with a mandate for use in China."""
    return replace(
        Case("cn", long_term=True, use_in_china=True, matter="mandate", mission="vancouver", country="CA"), **changes
    )


@pytest.mark.parametrize(
    ("changes", "eligible", "reason"),
    [
        ({}, "yes", "chinese-citizen"),
        ({"nationality": "foreign"}, "no", "foreign-nationality"),
        ({"nationality": "unsure"}, "depends", "nationality-unsure"),
        ({"nationality": None}, "depends", "nationality-decides"),
        ({"long_term": None, "days": 180}, "yes", "long-term-resident"),
        ({"long_term": False, "days": 180}, "yes", "long-term-resident"),
        ({"long_term": False, "days": 179}, "no", "short-stay"),
        ({"long_term": None, "days": 10}, "depends", "residence-decides"),
        ({"long_term": False, "days": None}, "depends", "residence-decides"),
        ({"use_in_china": False}, "no", "use-abroad"),
        ({"use_in_china": None}, "depends", "use-decides"),
        ({"matter": "will"}, "no", "matter-not-covered"),
        ({"matter": None}, "depends", "matter-decides"),
        ({"mission": None}, "depends", "mission-decides"),
        ({"country": "HK", "mission": None}, "no", "no-mission-there"),
        ({"disputed": True}, "no", "parties-disagree"),
        ({"party_capable": False}, "depends", "guardian-applies"),
        ({"needs_helper": True}, "depends", "helper-ask-office"),
    ],
)
def test_each_rule_decides_as_its_fact_says(changes: dict[str, Any], eligible: str, reason: str) -> None:
    verdict = decide(a_case(**changes), KNOWN)

    assert verdict.eligible == eligible
    assert reason in verdict.reasons


@pytest.mark.parametrize(
    ("changes", "need"),
    [
        ({}, "appear-in-person"),
        ({}, "ask-using-body-first"),
        ({}, "property-mandate-any-office"),
        ({}, "mission-may-do-it"),
        ({"mission": "washington"}, "live-in-district"),
        ({"mission": "kuching"}, "office-first"),
        ({"nationality": "foreign"}, "instead-canada-apostille"),
        ({"nationality": "foreign", "country": "US"}, "instead-apostille"),
        ({"use_in_china": False}, "instead-use-abroad"),
        ({"country": "MO"}, "instead-office-in-person"),
        ({"matter": "will"}, "ask-office"),
    ],
)
def test_each_need_is_told_where_it_applies(changes: dict[str, Any], need: str) -> None:
    assert need in decide(a_case(**changes), KNOWN).needs


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
    if verdict.eligible == "yes" and not (learnt.disputed or learnt.country == "HK"):
        assert decide(learnt, KNOWN).eligible in ("yes", "depends")


@given(CASES)
def test_only_codes_of_the_vocabulary_are_said(case: Case) -> None:
    verdict = decide(case, KNOWN)

    assert {*verdict.reasons, *verdict.needs} <= set(VOCABULARY)


def test_the_vocabulary_holds_exactly_the_codes_of_the_rules() -> None:
    assert set(VOCABULARY) == eligibility.all_codes()


@pytest.mark.parametrize("code", sorted(VOCABULARY))
def test_every_code_has_words_in_both_languages_and_a_dated_source(code: str) -> None:
    entry = VOCABULARY[code]

    assert set(entry) == {"zh", "en", "facts", "entry", "source"}
    assert entry["zh"].endswith("。")
    assert entry["en"].endswith(".")
    assert entry["source"]["title"]
    assert entry["source"]["publisher"]
    assert entry["source"]["published"][:2] in ("19", "20")


def test_every_entry_named_is_a_knowledge_file() -> None:
    folder = SETTINGS.knowledge_dir
    known = {line.removeprefix("id:").strip() for path in folder.rglob("*.md") for line in _front_matter(path)}

    assert {entry["entry"] for entry in VOCABULARY.values()} - {None} <= known


def _front_matter(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("id:")]


@pytest.mark.skipif(not FACTS_DIR.is_dir(), reason="the reference facts are not on this machine")
def test_every_code_rests_on_facts_that_may_be_said_and_names_the_source_of_the_first() -> None:
    facts = {each["id"]: each for path in FACTS_DIR.glob("*.yml") for each in yaml.safe_load(path.read_text())["facts"]}

    for code, entry in VOCABULARY.items():
        assert [facts[each]["use"] for each in entry["facts"]] == ["ok"] * len(entry["facts"]), code
        first, source = facts[entry["facts"][0]], entry["source"]
        assert source["title"] == first["source_title"], code
        assert first["authority"].startswith(source["publisher"]), code
        assert source["published"] == str(first["source_date"]), code
