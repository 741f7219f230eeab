"""`python -m scripts.conformance --url URL [--system notary]`: whether a system keeps the contract, in plain words.

It registers petitions or books appointments: never point it at a system that citizens use.
"""

import argparse
import json
import os
import subprocess
import sys

from scripts.build.paths import ROOT

FOLDER = ROOT / "tests" / "conformance"


def files(system: str, parts: list[str]) -> list[str]:
    """The test files of a system, or those of some parts; SystemExit names the parts there are."""
    there = {path.stem.removeprefix(f"test_{system}_"): path for path in sorted(FOLDER.glob(f"test_{system}_*.py"))}
    unknown = set(parts) - set(there)
    if unknown:
        raise SystemExit(f"conformance: no part {', '.join(sorted(unknown))}; there are {', '.join(there)}")
    return [str(path.relative_to(ROOT)) for name, path in there.items() if not parts or name in parts]


def main(arguments: list[str]) -> int:
    """pytest's exit status."""
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument(
        "--url", required=True, help="where the system is served, such as https://test.example/petition"
    )
    parser.add_argument("--system", choices=("petition", "notary"), default="petition")
    parser.add_argument("--part", action="append", default=[], help="only this part; may be repeated")
    parser.add_argument("--header", action="append", default=[], metavar="NAME:VALUE", help="such as Authorization")
    asked = parser.parse_args(arguments)
    if not asked.url.startswith(("http://", "https://")):
        raise SystemExit(f"conformance: {asked.url!r} is no address; give one like http://127.0.0.1:9000")
    headers = dict(tuple(map(str.strip, each.split(":", 1))) for each in asked.header if ":" in each)
    env = {
        **os.environ,
        "CONFORMANCE_URL": asked.url.rstrip("/"),
        "CONFORMANCE_SYSTEM": asked.system,
        "CONFORMANCE_HEADERS": json.dumps(headers),
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, "-m", "pytest", "-c", str(FOLDER / "pytest.ini"), "--rootdir", str(ROOT)]
    command += ["-q", "--tb=no", "-r", "N", "-p", "no:cacheprovider"]
    return subprocess.run([*command, *files(asked.system, asked.part)], cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
