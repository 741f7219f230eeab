"""Turns text into vectors: sentence-transformers behind one small, thread-safe class with a cache.

Any sentence-transformers name or path works. The default is the directory that `encoder_build` makes at set-up; it
is refused unless its verification.json speaks of these very files and passes the bars.
"""

import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder_loading import (
    BUILD_COMMAND,
    directory_model_id,
    hub_revision,
    is_own_build,
    load_sentence_transformer,
    local_directory,
)
from assistant.retrieval.encoder_verification import require_verified
from assistant.shared.errors import SetupError

Vectors = npt.NDArray[np.float32]
Kind = Literal["query", "passage"]
Progress = Callable[[int, int], None]
Direct = Callable[[list[str], str], Vectors]

_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_TEXT_LIMIT = 32_000  # characters; more than a model of 8,192 tokens reads
_ROUND = 8  # batches between two calls of `progress`


class SentenceModel(Protocol):
    """The part of `sentence_transformers.SentenceTransformer` that we use."""

    prompts: dict[str, str]

    def encode(self, inputs: list[str], **options: Any) -> Any:
        """One vector a text."""

    def get_embedding_dimension(self) -> int | None:
        """How long a vector is."""


class Encoder:
    """Texts to unit-length float32 vectors; the same text gives the same vector, from the cache when it is there."""

    def __init__(
        self,
        model: SentenceModel,
        *,
        model_id: str,
        prompts: Mapping[str, str] | None = None,
        cache: int = 4096,
        direct: Direct | None = None,
    ) -> None:
        """`direct(texts, prompt)`, where a model has such a shorter way, gives the vectors of `model.encode`."""
        chosen = dict(model.prompts if prompts is None else prompts)
        self._model = model
        self._prefixes: dict[Kind, str] = {
            "query": chosen.get("query") or "",
            "passage": chosen.get("passage") or chosen.get("document") or "",
        }
        self._direct = direct
        self._cache: OrderedDict[tuple[Kind, str], Vectors] = OrderedDict()
        self._cache_size = cache
        self._cache_lock = threading.Lock()
        self._model_lock = threading.Lock()
        self.model_id = model_id
        dimensions = model.get_embedding_dimension()
        if not dimensions:
            raise SetupError(
                f"encoder {model_id} does not say how long its vectors are",
                mend="set ASSISTANT_ENCODER_MODEL to a sentence-transformers model with a pooling module",
            )
        self.dimensions = dimensions

    @classmethod
    def open(cls, path_or_name: str | Path, threads: int = 1, cache: int = 4096) -> "Encoder":
        """The encoder at that path, or of that name on the model hub; raises SetupError if it cannot be used."""
        directory = local_directory(path_or_name)
        if directory is None:
            model = load_sentence_transformer(str(path_or_name), threads=threads)
            model_id = "@".join(filter(None, [str(path_or_name), hub_revision(model)]))
            return cls(model, model_id=model_id, prompts=prompts_of(model, str(path_or_name)), cache=cache)
        model_id = directory_model_id(directory)
        if is_own_build(directory):
            require_verified(directory, model_id, mend=f"build it again: {BUILD_COMMAND} {directory}")
        model = load_sentence_transformer(str(directory), threads=threads)
        direct = model[0].vectors if is_own_build(directory) else None
        return cls(model, model_id=model_id, prompts=prompts_of(model, directory.name), cache=cache, direct=direct)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a text, read as what a citizen asks."""
        return self._encode("query", texts, batch_size=1, progress=None)

    def encode_passages(self, texts: Sequence[str], batch_size: int = 16, progress: Progress | None = None) -> Vectors:
        """One row a text, read as what may answer; `progress(done, total)` is called as it goes."""
        return self._encode("passage", texts, batch_size=batch_size, progress=progress)

    def knows_queries(self, texts: Sequence[str]) -> bool:
        """Whether `encode_queries` would find every text in the cache."""
        with self._cache_lock:
            return all(("query", normalised(text)) in self._cache for text in texts)

    def _encode(self, kind: Kind, texts: Sequence[str], *, batch_size: int, progress: Progress | None) -> Vectors:
        keys = [normalised(text) for text in texts]
        known = self._recall(kind, keys)
        # Texts of like length share a batch, so little is wasted on padding.
        missing = sorted({key for key in keys if key not in known}, key=len, reverse=True)
        done = len(keys) - len(missing)
        step = batch_size * _ROUND
        for start in range(0, len(missing), step):
            part = missing[start : start + step]
            vectors = self._run(kind, part, batch_size)
            known.update(zip(part, vectors, strict=True))
            self._remember(kind, part, vectors)
            if progress is not None:
                progress(done + start + len(part), len(keys))
        if not keys:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def _run(self, kind: Kind, texts: list[str], batch_size: int) -> Vectors:
        # The fast tokenizer changes its own padding settings on every call, so two threads must not share it.
        with self._model_lock:
            if self._direct is not None:
                found = self._direct(texts, self._prefixes[kind])
            else:
                found = self._model.encode(
                    texts,
                    prompt=self._prefixes[kind],
                    batch_size=batch_size,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
        vectors = np.ascontiguousarray(found, dtype=np.float32)
        vectors.setflags(write=False)
        return vectors

    def _recall(self, kind: Kind, keys: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        with self._cache_lock:
            for key in keys:
                vector = self._cache.get((kind, key))
                if vector is not None:
                    self._cache.move_to_end((kind, key))
                    found[key] = vector
        return found

    def _remember(self, kind: Kind, keys: Sequence[str], vectors: Vectors) -> None:
        with self._cache_lock:
            for key, vector in zip(keys, vectors, strict=True):
                # A copy, else one kept row would keep its whole batch alive.
                self._cache[(kind, key)] = vector.copy()
            while len(self._cache) > self._cache_size:
                self._cache.popitem(last=False)


def normalised(text: str) -> str:
    """The text in NFKC, without lone surrogates, blanks folded, cut to what a model can read: the cache's key."""
    whole = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode())
    return " ".join(whole.split())[:_TEXT_LIMIT]


def prompts_of(model: SentenceModel, name: str) -> dict[str, str]:
    """The prefixes the model itself names; e5's own where an e5 model names none; else none."""
    named = {kind: prompt for kind, prompt in model.prompts.items() if prompt}
    if not named and "e5" in name.lower().replace("_", "-").split("/")[-1].split("-"):
        return dict(_E5_PROMPTS)
    return named
