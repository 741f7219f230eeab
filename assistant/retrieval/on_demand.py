"""An encoder that is opened when the first text comes: a build with nothing new to encode never waits for a model."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder import Encoder
from assistant.retrieval.encoder_loading import BUILD_COMMAND, directory_model_id, is_own_build, local_directory
from assistant.retrieval.encoder_verification import require_verified

Floats = npt.NDArray[np.float32]


class EncoderOnDemand:
    """Stands for the encoder at a path or of a name; its id is known without opening it where it is a folder."""

    def __init__(self, path_or_name: str | Path, *, threads: int, cache: int) -> None:
        self._path_or_name, self._threads, self._cache = path_or_name, threads, cache

    @cached_property
    def opened(self) -> Encoder:
        """The encoder itself. Our own build is read without torch, whose import alone takes five seconds."""
        directory = local_directory(self._path_or_name)
        if directory is not None and is_own_build(directory):
            from assistant.retrieval.token_vectors import TokenVectors, cores

            require_verified(directory, self.model_id, mend=f"build it again: {BUILD_COMMAND} {directory}")
            reader = TokenVectors(directory, threads=self._threads, side_by_side=cores() // self._threads)
            return Encoder(
                reader, model_id=self.model_id, prompts=reader.prompts, cache=self._cache, direct=reader.vectors
            )
        return Encoder.open(self._path_or_name, threads=self._threads, cache=self._cache)

    @cached_property
    def model_id(self) -> str:
        """The id that the opened encoder has."""
        directory = local_directory(self._path_or_name)
        return self.opened.model_id if directory is None else directory_model_id(directory)

    @property
    def dimensions(self) -> int:
        """How long each vector is."""
        return self.opened.dimensions

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """One unit vector a text, read as what a citizen asks."""
        return self.opened.encode_queries(texts)

    def knows_queries(self, texts: Sequence[str]) -> bool:
        """Whether the opened encoder has these in its cache; an encoder not opened yet has nothing."""
        return "opened" in self.__dict__ and self.opened.knows_queries(texts)

    def encode_passages(
        self, texts: Sequence[str], batch_size: int = 16, progress: Callable[[int, int], None] | None = None
    ) -> Floats:
        """One unit vector a text, read as what may answer."""
        return self.opened.encode_passages(texts, batch_size, progress)
