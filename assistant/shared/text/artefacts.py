"""What set-up makes of public tables, kept as one compact JSON file beside our own list."""

import json
from pathlib import Path
from typing import Any

Data = dict[str, Any]


def write(data: Data, path: Path) -> None:
    """The data lies compactly in `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def read(path: Path) -> Data | None:
    """What set-up wrote to `path`, or None when it has not run."""
    if not path.is_file():
        return None
    found: Data = json.loads(path.read_text(encoding="utf-8"))
    return found
