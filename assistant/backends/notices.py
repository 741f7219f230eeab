"""How a system tells somebody something: an adapter for SMS or WeChat templates, with a file as the default.

A notice holds codes and data, never words; the adapter's template has the words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Protocol

from assistant.backends.clock import iso


@dataclass(frozen=True)
class Notice:
    """One thing to tell once; two with the same `key` are the same notice. `to` is a telephone number or empty."""

    key: str
    kind: str
    to: str
    at: datetime
    data: Mapping[str, str]


class Notifier(Protocol):
    """Takes notices; may be given one twice when a process died in between, and drops it by its key."""

    def send(self, notice: Notice) -> None:
        """The notice is on its way."""
        ...


class FileOutbox:
    """Writes each notice as a line of JSON, the telephone number masked: what a real adapter would have sent."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def send(self, notice: Notice) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = {
            "key": notice.key,
            "kind": notice.kind,
            "to": masked(notice.to),
            "at": iso(notice.at),
            "data": dict(notice.data),
        }
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class Silence:
    """A notifier for who wants none."""

    def send(self, notice: Notice) -> None:
        """Nothing leaves."""


def masked(phone: str) -> str:
    """The number with all but the first three and last two digits hidden; short ones wholly."""
    places = [index for index, char in enumerate(phone) if char.isdecimal()]
    hidden = set(places[3:-2] if len(places) > 6 else places)
    return "".join("*" if index in hidden else char for index, char in enumerate(phone))
