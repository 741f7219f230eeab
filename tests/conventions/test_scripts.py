"""The scripts behind `make check` and `make docs`."""

from pathlib import Path

import pytest

from scripts import check, docs


def test_a_check_that_does_not_exist_is_named_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["spelling"]) == 2
    said = capsys.readouterr().out
    assert "spelling" in said
    assert all(one.name in said for one in check.CHECKS)


def test_a_failing_check_prints_what_it_found_and_its_status_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = "\n".join(f"file.py:{line}: fault" for line in range(1, 101))
    checks = (check.Check("good", "holds", lambda: None), check.Check("bad", "does not", lambda: found))
    monkeypatch.setattr(check, "CHECKS", checks)
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "ok      good" in said
    assert "FAILED  bad" in said
    assert "file.py:100: fault" in said
    assert "and 40 lines before" in said
    assert said.splitlines()[-1] == "1 of 2 checks ok; FAILED: bad"


def test_a_stale_page_is_named_until_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "FOLDER", tmp_path / "docs" / "reference")
    monkeypatch.setattr(docs, "PAGES", {"one.md": lambda: "as the code says\n"})
    monkeypatch.setattr(docs, "CONTRACTS", {})
    assert docs.main(["--check"]) == 1
    assert "docs/reference/one.md is stale: run `make docs`" in capsys.readouterr().out
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
