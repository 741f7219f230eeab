"""Vectors through ONNX Runtime alone, token by token, for a directory that `encoder_build` made. Needs no torch.

Int8 scales are taken over everything in one run, so a text in a batch would get a vector that depends on its
neighbours. Here each text runs alone: its vector is a function of the text, nothing is padded, and a call is shorter.
Many texts run side by side, one on each core; a single one stays on `threads` of them.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

_MANY = 16  # fewer are not worth a pool


class TokenVectors:
    """Tokens in, one unit-length mean of the token states out."""

    def __init__(self, directory: Path, *, threads: int, side_by_side: int = 1) -> None:
        """`side_by_side`: how many texts of a long list run at once."""
        sizes = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        kept = json.loads((directory / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        self.prompts: dict[str, str] = kept["prompts"]
        self._dimensions = int(sizes["hidden_size"])
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokenizer.enable_truncation(sizes["max_position_embeddings"])
        self._side_by_side = side_by_side
        self._session = onnxruntime.InferenceSession(
            str(directory / "onnx" / "model.onnx"), session_options(threads), providers=["CPUExecutionProvider"]
        )

    def encode(self, inputs: list[str], *, prompt: str | None = None, **options: Any) -> npt.NDArray[np.float32]:
        """What `SentenceTransformer.encode` gives for these texts."""
        return self.vectors(inputs, prompt or "")

    def vectors(self, texts: list[str], prompt: str) -> npt.NDArray[np.float32]:
        """One row a text, with the prompt in front."""
        return self.rows(self.token_ids(texts, prompt))

    def token_ids(self, texts: list[str], prompt: str | None) -> list[list[int]]:
        """The token numbers of each text, with the prompt in front."""
        return [found.ids for found in self.tokenizer.encode_batch_fast([(prompt or "") + text for text in texts])]

    def rows(self, token_ids: list[list[int]]) -> npt.NDArray[np.float32]:
        """One unit vector for each list of token numbers."""
        rows = np.empty((len(token_ids), self._dimensions), dtype=np.float32)

        def fill(number: int) -> None:
            ids = np.array([token_ids[number]], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            (states,) = self._session.run(None, inputs)
            mean = states[0].mean(axis=0)
            rows[number] = mean / np.linalg.norm(mean)

        workers = min(self._side_by_side, len(token_ids) // _MANY)
        if workers > 1:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(fill, range(len(token_ids))))
        else:
            for number in range(len(token_ids)):
                fill(number)
        return rows

    def get_embedding_dimension(self) -> int:
        """How long a vector is."""
        return self._dimensions


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """`threads` inside an operator, one between operators, none of them waiting in a busy loop."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A spinning thread would take the core from the dialogue process between two sentences.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
