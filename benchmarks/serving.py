"""A process that serves under load: started and waited for, and from within, what it is asked and how it serves."""

import argparse
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import uvicorn

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


def asked(**more: type) -> argparse.Namespace:
    """What this process was told: the database's `url`, its `port`, whether it is the `twin`, and `more` by type."""
    parser = argparse.ArgumentParser()
    for name, kind in ({"url": str, "port": int} | more).items():
        parser.add_argument(f"--{name}", type=kind, required=True)
    parser.add_argument("--twin", action="store_true")
    return parser.parse_args()


def serve(app: Any, port: int) -> None:
    """`app` answers on this machine until the process is killed."""
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="critical", access_log=False)
