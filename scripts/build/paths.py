"""Where things lie in the tree."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENVS = ROOT / ".venv"
VAR = Path(os.environ.get("ASSISTANT_VAR_DIR", ROOT / "var"))
STAMPS = VAR / "stamps"
LOGS = VAR / "log"
SHARED = Path(os.environ.get("ASSISTANT_SHARED_DIR", ROOT.parent / "shared"))
SERVICE_PYTHON = VENVS / "service" / "bin" / "python"
DIALOGUE_PYTHON = VENVS / "dialogue" / "bin" / "python"
MODEL = VAR / "models" / "dialogue.tar.gz"
VECTORS = VAR / "nlu_vectors.npz"
REFERENCE = VAR / "reference"
SUBJECT = VAR / "petition_bodies.npz"
ENCODER = VAR / "encoder"
RELEASES = VAR / "releases"
STATIC_APP = ROOT / "assistant" / "gateway" / "static" / "app"
