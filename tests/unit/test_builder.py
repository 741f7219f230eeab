"""The builder: what it finds, what it remembers, and what it says when something is missing."""

import os
import socket
import sys
from pathlib import Path

import pytest

from scripts.build import __main__ as command_line
from scripts.build import cache, pythons, stages, start, tests
from scripts.build.console import Fault


def test_a_missing_python_is_named_with_three_ways_to_get_it() -> None:
    with pytest.raises(Fault) as fault:
        pythons.find_python("3.5")
    assert "Python 3.5 was not found" in str(fault.value)
    for way in ("apt-get install python3.5", "pyenv install 3.5", "uv python install 3.5"):
        assert way in str(fault.value)


def test_a_python_in_pyenv_is_found_though_its_shim_on_the_path_does_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    shims, real = tmp_path / "shims", tmp_path / "pyenv" / "versions" / f"{version}.9" / "bin"
    for folder, text in ((shims, "#!/bin/sh\nexit 127\n"), (real, f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')):
        folder.mkdir(parents=True)
        name = f"python{version}" if folder is shims else "python"
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{shims}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert pythons.find_python(version) == str(real / "python")


def test_too_little_disk_is_said_with_what_is_free_and_what_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "_NEEDED_GIB", 10**6)
    monkeypatch.setattr(stages, "VENVS", tmp_path / "none")
    with pytest.raises(Fault, match=r"GiB are free in .*the first build needs 1000000. Free some and run again"):
        stages._check_disk()


def test_a_taken_port_is_named_with_the_setting_that_changes_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Fault, match=f"port {port} on 127.0.0.1 cannot be used .* set ASSISTANT_PORT"):
            start._check_free("127.0.0.1", port, "ASSISTANT_PORT")


def test_a_stage_is_done_only_for_the_same_inputs_and_while_its_output_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "STAMPS", tmp_path / "stamps")
    source, made = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text("one")
    made.write_text("built")
    before = cache.digest([source])
    assert not cache.is_done("s", before, [made])
    cache.mark_done("s", before)
    assert cache.is_done("s", before, [made])
    source.write_text("two")
    assert not cache.is_done("s", cache.digest([source]), [made])
    source.write_text("one")
    made.unlink()
    assert not cache.is_done("s", cache.digest([source]), [made])


@pytest.mark.parametrize(("word", "status"), [("--help", 0), ("help", 0), ("buidl", 1)])
def test_a_word_that_is_no_command_builds_nothing(word: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def build() -> None:
        raise AssertionError("something was built")

    monkeypatch.setattr(command_line, "bring_up_to_date", build)
    assert command_line.main([word]) == status


def test_a_part_that_failed_is_named_and_those_after_it_still_ran(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "tests_of_a_part.py"
    script.write_text("def test_wrong():\n    assert 'seen' == 'wanted'\n")

    def part(log: Path) -> bool:
        return tests.run_pytest(log, Path(sys.executable), [str(script), "-p", "no:cacheprovider"], [])

    def good(log: Path) -> bool:
        log.write_text("all well\n")
        return True

    assert tests.failed_in({"unit-first": part, "unit-second": good}) == ["unit-first"]
    told = capsys.readouterr().out
    assert "'seen' == 'wanted'" in told
    assert told.index("✗ tests of unit-first failed") < told.index("✓ tests of unit-second") < told.index("all well")
    assert "✓ tests of unit-first" not in told


def test_a_runtime_without_a_test_has_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def part(log: Path) -> bool:
        return tests.run_pytest(log, Path(sys.executable), [str(tmp_path), "-p", "no:cacheprovider"], [])

    assert tests.failed_in({"unit-empty": part}) == ["unit-empty"]
    assert "ran no test" in capsys.readouterr().out


@pytest.mark.parametrize(("asserted", "passes"), [("len(seen) > 1", True), ("not seen", False)])
def test_a_journey_has_a_second_try_and_is_named_and_what_is_broken_stays_broken(
    asserted: str, passes: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "tests_of_journeys.py"
    script.write_text(
        "import pathlib\n"
        "def test_slow():\n"
        f"    tries = pathlib.Path({str(tmp_path / 'tries')!r})\n"
        "    seen = (tries.read_text() if tries.exists() else '') + '.'\n"
        "    tries.write_text(seen)\n"
        f"    assert {asserted}\n"
    )
    kept_here = ["-o", f"cache_dir={tmp_path / 'cache'}"]

    assert tests.passes_in_the_end(tmp_path / "log", Path(sys.executable), [str(script)], kept_here) is passes

    assert (tmp_path / "tries").read_text() == ".."
    assert ("needed a second try: FAILED" in capsys.readouterr().out) is passes
