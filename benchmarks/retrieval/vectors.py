"""Vectors of the texts of a benchmark, kept in var/bench/vectors: encoding takes minutes, measuring seconds."""

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder import Encoder, Kind

Floats = npt.NDArray[np.float32]
_PART = 2048


class OutOfTime(Exception):
    """The time given was not enough; what was encoded is kept, so the next run goes on from there."""


class KeptVectors:
    """Encodes with `encoder`, a part at a time; a part once encoded is read from its file."""

    def __init__(self, encoder: Encoder, directory: Path, *, seconds: float = 420) -> None:
        self._encoder, self._directory = encoder, directory
        self._end = time.monotonic() + seconds

    def encode(self, kind: Kind, texts: Sequence[str]) -> Floats:
        """One unit vector a text. Raises OutOfTime between two parts."""
        self._directory.mkdir(parents=True, exist_ok=True)
        # Texts of like length share a batch.
        order = sorted(range(len(texts)), key=lambda number: (len(texts[number]), number))
        result = np.zeros((len(texts), self._encoder.dimensions), dtype=np.float32)
        for start in range(0, len(order), _PART):
            numbers = order[start : start + _PART]
            result[numbers] = self._part(kind, [texts[number] for number in numbers])
            if sys.stderr.isatty():
                print(f"\rencoded {start + len(numbers)}/{len(texts)}", end="", file=sys.stderr)
        return result

    def _part(self, kind: Kind, texts: list[str]) -> Floats:
        name = hashlib.sha256("\0".join([self._encoder.model_id, kind, *texts]).encode()).hexdigest()[:24]
        path = self._directory / f"{name}.npy"
        if path.is_file():
            kept: Floats = np.load(path).astype(np.float32)
            return kept
        if time.monotonic() > self._end:
            raise OutOfTime
        encode = self._encoder.encode_queries if kind == "query" else self._encoder.encode_passages
        vectors = encode(texts)
        draft = path.with_suffix(".part.npy")
        np.save(draft, vectors.astype(np.float16))
        draft.replace(path)
        return vectors
