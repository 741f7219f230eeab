"""What code and vocabularies cite in the knowledge is there."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tree import ROOT, text, under

from assistant.curation.parse import read_library
from assistant.curation.model import KnowledgeFile

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


def test_every_gold_question_wants_an_entry_that_exists(library: dict[str, KnowledgeFile]) -> None:
    wanted = [
        (path, str(row.get("entry") or row.get("id") or "")) for path in under("knowledge/gold", suffix=".yml")
        for row in _rows(yaml.safe_load(text(path)))
    ]
    assert wanted
    assert [(path, entry) for path, entry in wanted if entry and entry not in library] == []


def test_every_vocabulary_is_read_by_somebody() -> None:
    code = "\n".join(text(name) for name in under("assistant", "actions", "scripts", "nlu_data"))
    unread = [Path(name).stem for name in under(VOCABULARY, suffix=".yml") if Path(name).stem not in code]
    assert unread == []


def _rows(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        return [row for value in data.values() for row in _rows(value)] if not {"ask", "entry"} & set(data) else [data]
    return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
