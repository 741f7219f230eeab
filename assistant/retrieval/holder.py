"""The release in use: follows `current`, loads a new one beside the old, keeps the old one if it is unusable."""

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

    def current(self) -> Search:
        """The search of the release that `current` names, or of the last usable one."""
        now = time.monotonic()
        if self._search is not None and now - self._looked < self._look_every:
            return self._search
        self._looked = now
        seen = self._stamp()
        if seen == self._seen and self._search is not None:
            return self._search
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
        try:
            name = (self._releases_dir / "current").read_text(encoding="ascii").strip()
            if self._search is not None and self._search.release.name == name:
                return
            release = Release.load(self._releases_dir / name)
            if release.vectors.dimensions != self._encoder.dimensions:
                raise RetrievalUnavailable(
                    f"release {name} has {release.vectors.dimensions} dimensions, not {self._encoder.dimensions}",
                    mend="compile the knowledge again with this encoder",
                )
        except (AssistantError, OSError, ValueError, KeyError) as error:
            _log.error("knowledge release not taken over: %s", error)
            return
        self._search = Search(release, self._encoder, today=self._today, answer_threshold=self._answer_threshold)
        _log.info("knowledge release %s in use: %d entries", release.name, len(release.entries))
