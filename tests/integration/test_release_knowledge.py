"""The knowledge that is shipped: clean, answerable, and measured with the real encoder where it is built."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.curation import lint as linting
from assistant.curation.compile import compile_content
from assistant.curation.facts import read_facts
from assistant.curation.findings import question_key
from assistant.curation.parse import read_library
from assistant.curation.release import publish
from assistant.curation.vocabulary import read_spellings, read_vocabulary
from assistant.retrieval.calibration import Calibration
from assistant.retrieval.gold import read_gold
from assistant.retrieval.release import Release
from assistant.retrieval.search import Filters, Search
from assistant.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"
ENCODER = ROOT / "var" / "encoder"
TODAY = date(2026, 11, 22)
FILES = read_library(KNOWLEDGE)


def test_no_file_has_a_lint_error() -> None:
    found = linting.lint(
        FILES,
        vocabulary=read_vocabulary(KNOWLEDGE / "vocabulary"),
        facts=read_facts(ROOT.parent / "shared" / "facts"),
        today=TODAY,
    )

    assert [str(finding) for finding in linting.errors(found)] == []


def test_there_are_files_enough() -> None:
    assert len(compile_content(FILES, today=TODAY).entries) >= 80


def test_gold_questions_name_files_and_sections_that_exist() -> None:
    sections = {file.id: {section.anchor for section in file.sections} for file in FILES}
    gold = read_gold(KNOWLEDGE / "gold")

    assert {name for row in gold for name in row.entries} - sections.keys() == set()
    for row in gold:
        assert row.sections <= set().union(*(sections[name] for name in row.entries)), row.ask


def test_no_gold_question_is_a_question_of_a_file() -> None:
    asked = {question_key(question.ask) for file in FILES for question in file.questions}
    asked |= {question_key(text) for file in FILES if file.english for text in file.english.questions}

    assert [row.ask for row in read_gold(KNOWLEDGE / "gold") if question_key(row.ask) in asked] == []


def test_gold_holds_enough_of_every_script_and_enough_refusals() -> None:
    gold = read_gold(KNOWLEDGE / "gold")

    assert sum(row.expect == "answer" for row in gold) >= 250
    assert sum(row.expect != "answer" for row in gold) >= 80
    assert {row.script for row in gold} == {"hans", "hant", "yue", "en"}


def test_the_shipped_calibration_is_usable() -> None:
    Calibration.from_mapping(yaml.safe_load((KNOWLEDGE / "calibration.yml").read_text(encoding="utf-8")))


@pytest.mark.skipif(not (ENCODER / "modules.json").is_file(), reason="the encoder is not built yet: make setup")
def test_with_the_real_encoder_the_right_file_is_first_or_among_three(tmp_path: Path) -> None:
    from assistant.cli.release_checks import KeptQueries
    from assistant.retrieval.adapter import Adapter
    from assistant.retrieval.indexing import HybridIndexBuilder
    from assistant.retrieval.on_demand import EncoderOnDemand
    from assistant.retrieval.vector_cache import VectorCache

    encoder, cache = EncoderOnDemand(ENCODER, threads=1, cache=0), VectorCache(ROOT / "var" / "vectors.sqlite")
    name, _ = publish(
        compile_content(FILES, today=TODAY),
        releases_dir=tmp_path,
        builder=HybridIndexBuilder(encoder, cache, adapter=Adapter.read(KNOWLEDGE / "adapter.npy")),
        spellings=read_spellings(KNOWLEDGE / "vocabulary"),
        places=read_vocabulary(KNOWLEDGE / "vocabulary").places,
        calibration=yaml.safe_load((KNOWLEDGE / "calibration.yml").read_text(encoding="utf-8")),
        accept=Release.load,
    )
    search = Search(Release.load(tmp_path / name), KeptQueries(encoder, cache), today=lambda: TODAY)

    gold = [row for row in read_gold(KNOWLEDGE / "gold") if row.expect == "answer"]
    forms = [search.form(row.ask) for row in gold]
    search.foresee(forms)
    release = search.release
    rankings = (search.ranked(form, Filters())[0].ordered(release.calibration.ranking) for form in forms)
    found = [[release.entries[int(number)].page.entry_id for number in row.entries[:3]] for row in rankings]
    first = sum(names[0] in row.entries for names, row in zip(found, gold, strict=True)) / len(gold)
    three = sum(bool(row.entries & set(names)) for names, row in zip(found, gold, strict=True)) / len(gold)

    assert first >= 0.9
    assert three >= 0.97
