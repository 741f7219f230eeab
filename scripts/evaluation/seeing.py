"""Sentences as Rasa gets them, and what it says of them: the steps of a turn from typing to understanding.

Personal data is replaced first, then Traditional is read as Simplified, then the service's encoder gives the vector.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.guards import right_door
from assistant.settings import Settings
from assistant.shared.contracts.placeholders import placeholder
from assistant.shared.errors import SetupError
from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified
from assistant.vault.find import find_personal_data
from scripts.build.paths import DIALOGUE_PYTHON, MODEL, ROOT
from scripts.build.processes import environment


@dataclass(frozen=True)
class Reading:
    """What is made of a sentence: acts with their likelihoods, likeliest first, and the door that would be named."""

    ranking: tuple[tuple[str, float], ...]
    door: str = "court"

    @property
    def act(self) -> str:
        """The likeliest act, whatever its likelihood."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The likelihood of the likeliest act."""
        return self.ranking[0][1]

    def likelihood(self, act: str) -> float:
        """The likelihood of `act`, 0 where it is not among the first."""
        return dict(self.ranking).get(act, 0.0)


def as_rasa_gets(text: str) -> str:
    """`text` in the shape in which the gateway hands it to the dialogue process."""
    normal, kept, hidden, end = normalise(text), dict[tuple[str, str], int](), "", 0
    for item in find_personal_data(normal):
        index = kept.setdefault((item.kind.value, item.value), sum(kind == item.kind.value for kind, _ in kept) + 1)
        hidden += normal[end : item.start] + placeholder(item.kind, index)
        end = item.end
    return to_simplified(hidden + normal[end:]).lstrip("/").strip()


def read_by_model(texts: Iterable[str], model: Path = MODEL) -> dict[str, Reading]:
    """What `model` says of each text, by the text as typed. SetupError when the model is not built."""
    from assistant.cli.nlu_vectors import write_vectors

    if not model.exists():
        raise SetupError(f"the model {model.name} is not built", mend="run `make setup`")
    seen = {text: as_rasa_gets(text) for text in texts}
    with tempfile.TemporaryDirectory() as folder:
        asked, vectors, out = (Path(folder) / name for name in ("texts.json", "vectors.npz", "parsed.json"))
        asked.write_text(json.dumps(sorted(set(seen.values())), ensure_ascii=False), encoding="utf-8")
        write_vectors(Settings(), asked, vectors)
        in_dialogue_runtime("scripts.evaluation.parsing", str(model), str(vectors), str(out))
        parsed: dict[str, dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))
    return {text: _reading(parsed[shape]) for text, shape in seen.items()}


def in_dialogue_runtime(module: str, *arguments: str) -> None:
    """`module` has run in the other Python; SetupError shows the end of what it said when it failed."""
    command = [str(DIALOGUE_PYTHON), "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        # Rasa draws its progress over and over on one line, and that is no fault.
        lines = [line for line in done.stderr.replace("\r", "\n").splitlines() if line.strip() and "it/s]" not in line]
        said = "\n".join(lines)[-2000:]
        raise SetupError(f"{module} failed: {said}", mend="run `make setup`, then try again")


def _reading(parsed: dict[str, Any]) -> Reading:
    by_model = parsed["door"]
    door = right_door(by_model.get("name"), float(by_model.get("confidence") or 0.0), parsed["doors"])
    return Reading(tuple((act, float(share)) for act, share in parsed["ranking"]), door)
