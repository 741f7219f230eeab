"""Runs commands with their output in a log, shown only when they fail."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Optional

from scripts.build.console import Fault
from scripts.build.paths import LOGS, ROOT

_TAIL = 25


def environment(**more: str) -> dict:  # type: ignore[type-arg]
    """This process's environment for a child of ours: our code importable, UTF-8, no look-ups of model hubs."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "",
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **more,
    }


def run(
    name: str,
    command: list,
    *,
    cwd: Path = ROOT,
    env: Optional[Mapping[str, str]] = None,  # type: ignore[type-arg]
) -> None:
    """The command has ended well; Fault shows the end of its log otherwise."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"build-{name}.log"
    with log.open("wb") as out:
        status = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=env or environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode
    if status:
        tail = log.read_text(errors="replace").splitlines()[-_TAIL:]
        raise Fault("\n".join([f"{name} failed (exit {status}); the end of {log}:", *(f"    {line}" for line in tail)]))
