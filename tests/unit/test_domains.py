"""The table of service domains: every topic that the model can name is in it, and it names no body without a fact."""

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "facts" / "departments.yml"


def domains() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((ROOT / "knowledge" / "vocabulary" / "domains.yml").read_text("utf-8"))["domains"]


def taught(key: str) -> set[str]:
    found = set()
    for path in (ROOT / "nlu_data").glob("*.yml"):
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu") or []:
            found.add((block.get("metadata") or {}).get(key))
    return found - {None}


def test_every_topic_that_is_taught_is_a_domain_and_the_other_way_round() -> None:
    assert taught("topic") == set(domains())


def test_a_domain_points_to_topics_of_knowledge_files() -> None:
    known = yaml.safe_load((ROOT / "knowledge" / "vocabulary" / "topics.yml").read_text("utf-8"))["topics"]
    assert {topic for each in domains().values() for topic in each["topics"]} <= set(known)


def test_a_body_is_named_only_with_a_fact() -> None:
    assert all((each["department"] is None) == (each["fact"] is None) for each in domains().values())


def test_every_body_stands_in_its_fact_which_may_be_used() -> None:
    if not FACTS.exists():
        pytest.skip("../shared is not there: the collected facts cannot be compared")
    facts = {fact["id"]: fact for fact in yaml.safe_load(FACTS.read_text("utf-8"))["facts"]}
    for name, each in domains().items():
        if each["fact"]:
            assert facts[each["fact"]]["use"] == "ok" and each["department"] in facts[each["fact"]]["value"], name


def test_every_door_that_is_taught_has_words_and_a_passage() -> None:
    doors = yaml.safe_load((ROOT / "knowledge" / "vocabulary" / "guards.yml").read_text("utf-8"))["wrong_doors"]
    assert taught("door") == set(doors)
