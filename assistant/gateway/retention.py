"""What a conversation leaves behind goes after its time: the transcript first, photos and PDFs later.

Files outlive the transcript because a registered petition names them and its body may still have to look at them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import unit_of_work

_DAYS_OF_A_YEAR = 365
_AT_ONCE = 200  # sessions a transaction: citizens who write meanwhile wait for one of them at most


@dataclass(frozen=True)
class Kept:
    """How long what a citizen leaves is kept, in days."""

    vault: int
    transcript: int
    upload: int

    @property
    def upload_years(self) -> int:
        """Whole years within which an upload is gone."""
        return -(-self.upload // _DAYS_OF_A_YEAR)


class Files(Protocol):
    """Uploaded files on the disk."""

    def drop(self, ids: Sequence[str]) -> None:
        """These are gone."""


def forget_old(
    engine: Engine, files: Files, clock: Callable[[], datetime], *, transcript_days: int, upload_days: int
) -> tuple[int, int]:
    """How many transcripts and files are gone now: of sessions that ended, and files that came, so long ago.

    A session that can still be resumed keeps everything.
    """
    now = clock()
    dropped = 0
    while ids := _old_uploads(engine, now - timedelta(days=upload_days), ended_before=now):
        files.drop(ids)
        with unit_of_work(engine, write=True) as unit:
            GatewayRepository(unit).delete_uploads(ids)
            unit.commit()
        dropped += len(ids)
    forgotten = 0
    while some := _forget_some(engine, now - timedelta(days=transcript_days)):
        forgotten += some
    return forgotten, dropped


def _old_uploads(engine: Engine, came_before: datetime, *, ended_before: datetime) -> list[str]:
    with unit_of_work(engine) as unit:
        return GatewayRepository(unit).old_uploads(came_before, ended_before=ended_before, limit=_AT_ONCE)


def _forget_some(engine: Engine, ended_before: datetime) -> int:
    with unit_of_work(engine, write=True) as unit:
        repository = GatewayRepository(unit)
        ids = repository.forgettable(ended_before, limit=_AT_ONCE)
        repository.delete_transcripts(ids)
        unit.commit()
    return len(ids)
