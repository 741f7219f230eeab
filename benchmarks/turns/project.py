"""The stock Rasa project: our training sentences and intents, the same custom action, nothing else of ours."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from scripts.build.console import stage
from scripts.build.paths import DIALOGUE_PYTHON, ROOT, VAR
from scripts.build.processes import environment, run

STOCK = Path(__file__).parent / "stock"
FOLDER = VAR / "bench" / "stock"
ANSWER = "action_answer"
_RESERVED = {"back": "go_back"}  # stock Rasa undoes a turn for an intent called back
_FALLBACK = "nlu_fallback"


def write_project(folder: Path, nlu_data: Path) -> str:
    """The project stands in `folder`; returns the SHA-256 of everything that training reads."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    examples = _examples(nlu_data)
    slots = yaml.safe_load((ROOT / "domain" / "slots.yml").read_text("utf-8"))["slots"]
    spoken = sorted(name for name in [*examples, _FALLBACK] if name != "ask")
    files: dict[Path, Any] = {
        data / "nlu.yml": {
            "version": "3.1",
            "nlu": [{"intent": name, "examples": text} for name, text in sorted(examples.items())],
        },
        data / "rules.yml": {
            "version": "3.1",
            "rules": [_rule("ask", ANSWER), *(_rule(name, f"utter_{name}") for name in spoken)],
        },
        folder / "domain.yml": {
            "version": "3.1",
            "intents": sorted(examples),
            "actions": [ANSWER],
            "slots": slots,
            "responses": {f"utter_{name}": [{"text": f"utter_{name}"}] for name in spoken},
            "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        },
    }
    for path, content in files.items():
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    for name, place in (("config.yml", folder), ("credentials.yml", folder), ("stories.yml", data)):
        shutil.copyfile(STOCK / name, place / name)
    total = hashlib.sha256((ROOT / "requirements" / "dialogue.txt").read_bytes())
    for path in sorted([*data.iterdir(), folder / "domain.yml", folder / "config.yml"]):
        total.update(path.read_bytes())
    return total.hexdigest()


def trained_model(*, keep: bool = False) -> tuple[Path, bool]:
    """The stock model, and whether it is of the training sentences as they are now; trained only if they changed.

    With `keep`, an older model is taken rather than minutes of training.
    """
    inputs = write_project(FOLDER, ROOT / "nlu_data")
    model = FOLDER / f"stock-{inputs[:16]}.tar.gz"
    older = sorted(FOLDER.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if model.exists():
        return model, True
    if keep and older:
        return older[-1], False
    with stage("stock Rasa", "training its default Chinese pipeline, DIET and TED 100 epochs each (minutes, once)"):
        run(
            "bench-stock",
            [
                DIALOGUE_PYTHON,
                "-m",
                "rasa",
                "train",
                "--data",
                "data",
                "--domain",
                "domain.yml",
                "--config",
                "config.yml",
                "--out",
                "new",
                "--fixed-model-name",
                "stock",
            ],
            cwd=FOLDER,
            env=stock_environment(),
        )
        (FOLDER / "new" / "stock.tar.gz").replace(model)
        for path in older:
            path.unlink()
    return model, True


def start_stock(model: Path, port: int, actions_url: str) -> "subprocess.Popen[bytes]":
    """`rasa run` with the stock REST channel, in-memory tracker and lock store, and our action server."""
    (FOLDER / "endpoints.yml").write_text(f"action_endpoint:\n  url: {actions_url}\n", "utf-8")
    log = FOLDER / "run.log"
    with log.open("wb") as out:
        return subprocess.Popen(
            [
                str(DIALOGUE_PYTHON),
                "-m",
                "rasa",
                "run",
                "--model",
                str(model),
                "--endpoints",
                "endpoints.yml",
                "--credentials",
                "credentials.yml",
                "--interface",
                "127.0.0.1",
                "--port",
                str(port),
            ],
            cwd=FOLDER,
            env=stock_environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def stock_environment() -> dict[str, str]:
    """As a user of Rasa has it: none of our code importable, none of our settings."""
    mine = {
        name: value
        for name, value in environment(RASA_TELEMETRY_ENABLED="false").items()
        if not name.startswith("ASSISTANT_")
    }
    mine.pop("PYTHONPATH")
    return mine


def _examples(nlu_data: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(nlu_data.glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu") or []:
            if "intent" in block:
                name = _RESERVED.get(block["intent"], block["intent"])
                found[name] = found.get(name, "") + block["examples"]
    return found


def _rule(intent: str, action: str) -> dict[str, Any]:
    return {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}


if __name__ == "__main__":
    sys.stdout.write(f"{trained_model()[0]}\n")
