"""`assistant knowledge …` as a curator types it, over a small knowledge folder, with the real encoder where it is built."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.cli.__main__ import app
from assistant.settings import ROOT
from assistant.shared.errors import AssistantError
from tests.unit.knowledge_builder import a_text

ENCODER = ROOT / "var" / "encoder"
SHIPPED = ("petition-time-limits", "id-card-lost", "organisation-service-centre-gap")
GOLD = """questions:
- {ask: 信访交上去多长时间能有回音, entry: petition-time-limits}
- {ask: 证件掉了要怎么重新办一张身份证, entry: id-card-lost}
- {ask: 江门政务服务中心几点开门, expect: gap}
"""
Run = Callable[..., Result]


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge folder with three shipped files and gold questions for them."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    for name in ("vocabulary", "templates"):
        shutil.copytree(ROOT / "knowledge" / name, folder / name)
    for path in [*(ROOT / "knowledge").glob("*.yml"), *(ROOT / "knowledge").glob("*.npy")]:
        shutil.copy(path, folder)
    for name in SHIPPED:
        (source,) = (ROOT / "knowledge").glob(f"*/{name}.md")
        target = folder / source.parent.name / source.name
        target.parent.mkdir(exist_ok=True)
        # Links to files that are not here would be faults.
        target.write_text(source.read_text(encoding="utf-8").replace("/k/", "/x/"), encoding="utf-8")
    (folder / "gold").mkdir()
    (folder / "gold" / "a.yml").write_text(GOLD, encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, knowledge: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in that folder."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "encoder").symlink_to(ENCODER)
    monkeypatch.setenv("ASSISTANT_KNOWLEDGE_DIR", str(knowledge))
    monkeypatch.setenv("ASSISTANT_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("ASSISTANT_SHARED_DIR", str(tmp_path))

    def command(*words: str) -> Result:
        return CliRunner().invoke(app, ["knowledge", *words])

    return command


def told(result: Result) -> Any:
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def test_a_check_names_place_fault_mend_and_page_in_three_forms(run: Run, knowledge: Path) -> None:
    (knowledge / "petition" / "bad.md").write_text("---\nid: [\n---\n", encoding="utf-8")
    (knowledge / "petition" / "petition-when.md").write_text(a_text(owner=None), encoding="utf-8")

    text, rows, github = (run("check", "--quick", "--format", form) for form in ("text", "json", "github"))

    assert (text.exit_code, rows.exit_code, github.exit_code) == (1, 1, 1)
    assert "petition/petition-when.md:2:1: K001 error: `owner` is missing — add `owner:` (text)" in text.stdout
    assert "assistant knowledge explain K001" in text.stdout
    assert {row["file"] for row in json.loads(rows.stdout)} == {"petition/bad.md", "petition/petition-when.md"}
    assert "::error file=knowledge/petition/petition-when.md,line=2,col=1,title=K001 " in github.stdout


def test_lint_is_check_and_fix_mends_what_is_safe(run: Run, knowledge: Path) -> None:
    path = knowledge / "petition" / "petition-when.md"
    path.write_text(a_text().replace("'2027-02-01'", "2027-2-1"), encoding="utf-8")

    assert run("lint", "--quick", "petition-when").exit_code == 1
    assert run("check", "--quick", "--fix", "petition-when").exit_code == 0
    assert "2027-02-01" in path.read_text(encoding="utf-8")


@pytest.mark.skipif(not (ENCODER / "modules.json").is_file(), reason="the encoder is not built yet: make setup")
def test_a_release_goes_out_is_refused_is_forced_and_goes_back(run: Run, knowledge: Path, tmp_path: Path) -> None:
    first = told(run("build", "--format", "json"))
    assert (first["made"], first["in use"]) == (True, True)

    # Nothing has changed: nothing is made, nothing is encoded, and it may go out.
    again = told(run("publish", "--format", "json"))
    assert again["release"] == first["release"]

    # A section vanishes, and a file with it that a gold question needs.
    id_card = knowledge / "id_household" / "id-card-lost.md"
    id_card.rename(tmp_path / "kept.md")
    refused = run("publish", "--format", "json")
    said = json.loads(refused.stdout)
    assert refused.exit_code == 1
    assert {row["gate"] for row in said["refusals"]} == {"citation", "recall"}
    assert all(row["reason"] and row["mend"] for row in said["refusals"])
    assert (tmp_path / "var" / "releases" / "current").read_text().strip() == first["release"]

    # Without a reason no force helps; with one it goes out, and the reason is kept with the release.
    assert isinstance(run("publish", "--force", "so").exception, AssistantError)
    forced = told(run("publish", "--force", "the counter has closed for good", "--format", "json"))
    kept = json.loads((tmp_path / "var" / "releases" / forced["release"] / "forced.json").read_text(encoding="utf-8"))
    assert kept["reason"] == "the counter has closed for good"
    assert {row["gate"] for row in kept["refusals"]} == {"citation", "recall"}

    changes = told(run("diff", "--format", "json"))
    assert [(row["entry"], row["what"]) for row in changes] == [("id-card-lost", "removed")]

    back = told(run("rollback", "--format", "json"))
    assert (back["release"], back["was"]) == (first["release"], forced["release"])
    rows = told(run("releases", "--format", "json"))
    assert {row["release"]: row["in use"] for row in rows} == {first["release"]: True, forced["release"]: False}

    # Retired instead of deleted, the address is not broken any more; what the gold question needs still is gone.
    id_card.write_text(
        (tmp_path / "kept.md").read_text(encoding="utf-8").replace("status: published", "status: retired")
    )
    said = json.loads(run("publish", "--format", "json").stdout)
    assert {row["gate"] for row in said["refusals"]} == {"recall"}

    # A lint error stops the build, and the running release stays.
    (knowledge / "petition" / "bad.md").write_text("no front matter", encoding="utf-8")
    assert "lint errors stand" in str(run("build").exception)
    assert (tmp_path / "var" / "releases" / "current").read_text().strip() == first["release"]


def test_import_takes_all_rows_or_none_and_export_gives_them_back(run: Run, knowledge: Path, tmp_path: Path) -> None:
    table = tmp_path / "out.xlsx"
    assert run("export", str(table), "petition-time-limits").exit_code == 0

    refused = run("import", str(table))
    assert refused.exit_code == 1
    assert "row 2, id: petition-time-limits is there already" in refused.stdout
    assert "nothing was written" in refused.stdout

    taken = run("import", str(table), "--replace")
    assert taken.exit_code == 0, taken.output
    assert "1 files from" in taken.stdout

    (tmp_path / "bad.csv").write_text(
        "id,title,topic,heading,anchor,text\nnew-file,t,petition,h,a,b\n", encoding="utf-8"
    )
    refused = run("import", str(tmp_path / "bad.csv"))
    assert refused.exit_code == 1
    assert "row 2, K001: `owner` is missing" in refused.stdout
    assert not (knowledge / "petition" / "new-file.md").exists()


def test_new_starts_a_draft_that_the_check_takes(run: Run, knowledge: Path) -> None:
    made = run("new", "counter-hours", "--title", "窗口几点开门", "--topic", "hotline", "--kind", "faq")

    assert made.exit_code == 0, made.output
    assert (knowledge / "hotline" / "counter-hours.md").is_file()
    assert run("check", "--quick", "counter-hours").exit_code == 0


def test_stale_and_conflicts_say_where_to_look(run: Run, knowledge: Path) -> None:
    (knowledge / "petition" / "petition-when.md").write_text(a_text(review_by="2026-01-01"), encoding="utf-8")
    other = a_text(
        "## 多久有答复 {#when}\n收到以后20日内书面告诉您。[^s1]\n", id="petition-two", questions=["别的一问"]
    )
    (knowledge / "petition" / "petition-two.md").write_text(other, encoding="utf-8")

    late = told(run("stale", "--today", "2026-11-22", "--format", "json"))
    pairs = told(run("conflicts", "--quick", "--format", "json"))

    assert ("petition/petition-when.md", "review") in {(row["file"], row["what"]) for row in late}
    assert {"petition/petition-two.md", "petition/petition-when.md"} in [{row["file"], row["other"]} for row in pairs]


@pytest.mark.parametrize(
    "command", "check new ask test build publish rollback diff coverage stale conflicts import export".split()
)
def test_the_help_of_every_command_has_an_example(run: Run, command: str) -> None:
    shown = " ".join(run(command, "--help").output.split())

    assert f"Example: assistant knowledge {command}" in shown


def test_a_calibration_that_belongs_to_no_adapter_or_another_makes_no_release(run: Run, knowledge: Path) -> None:
    told(run("build", "--format", "json"))
    running = told(run("releases", "--format", "json"))
    fitted = (knowledge / "calibration.yml").read_text(encoding="utf-8")
    (knowledge / "adapter.npy").unlink()

    without = run("build")
    (knowledge / "calibration.yml").write_text(
        "".join(line for line in fitted.splitlines(keepends=True) if not line.startswith("adapter:")), encoding="utf-8"
    )
    unsaid = run("build")

    assert isinstance(without.exception, AssistantError)
    assert "was fitted with adapter" in str(without.exception)
    assert isinstance(unsaid.exception, AssistantError)
    assert "does not say with which adapter" in str(unsaid.exception)
    assert told(run("releases", "--format", "json")) == running


def test_fitting_writes_weights_that_name_the_adapter_of_today(run: Run, knowledge: Path) -> None:
    told(run("build", "--format", "json"))
    (knowledge / "adapter.npy").unlink()

    fitted = run("fit")
    built = told(run("build", "--format", "json"))

    assert fitted.exit_code == 0, fitted.exception
    assert "adapter: null" in (knowledge / "calibration.yml").read_text(encoding="utf-8")
    assert built["made"]
    assert built["encoded"] == 0
