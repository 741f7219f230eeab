"""Documents: fresh where they are made from code, whole where they are written by hand."""

import re
from pathlib import Path

import pytest
from tree import ROOT, files, text, under

from scripts.docs import stale

READMES = ("README.md", "README.zh-CN.md")
_ADR_PARTS = ("Date", "## Context", "## Options", "## Decision", "## Consequences")
_LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")


def test_generated_pages_are_what_the_code_says() -> None:
    assert stale() == [], "run `make docs`"


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    head, _, rest = text("CHANGELOG.md").partition("## [Unreleased]")
    assert rest, "the changelog has no `## [Unreleased]`"
    assert re.search(r"^- ", rest.split("\n## ")[0], re.MULTILINE), "nothing stands under it"
    assert "\n## " not in head, "it is not the first"


def test_every_make_target_has_one_line_of_help_and_is_phony() -> None:
    makefile = text("Makefile")
    targets = re.findall(r"^([a-z][a-z-]*):(?!=)(.*)$", makefile, re.MULTILINE)
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert targets
    assert [name for name, rest in targets if not re.search(r"## \S", rest)] == []
    assert {name for name, _ in targets} == phony


def test_both_readmes_link_to_each_other_and_have_the_same_shape() -> None:
    english, chinese = (text(name) for name in READMES)
    assert READMES[1] in english
    assert READMES[0] in chinese
    for shape in (r"^(#+) ", r"^```(\w*)$", r"!\[[^\]]*\]\(([^)]+)\)", r"^\|[^|]*\|[^|]*\| (`[^|]*`) \|"):
        assert re.findall(shape, english, re.MULTILINE) == re.findall(shape, chinese, re.MULTILINE), shape


@pytest.mark.parametrize("name", READMES)
def test_both_readmes_name_the_two_commands_and_every_word_of_the_project(name: str) -> None:
    page = text(name)
    assert "make run" in page
    assert "make test" in page
    for word in (
        "session",
        "turn",
        "outcome",
        "KnowledgeFile",
        "Passage",
        "Release",
        "Source",
        "Petition",
        "Slot",
        "Booking",
        "Mission",
        "Vault",
        "Handover",
    ):
        assert f"`{word}`" in page, word


@pytest.mark.parametrize(
    "name", [name for name in files() if name.endswith(".md") and not name.startswith("knowledge/")]
)
def test_every_link_between_documents_leads_somewhere(name: str) -> None:
    broken = []
    for target in _LINK.findall(re.sub(r"```.*?```", "", text(name), flags=re.DOTALL)):
        path = target.split("#")[0]
        ours = path and "://" not in path and not path.startswith(("mailto:", "/"))
        if ours and not (ROOT / name).parent.joinpath(path).resolve().exists():
            broken.append(target)
    assert broken == []


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    decisions = [Path(name).name for name in under("docs/adr", suffix=".md") if Path(name).name != "README.md"]
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))
    index = text("docs/adr/README.md")
    assert [name for name in decisions if name not in index] == []


@pytest.mark.parametrize("name", [name for name in under("docs/adr", suffix=".md") if not name.endswith("README.md")])
def test_a_decision_tells_its_options_and_its_bad_consequences(name: str) -> None:
    page = text(name)
    assert [part for part in _ADR_PARTS if part not in page] == []
    assert re.search(r"\*\*Bad", page), "no bad consequence is named"
    assert page.count("\n") <= 80, "longer than a page"


def test_the_two_figures_of_the_readme_are_in_the_repository() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text("README.md"))
    assert [picture for picture in pictures if picture not in files()] == []
    assert pictures
