"""Every rule against the cases in lint_cases/: data to which a curator can add without writing code."""

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from assistant.curation import lint as linting
from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import parse
from assistant.curation.vocabulary import Jargon, Reviewed, read_vocabulary
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.knowledge_builder import BODY, FACTS, TODAY, a_file

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "lint_cases"
VOCABULARY = read_vocabulary(ROOT / "knowledge" / "vocabulary")
# Lists that curators change: the cases have their own.
LISTS: dict[str, Any] = {
    "jargon": Jargon(banned={"予以": "给"}, explain={"书式": "写法"}),
    "traditional": {"换发动机": "換發動機"},
}


def rows(outcome: str) -> list[Any]:
    found = []
    for path in sorted(CASES.glob("K*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [pytest.param(path.stem, case, id=f"{path.stem}-{case['name']}") for case in document[outcome]]
    return found


def built(case: dict[str, Any]) -> KnowledgeFile:
    path = case.get("path", "petition/petition-when.md")
    if "text" in case:
        return parse(case["text"], path=PurePosixPath(path))
    return a_file(case.get("body", BODY), path=path, **case.get("front", {}))


def reviewed(row: dict[str, Any]) -> Reviewed:
    return Reviewed(row["rule"], frozenset(row["files"]), row["reason"])


def findings(code: str, case: dict[str, Any]) -> list[linting.Finding]:
    files = [built(case), *(built(other) for other in case.get("others", []))]
    vocabulary = replace(VOCABULARY, **LISTS, reviewed=tuple(reviewed(row) for row in case.get("reviewed", [])))
    found = linting.lint(
        files,
        vocabulary=vocabulary,
        facts=FACTS,
        today=TODAY,
        chosen=[linting.rule(code)],
        vectors=FakeEncoder().encode_queries,
    )
    return [finding for finding in found if finding.file == str(files[0].path)]


@pytest.mark.parametrize(("code", "case"), rows("pass"))
def test_a_good_file_passes(code: str, case: dict[str, Any]) -> None:
    assert findings(code, case) == []


@pytest.mark.parametrize(("code", "case"), rows("fail"))
def test_a_fault_is_named_with_its_place_and_its_mend(code: str, case: dict[str, Any]) -> None:
    found = findings(code, case)

    assert case["says"] in " ".join(finding.fault for finding in found)
    assert {finding.code for finding in found} == {code}
    assert all(finding.mend and finding.line >= 1 and finding.column >= 1 for finding in found)
    assert {finding.severity for finding in found} == {case.get("severity", "error")}
    if "line" in case:
        assert case["line"] in {finding.line for finding in found}


def test_every_rule_has_cases_and_a_page() -> None:
    codes = [rule.code for rule in linting.all_rules()]

    assert codes == sorted(path.stem for path in CASES.glob("K*.yml"))
    for rule in linting.all_rules():
        assert rule.page.startswith(f"{rule.code} ")
        assert all(part in rule.page for part in ("What:", "Why:", "Mend:", "Pass:", "Fail:")), rule.code


def test_a_rule_that_cannot_stop_a_release_has_only_warnings() -> None:
    warning = {code for code in {param.values[0] for param in rows("fail")}
               if all(case.get("severity") == "warning" for other, case in (p.values for p in rows("fail")) if other == code)}  # fmt: skip

    assert {rule.code for rule in linting.all_rules() if not rule.stops} <= warning


def test_the_good_file_of_the_builder_has_no_finding_at_all() -> None:
    assert linting.lint([a_file()], vocabulary=VOCABULARY, facts=FACTS, today=TODAY) == ()


def test_a_malformed_file_does_not_hide_the_faults_of_another() -> None:
    broken = parse("---\nid: [\n---\n", path=PurePosixPath("petition/broken.md"))
    unsourced = a_file("## 什么 {#what}\n没有来源的一句话，但是写得足够长，能算是一段话。\n")

    found = linting.lint([broken, unsourced], vocabulary=VOCABULARY, facts=FACTS, today=TODAY)

    assert {"K001", "K007"} <= {finding.code for finding in found}
    assert [finding.code for finding in found if finding.file == "petition/broken.md"] == ["K001"]


def test_an_unknown_rule_is_answered_with_the_known_ones() -> None:
    with pytest.raises(linting.NotFound, match="K001"):
        linting.rule("K999")
