"""Vectors by content: a text once encoded by a model is not encoded again, in whatever release it stands."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
Text = tuple[str, str]  # "query" or "passage", and the words
_COMMIT_EVERY = 64
_READ_AT_ONCE = 500


class PassageEncoder(Protocol):
    """What is asked of the encoder when an index is built."""

    model_id: str
    dimensions: int

    def encode_passages(self, texts: Sequence[str], batch_size: int = ..., progress: Progress | None = ...) -> Floats:
        """One unit vector a text, read as what may answer."""

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """One unit vector a text, read as what a citizen asks."""


class VectorCache:
    """Vectors of passages in one SQLite file, keyed by model, kind and text."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def encode(
        self, encoder: PassageEncoder, texts: Sequence[Text], *, progress: Progress | None = None
    ) -> tuple[Floats, int]:
        """The vectors of `texts` in their order, and how many of them had to be encoded."""
        keys = [_key(encoder.model_id, text) for text in texts]
        with self._open() as connection:
            known = _read(connection, keys)
            missing = sorted(
                {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
                key=lambda item: (len(item[1][1]), item[0]),
            )
            for start in range(0, len(missing), _COMMIT_EVERY):
                chunk = missing[start : start + _COMMIT_EVERY]
                vectors = _encode(encoder, [text for _, text in chunk])
                rows = [(key, np.asarray(v, dtype="<f4").tobytes()) for (key, _), v in zip(chunk, vectors, strict=True)]
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                connection.commit()
                known.update(rows)
                if progress:
                    progress(min(start + _COMMIT_EVERY, len(missing)), len(missing))
        if not texts:
            return np.zeros((0, encoder.dimensions), dtype=np.float32), 0
        return np.stack([np.frombuffer(known[key], dtype="<f4") for key in keys]).astype(np.float32), len(missing)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
            yield connection


def _encode(encoder: PassageEncoder, texts: Sequence[Text]) -> list[Floats]:
    found: dict[Text, Floats] = {}
    for kind in ("query", "passage"):
        words = [text for of, text in texts if of == kind]
        # One at a time: int8 activations are scaled by batch, and a vector must not depend on its neighbours.
        rows = encoder.encode_queries(words) if kind == "query" else encoder.encode_passages(words, batch_size=1)
        found.update(zip([(kind, word) for word in words], rows, strict=True))
    return [found[text] for text in texts]


def _key(model_id: str, text: Text) -> bytes:
    kind, words = text
    return hashlib.sha256(f"{model_id}\0{kind}\0{words}".encode()).digest()


def _read(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    unique = list(dict.fromkeys(keys))
    for start in range(0, len(unique), _READ_AT_ONCE):
        chunk = unique[start : start + _READ_AT_ONCE]
        marks = ",".join("?" * len(chunk))
        query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 (only question marks)
        found.update(connection.execute(query, chunk).fetchall())
    return found
