"""Builds the index of a release: encodes what is new, writes the dense and the lexical index beside each other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.retrieval.adapter import Adapter
from assistant.retrieval.lexical import K1, B, LexicalIndex
from assistant.retrieval.release import QUESTION_KINDS
from assistant.retrieval.vector_cache import PassageEncoder, Progress, VectorCache
from assistant.retrieval.vectors import VectorIndex
from assistant.retrieval.wordform import WordForm

_SCHEME = f"faiss-ip+bm25-chars:{K1}:{B}:4"


class Indexed(Protocol):
    """A text to index; what else it carries stays with the release."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def kind(self) -> str:
        """What sort of text it is."""


class HybridIndexBuilder:
    """Implements the port that a release is made with. `adapter` is used where it was fitted to this encoder."""

    def __init__(
        self,
        encoder: PassageEncoder,
        cache: VectorCache,
        *,
        progress: Progress | None = None,
        adapter: Adapter | None = None,
    ) -> None:
        self._encoder, self._cache, self._progress = encoder, cache, progress
        self._adapter = adapter
        self.encoded = 0

    @property
    def identity(self) -> str:
        """Names the model and the way of indexing."""
        return f"{self._encoder.model_id}|{_SCHEME}|{self._adapter.identity if self._adapter else 'plain'}"

    def build(self, directory: Path, passages: Sequence[Indexed], *, spellings: Mapping[str, str]) -> dict[str, Any]:
        """Both indexes lie in `directory`; only texts never encoded before were encoded (`encoded` says how many)."""
        form = WordForm(spellings)
        texts = [form(passage.text) for passage in passages]
        # A question is compared with a question, so both are read as one.
        kinds = ["query" if passage.kind in QUESTION_KINDS else "passage" for passage in passages]
        pairs = list(zip(kinds, texts, strict=True))
        vectors, self.encoded = self._cache.encode(self._encoder, pairs, progress=self._progress)
        adapter = self._adapter if self._adapter is not None and self._adapter.fits(self._encoder) else None
        VectorIndex.build(vectors, adapter).save(directory)
        LexicalIndex.build(texts).save(directory)
        return {
            "model": self._encoder.model_id,
            "dimensions": int(vectors.shape[1]),
            "scheme": _SCHEME,
            "adapter": adapter.identity if adapter else None,
        }
