"""The release in use: follows `current`, loads a new one beside the old, keeps the old one if it is unusable.

At a start with nothing loaded yet, an unusable release is replaced by the one that was in use before it.
"""

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.retrieval.release import Release
from assistant.retrieval.search import QueryEncoder, Search
from assistant.shared.errors import AssistantError, RetrievalUnavailable

_log = logging.getLogger(__name__)


class SearchHolder:
    """Gives every request a whole `Search`; a request keeps the one it was given, whatever comes after."""

    def __init__(
        self,
        releases_dir: Path,
        encoder: QueryEncoder,
        *,
        today: Callable[[], date],
        answer_threshold: float = 0.0,
        look_every: float = 0.0,
    ) -> None:
        """`look_every`: seconds between two looks at `current`, which cost a system call each; 0 looks every time."""
        self._releases_dir, self._encoder = releases_dir, encoder
        self._today, self._answer_threshold = today, answer_threshold
        self._look_every, self._looked = look_every, float("-inf")
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._search: Search | None = None

    async def latest(self) -> Search:
        """As `current`, but the event loop goes on while a release is loaded: only who noticed it waits for it."""
        fresh = self._fresh()
        return fresh if fresh is not None else await asyncio.to_thread(self._renewed)

    def current(self) -> Search:
        """The search of the release that `current` names, or of the last usable one."""
        fresh = self._fresh()
        return fresh if fresh is not None else self._renewed()

    def _fresh(self) -> Search | None:
        """The search, unless there is none or `current` was written since it was loaded."""
        now = time.monotonic()
        if self._search is None or now - self._looked < self._look_every:
            return self._search
        self._looked = now
        return self._search if self._stamp() == self._seen else None

    def _renewed(self) -> Search:
        seen = self._stamp()
        # While one thread loads, the others answer from the release that they have.
        if self._lock.acquire(blocking=self._search is None):
            try:
                if seen != self._seen or self._search is None:
                    self._load(seen)
            finally:
                self._lock.release()
        if self._search is None:
            raise RetrievalUnavailable(
                f"no usable knowledge release in {self._releases_dir.name}", mend="compile the knowledge first"
            )
        return self._search

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = (self._releases_dir / "current").stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _load(self, seen: tuple[int, int] | None) -> None:
        self._seen = seen
        if seen is None:
            return
        names = [_current(self._releases_dir)]
        if self._search is None:
            names += _earlier(self._releases_dir)
        for name in dict.fromkeys(names):
            if self._search is not None and self._search.release.name == name:
                return
            if self._take(name):
                return

    def _take(self, name: str) -> bool:
        """Whether the release of this name is now the one in use."""
        try:
            release = Release.load(self._releases_dir / name)
            if release.vectors.dimensions != self._encoder.dimensions:
                raise RetrievalUnavailable(
                    f"release {name} has {release.vectors.dimensions} dimensions, not {self._encoder.dimensions}",
                    mend="build the knowledge again with this encoder",
                )
        except (AssistantError, OSError, ValueError, KeyError, RuntimeError) as error:
            _log.error("knowledge release not taken over: %s", error)
            return False
        self._search = Search(release, self._encoder, today=self._today, answer_threshold=self._answer_threshold)
        _log.info("knowledge release %s in use: %d entries", release.name, len(release.entries))
        return True


def _current(releases_dir: Path) -> str:
    try:
        return (releases_dir / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _earlier(releases_dir: Path) -> list[str]:
    """Releases that were in use before, the last one first."""
    try:
        lines = (releases_dir / "history.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    found: list[str] = []
    for line in reversed(lines):
        try:
            row = json.loads(line)
            found += [str(name) for name in (row["release"], row["was"]) if name]
        except (ValueError, KeyError, TypeError):
            continue
    return found
