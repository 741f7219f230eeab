"""A process that serves, started and waited for."""

import subprocess
import time
from pathlib import Path

import httpx

_ROOT = Path(__file__).resolve().parents[1]
Process = subprocess.Popen[bytes]


def start(command: list[str], url: str) -> Process:
    """The process, which answers at `url` now; SystemExit when it ends or stays silent for half a minute."""
    process = subprocess.Popen(command, cwd=_ROOT)
    for _ in range(300):
        try:
            httpx.get(url, timeout=2, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return process
    process.kill()
    process.wait()
    raise SystemExit(f"{' '.join(command[1:4])} did not start")
