"""How a system tells somebody something: an adapter for SMS or WeChat templates, with a file as the default.

A notice holds codes and data, never words; the adapter's template has the words.
"""

import fcntl
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Protocol

from assistant.backends.clock import iso


@dataclass(frozen=True)
class Notice:
    """One thing to tell once; two with the same `key` are the same notice.

    `kind` names the template, `to` is a telephone number or empty, `channel` is sms or wechat: an adapter for WeChat
    finds the account that is bound to the number.
    """

    key: str
    kind: str
    to: str
    at: datetime
    data: Mapping[str, str]
    channel: str = "sms"


class Notifier(Protocol):
    """Takes notices; may be given one twice when a process died in between, and drops it by its key."""

    def send(self, notice: Notice) -> None:
        """The notice is on its way; OSError when it is not, and then it is given again."""
        ...


class FileOutbox:
    """Writes each notice as a line of JSON, the telephone number masked: what a real adapter would have sent.

    One key is one line, whatever process writes and however often it is given.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._known: set[str] = set()
        self._read = 0

    def send(self, notice: Notice) -> None:
        line = {
            "key": notice.key,
            "kind": notice.kind,
            "channel": notice.channel,
            "to": masked(notice.to),
            "at": iso(notice.at),
            "data": dict(notice.data),
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, self._path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            torn = self._learn(file)
            if notice.key in self._known:
                return
            # What a process that died in the middle left without an end must not swallow this line.
            file.write((b"\n" if torn else b"") + json.dumps(line, ensure_ascii=False).encode() + b"\n")
            self._known.add(notice.key)

    def _learn(self, file: BinaryIO) -> bool:
        """The keys of lines that anybody wrote since the last look are known; whether the last one has no end."""
        size = file.seek(0, 2)
        if size < self._read:  # put away by whoever rotates files
            self._read = 0
        file.seek(self._read)
        whole, _, rest = file.read().rpartition(b"\n")
        self._known |= {key for line in whole.splitlines() if (key := _key(line))}
        self._read = size - len(rest)
        return bool(rest)


class Silence:
    """A notifier for who wants none."""

    def send(self, notice: Notice) -> None:
        """Nothing leaves."""


def masked(phone: str) -> str:
    """The number with all but the first three and last two digits hidden; short ones wholly."""
    places = [index for index, char in enumerate(phone) if char.isdecimal()]
    hidden = set(places[3:-2] if len(places) > 6 else places)
    return "".join("*" if index in hidden else char for index, char in enumerate(phone))


def _key(line: bytes) -> str | None:
    try:
        return str(json.loads(line)["key"])
    except (ValueError, KeyError, TypeError):
        return None
