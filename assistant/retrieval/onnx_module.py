"""A sentence-transformers module around `TokenVectors`; imported when one is opened."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers.base.modules.input_module import InputModule

from assistant.retrieval.token_vectors import TokenVectors


class OnnxSentences(InputModule):
    """Tokens in, one unit-length mean of the token states out, for a directory that `encoder_build` made."""

    def __init__(self, directory: Path, *, threads: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._reader = TokenVectors(directory, threads=threads)
        self.tokenizer = self._reader.tokenizer
        self.prompts = self._reader.prompts
        self._directory = directory

    def preprocess(self, inputs: list[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """The token numbers of each text, with the prompt in front."""
        return {"token_ids": self._reader.token_ids(inputs, prompt)}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """The same features with `sentence_embedding`, one row a text."""
        features["sentence_embedding"] = torch.from_numpy(self._reader.rows(features["token_ids"]))
        return features

    def vectors(self, texts: list[str], prompt: str) -> npt.NDArray[np.float32]:
        """What `SentenceTransformer.encode` gives for a model of this one module, without its millisecond a call."""
        return self._reader.vectors(texts, prompt)

    def get_embedding_dimension(self) -> int:
        """How long a vector is."""
        return self._reader.get_embedding_dimension()

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Copies the tokenizer and the ONNX file, the two things this module reads."""
        target = Path(output_path)
        (target / "onnx").mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "onnx/model.onnx"):
            (target / name).write_bytes((self._directory / name).read_bytes())
