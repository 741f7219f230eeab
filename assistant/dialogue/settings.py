"""Settings of the dialogue process: one frozen class, prefix `ASSISTANT_`, read once by its entry points."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

ROOT = Path(__file__).resolve().parent.parent.parent
DEVELOPMENT_KEY = "development-only-key-please-replace"


@dataclass(frozen=True)
class DialogueSettings:
    """Every switch of the dialogue process.

    `internal_key` is asked of the gateway (header X-Assistant-Key) and shown to the action server.
    `actions_url` is where custom actions run. `tracker_url` is an SQLAlchemy URL.
    `nlu_vectors` is an .npz with `texts` and `vectors` for training; `reference_dir` holds what set-up made of
    public reference data, and `shared_dir` that data itself: both are read at training time if they are there.
    """

    internal_key: str = DEVELOPMENT_KEY
    actions_url: str = "http://127.0.0.1:8000/actions/webhook"
    tracker_url: str = f"sqlite:///{ROOT / 'var' / 'tracker.db'}"
    nlu_vectors: Path = ROOT / "var" / "nlu_vectors.npz"
    shared_dir: Path = ROOT.parent / "shared"
    reference_dir: Path = ROOT / "var" / "reference"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "DialogueSettings":
        """The settings that these environment variables name, defaults where they name none."""

        def named(name: str, default: object) -> str:
            return environment.get(f"ASSISTANT_{name}") or str(default)

        return cls(
            internal_key=named("INTERNAL_KEY", cls.internal_key),
            actions_url=named("ACTIONS_URL", cls.actions_url),
            tracker_url=named("TRACKER_URL", cls.tracker_url),
            nlu_vectors=Path(named("NLU_VECTORS", cls.nlu_vectors)),
            shared_dir=Path(named("SHARED_DIR", cls.shared_dir)),
            reference_dir=Path(named("REFERENCE_DIR", cls.reference_dir)),
        )
