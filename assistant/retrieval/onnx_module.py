"""A sentence-transformers module that reads token by token through ONNX Runtime alone; imported when one is opened.

Int8 scales are taken over everything in one run, so a text in a batch would get a vector that depends on its
neighbours. Here each text runs alone: its vector is a function of the text, nothing is padded, and a call is shorter.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from sentence_transformers.base.modules.input_module import InputModule
from tokenizers import Tokenizer


class OnnxSentences(InputModule):
    """Tokens in, one unit-length mean of the token states out, for a directory that `encoder_build` made."""

    def __init__(self, directory: Path, *, dimensions: int, positions: int, threads: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokenizer.enable_truncation(positions)
        self._directory = directory
        self._dimensions = dimensions
        self._session = onnxruntime.InferenceSession(
            str(directory / "onnx" / "model.onnx"), session_options(threads), providers=["CPUExecutionProvider"]
        )

    def preprocess(self, inputs: list[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """The token numbers of each text, with the prompt in front."""
        return {"token_ids": self._token_ids(inputs, prompt)}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """The same features with `sentence_embedding`, one row a text."""
        features["sentence_embedding"] = torch.from_numpy(self._rows(features["token_ids"]))
        return features

    def vectors(self, texts: list[str], prompt: str) -> npt.NDArray[np.float32]:
        """What `SentenceTransformer.encode` gives for a model of this one module, without its millisecond a call."""
        return self._rows(self._token_ids(texts, prompt))

    def _token_ids(self, texts: list[str], prompt: str | None) -> list[list[int]]:
        return [found.ids for found in self.tokenizer.encode_batch_fast([(prompt or "") + text for text in texts])]

    def _rows(self, token_ids: list[list[int]]) -> npt.NDArray[np.float32]:
        rows = np.empty((len(token_ids), self._dimensions), dtype=np.float32)
        for row, numbers in zip(rows, token_ids, strict=True):
            ids = np.array([numbers], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            (states,) = self._session.run(None, inputs)
            mean = states[0].mean(axis=0)
            row[:] = mean / np.linalg.norm(mean)
        return rows

    def get_embedding_dimension(self) -> int:
        """How long a vector is."""
        return self._dimensions

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Copies the tokenizer and the ONNX file, the two things this module reads."""
        target = Path(output_path)
        (target / "onnx").mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "onnx/model.onnx"):
            (target / name).write_bytes((self._directory / name).read_bytes())


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """`threads` inside an operator, one between operators, none of them waiting in a busy loop."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A spinning thread would take the core from the dialogue process between two sentences.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
