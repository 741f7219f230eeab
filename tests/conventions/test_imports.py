"""Who may import whom."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT, imported, text, under

_STANDARD = set(sys.stdlib_module_names)
_RUN = "from importlinter.cli import lint_imports_command as run; run()"


def lint_imports(config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _RUN, "--no-logo", "--no-cache", "--config", str(config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def outside(name: str, allowed: set[str]) -> list[str]:
    return [
        f"{name}:{line} imports {module}"
        for line, module in imported(name)
        if module.split(".")[0] not in _STANDARD and not any(module == a or module.startswith(f"{a}.") for a in allowed)
    ]


def test_the_contracts_of_importlinter_hold() -> None:
    done = lint_imports(ROOT / ".importlinter")
    assert done.returncode == 0, done.stdout


def test_a_contract_that_is_broken_is_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text(
        "[importlinter]\nroot_packages =\n    assistant\n"
        "[importlinter:contract:upside-down]\nname = upside down\ntype = layers\n"
        "layers =\n    assistant.shared\n    assistant.gateway\n"
    )
    done = lint_imports(broken)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_every_part_of_the_service_has_its_place_in_the_contract() -> None:
    parts = {name.split("/")[1].removesuffix(".py") for name in under("assistant")} - {"__init__", "dialogue"}
    placed = set(re.findall(r"assistant\.(\w+)", text(".importlinter").split("[importlinter:contract:dialogue]")[0]))
    assert parts <= placed, f"add {', '.join(sorted(parts - placed))} to the layers in .importlinter"


def test_shared_code_needs_only_what_both_runtimes_have() -> None:
    found = [
        line for name in under("assistant/shared") for line in outside(name, {"assistant.shared", "jieba", "opencc", "yaml", "chinese_calendar", "borax"})
    ]
    assert found == []


def test_contracts_and_errors_need_only_the_standard_library() -> None:
    names = [*under("assistant/shared/contracts"), "assistant/shared/errors.py"]
    assert [line for name in names for line in outside(name, {"assistant.shared.contracts"})] == []


def test_a_domain_model_needs_only_the_standard_library_and_shared_contracts() -> None:
    models = [name for name in under("assistant") if name.endswith("/model.py")]
    assert models
    assert [
        line for name in models for line in outside(name, {"assistant.shared.contracts", "assistant.shared.errors"})
    ] == []


@pytest.mark.parametrize(("module", "home"), [("rasa", "assistant/dialogue/"), ("rasa_sdk", "actions/")])
def test_rasa_is_met_in_one_place_only(module: str, home: str) -> None:
    found = [
        f"{name}:{line}"
        for name in under("assistant", "actions")
        if not name.startswith(home)
        for line, imported_name in imported(name)
        if imported_name.split(".")[0] == module
    ]
    assert found == []


def test_nothing_is_called_utils_helpers_common_manager_or_base() -> None:
    grab_bags = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
    found = [
        name for name in under("assistant", "actions", "scripts") if grab_bags & set(Path(name).with_suffix("").parts)
    ]
    assert found == []
