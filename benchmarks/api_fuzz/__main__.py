"""`python -m benchmarks.api_fuzz petition|notary|gateway [--seconds 600]`: exit 1 on a server error or broken contract.

Half of the time with whatever the contract allows and forbids, half with numbers and codes that exist. The gateway's
event stream never ends and ending the session would end the fuzzing: both are left out.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from benchmarks.api_fuzz.known import with_known
from benchmarks.serving import Process, start

_ROOT = Path(__file__).resolve().parents[2]
_CONTRACT_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
_LEFT_OUT = ("/api/v1/events", "/api/v1/sessions/current")
_ONLY_HERE = "/metrics"  # answers 404 to whoever is not on this machine: not what the fuzzing is about


def serve(api: str, folder: Path, port: int) -> Process:
    """The site, answering."""
    command = [sys.executable, "-m", "benchmarks.api_fuzz.site", api, "--folder", str(folder), "--port", str(port)]
    return start(command, f"http://127.0.0.1:{port}{'/healthz' if api == 'gateway' else '/openapi.json'}")


def contract_of(api: str, http: httpx.Client, *, known: bool) -> dict[str, object]:
    """What is to be fuzzed."""
    if api == "gateway":
        whole = json.loads((_ROOT / "docs" / "reference" / "api.json").read_text("utf-8"))
        whole["paths"] = {path: each for path, each in whole["paths"].items() if path not in (*_LEFT_OUT, _ONLY_HERE)}
        return dict(whole)
    contract = json.loads((_ROOT / "schema" / f"{api}.openapi.json").read_text("utf-8"))
    return with_known(contract, api, http) if known else dict(contract)


def fuzz(api: str, spec: Path, port: int, seconds: int, seed: int, token: str | None) -> tuple[int, str]:
    """Status and last words of one run."""
    checks = "not_a_server_error" if api == "gateway" else _CONTRACT_CHECKS
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", str(spec), "--url", f"http://127.0.0.1:{port}",
        "--checks", checks, "--max-time", str(seconds), "--seed", str(seed), "--continue-on-failure", "--no-color",
        "--phases", "examples,coverage,fuzzing", "--request-timeout", "30", "--warnings", "off",
        "--generation-database", "none", "--suppress-health-check", "all",
        *(["--header", f"Authorization: Bearer {token}"] if token else []),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=spec.parent, capture_output=True, text=True, check=False, timeout=seconds * 2 + 300
    )
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    """0 when nothing broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("api", choices=("petition", "notary", "gateway"))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--port", type=int, default=8445)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    passes = (False,) if asked.api == "gateway" else (False, True)
    worst = 0
    with tempfile.TemporaryDirectory(prefix="api-fuzz-") as name:
        folder = Path(name)
        site = serve(asked.api, folder, asked.port)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{asked.port}", timeout=30, trust_env=False) as http:
                token = None
                if asked.api == "gateway":
                    token = http.post("/api/v1/sessions", json={}).raise_for_status().json()["token"]
                for known in passes:
                    spec = folder / "contract.json"
                    spec.write_text(json.dumps(contract_of(asked.api, http, known=known)), encoding="utf-8")
                    seconds = asked.seconds // len(passes)
                    status, said = fuzz(asked.api, spec, asked.port, seconds, asked.seed, token)
                    worst = max(worst, status)
                    told = f"{asked.api}, {'known numbers' if known else 'any input'}, {seconds} s: status {status}"
                    print(told, *_told(said, whole=status != 0), sep="\n  ", flush=True)
        finally:
            site.terminate()
            site.wait(timeout=30)
    return 1 if worst else 0


def _told(said: str, *, whole: bool) -> list[str]:
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    if whole:
        return lines[-120:]
    return [line for line in lines if re.search(r"passed|generated|Operations|Tested|cases", line)]


if __name__ == "__main__":
    sys.exit(main())
