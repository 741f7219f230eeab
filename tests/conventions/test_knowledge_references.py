"""What code and vocabularies cite in the knowledge is there."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tree import ROOT, text, under

from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import read_library

VOCABULARY = "knowledge/vocabulary"


@pytest.fixture(scope="module")
def library() -> dict[str, KnowledgeFile]:
    return {file.id: file for file in read_library(ROOT / "knowledge")}


def vocabulary(name: str) -> Any:
    return yaml.safe_load(text(f"{VOCABULARY}/{name}.yml"))


def test_every_wrong_door_opens_a_section_that_exists(library: dict[str, KnowledgeFile]) -> None:
    for door, target in vocabulary("guards")["wrong_doors"].items():
        assert target["entry"] in library, door
        assert target["section"] in {section.anchor for section in library[target["entry"]].sections}, door


def test_every_reason_of_eligibility_names_an_entry_that_exists(library: dict[str, KnowledgeFile]) -> None:
    named = {code: item["entry"] for code, item in vocabulary("eligibility").items() if item.get("entry")}
    assert named
    assert {code: entry for code, entry in named.items() if entry not in library} == {}


def test_every_gold_question_wants_an_entry_and_a_section_that_exist(library: dict[str, KnowledgeFile]) -> None:
    # What was judged in a pool names questions of the other files: tests/unit/test_gold_pool.py.
    paths = [path for path in under("knowledge/gold", suffix=".yml") if "/judged/" not in str(path)]
    rows = [row for path in paths for row in yaml.safe_load(text(path))["questions"]]
    assert rows
    missing = []
    for row in rows:
        entries, sections = _listed(row.get("entry")), _listed(row.get("section"))
        anchors = {section.anchor for entry in entries if entry in library for section in library[entry].sections}
        missing += [f"{row['ask']}: {entry}" for entry in entries if entry not in library]
        missing += [f"{row['ask']}: #{section}" for section in sections if section not in anchors]
    assert missing == []


def test_every_vocabulary_is_read_by_somebody() -> None:
    code = "\n".join(text(name) for name in under("assistant", "actions", "scripts", "nlu_data"))
    unread = [Path(name).stem for name in under(VOCABULARY, suffix=".yml") if Path(name).stem not in code]
    assert unread == []


def _listed(value: Any) -> list[str]:
    return [] if value is None else [str(item) for item in (value if isinstance(value, list) else [value])]
