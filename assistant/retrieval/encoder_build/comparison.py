"""Vectors of the same sentences from PyTorch, from a plain ONNX file, and how close two sets of them are."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder_verification import Closeness

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

Vectors = npt.NDArray[np.float32]


def torch_vectors(model: "BertModel", tokenizer: "Tokenizer", texts: Sequence[str]) -> Vectors:
    """One unit-length mean a text, one text at a time, so that no padding enters."""
    import torch

    rows = []
    with torch.inference_mode():
        for text in texts:
            ids = torch.tensor([tokenizer.encode(text).ids])
            rows.append(model(ids).last_hidden_state[0].mean(0).numpy())
    return _unit(np.stack(rows))


def onnx_vectors(path: Path, tokenizer: "Tokenizer", texts: Sequence[str], *, threads: int) -> Vectors:
    """The same from an ONNX file, through ONNX Runtime alone."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = {given.name for given in session.get_inputs()}
    rows = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (states,) = session.run(None, {name: value for name, value in inputs.items() if name in names})
        rows.append(states[0].mean(0))
    return _unit(np.stack(rows))


def closeness(ours: Vectors, original: Vectors) -> Closeness:
    """Mean and least cosine of row against row."""
    cosines = np.sum(_unit(ours) * _unit(original), axis=1)
    return Closeness(mean=float(cosines.mean()), min=float(cosines.min()))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
