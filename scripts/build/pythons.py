"""Finds the two Pythons: on PATH, then pyenv's, then uv's."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

from scripts.build.console import Fault


def find_python(version: str) -> str:
    """The path of a working Python of this minor version; Fault names the three ways to get one."""
    for candidate in _candidates(version):
        if _answers(candidate, version):
            return candidate
    raise Fault(
        f"Python {version} was not found on PATH, in pyenv or in uv. Get it in one of three ways:\n"
        f"    apt-get install python{version} python{version}-venv     (where Debian has it)\n"
        f"    pyenv install {version}\n"
        f"    uv python install {version}"
    )


def _candidates(version: str) -> Iterator[str]:
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for folder in sorted(root.glob(f"{version}.*"), reverse=True):
        yield str(folder / "bin" / "python")
    if shutil.which("uv"):
        found = _output(["uv", "python", "find", version])
        if found:
            yield found.strip()


def _answers(python: str, version: str) -> bool:
    """A shim of pyenv is on PATH even for versions that are not active: only running it tells."""
    return (_output([python, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]) or "").strip() == version


def _output(command: list) -> Optional[str]:  # type: ignore[type-arg]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
