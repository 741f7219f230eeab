"""Photos and PDFs that go with a petition: judged by content, photos made afresh without EXIF, kept encrypted."""

import asyncio
import hashlib
import io
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import filetype
from fastapi import APIRouter, Request, UploadFile
from PIL import Image, UnidentifiedImageError
from sqlalchemy import Engine

from assistant.gateway.access import CurrentSession
from assistant.gateway.repository import GatewayRepository
from assistant.gateway.schemas import UploadOut
from assistant.persistence.database import unit_of_work
from assistant.shared.errors import BadInput
from assistant.vault.cipher import Cipher

router = APIRouter(prefix="/api/v1", tags=["public"])

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
MAX_SESSION_BYTES = 30 * 1024 * 1024
_IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
ACCEPTED = tuple(_ENDINGS)
_MAX_PIXELS = 50_000_000
_LONGEST_NAME = 120


class Refused(BadInput):
    """A file that is not taken; the message says why."""

    code = "upload-refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, mend="send JPEG, PNG, WebP or PDF, at most 10 MiB each and five in a session")


class Uploads:
    """Keeps uploaded files under random names, sealed with the vault's cipher."""

    def __init__(self, *, folder: Path, engine: Engine, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def keep(self, session_id: str, name: str, data: bytes) -> UploadOut:
        """The file as stored; Refused when its content, size or number is not allowed."""
        media_type, clean = cleaned(data)
        upload_id = secrets.token_hex(16)
        with unit_of_work(self._engine, write=True) as unit:
            repository = GatewayRepository(unit)
            sizes = repository.upload_sizes(session_id)
            if len(sizes) >= MAX_FILES:
                raise Refused(f"the session has {len(sizes)} files already")
            if sum(sizes) + len(clean) > MAX_SESSION_BYTES:
                raise Refused(f"the session's files would be over {MAX_SESSION_BYTES} bytes")
            repository.add_upload(
                id=upload_id,
                session_id=session_id,
                media_type=media_type,
                size=len(clean),
                sha256=hashlib.sha256(clean).hexdigest(),
                at=self._clock(),
            )
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / upload_id).write_bytes(self._cipher.encrypt(clean, context=upload_id.encode()))
            called = Path(name).name[:_LONGEST_NAME]
            # Sealed beside the file: people name files after themselves, and the summary shows the name again.
            self._named(upload_id).write_bytes(self._cipher.encrypt(called.encode(), context=upload_id.encode()))
            unit.commit()
        return UploadOut(id=upload_id, name=called, size=len(clean), media_type=media_type)

    def names(self, session_id: str, ids: list[str]) -> list[str]:
        """What the citizen called these files of the session, in the order they came; others are left out."""
        with unit_of_work(self._engine) as unit:
            rows = GatewayRepository(unit).uploads_named(session_id, ids)
        return [
            self._cipher.decrypt(self._named(row.id).read_bytes(), context=row.id.encode()).decode()
            for row in rows
            if self._named(row.id).is_file()
        ]

    def attached(self, session_id: str, ids: list[str]) -> list[dict[str, Any]]:
        """What identifies these files of the session, as a petition names them; another session's are left out."""
        with unit_of_work(self._engine) as unit:
            rows = GatewayRepository(unit).uploads_named(session_id, ids)
        return [
            {
                "name": f"{row.id}{_ENDINGS.get(row.media_type, '')}",
                "sha256": row.sha256,
                "size": row.size,
                "media_type": row.media_type,
            }
            for row in rows
        ]

    def forget(self, session_id: str) -> None:
        """The session's files are gone from the disk; their rows go with the session."""
        with unit_of_work(self._engine) as unit:
            ids = GatewayRepository(unit).upload_ids(session_id)
        self.drop(ids)

    def drop(self, ids: Sequence[str]) -> None:
        """These files are gone from the disk."""
        for upload_id in ids:
            (self._folder / upload_id).unlink(missing_ok=True)
            self._named(upload_id).unlink(missing_ok=True)

    def _named(self, upload_id: str) -> Path:
        return self._folder / f"{upload_id}.name"


def cleaned(data: bytes) -> tuple[str, bytes]:
    """The media type by magic bytes and the bytes to keep: a photo decoded and encoded again, a PDF as it is."""
    if len(data) > MAX_BYTES:
        raise Refused(f"the file has {len(data)} bytes")
    kind = filetype.guess(data)
    media_type = kind.mime if kind else "unknown"
    if media_type == "application/pdf":
        return media_type, data
    if media_type not in _IMAGES:
        raise Refused(f"the file's content is {media_type}")
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise Refused(f"the photo has {image.width} × {image.height} pixels")
            out = io.BytesIO()
            # A fresh encoding holds the picture and nothing else: no EXIF place, no appended second file.
            image.convert("RGB" if media_type == "image/jpeg" else image.mode).save(out, _IMAGES[media_type])
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("the photo cannot be read") from error
    return media_type, out.getvalue()


@router.post("/uploads", status_code=201, response_model=UploadOut)
async def upload(request: Request, file: UploadFile, session: CurrentSession) -> UploadOut:
    """Take in one file."""
    uploads: Uploads = request.app.state.uploads
    data = await file.read(MAX_BYTES + 1)
    return await asyncio.to_thread(uploads.keep, session.id, file.filename or "file", data)
