"""Vectors of the training sentences: the dialogue process has no encoder, so they are made here beforehand."""

import json
import os
from pathlib import Path

import numpy as np

from assistant.curation.vocabulary import read_spellings
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.wordform import WordForm
from assistant.settings import Settings


def write_vectors(settings: Settings, texts_file: Path, out: Path) -> int:
    """How many texts of the JSON list `texts_file` stand in `out`, encoded just as a citizen's question is.

    `out` is an .npz with `texts` (n,) and `vectors` (n, dimensions) float32.
    """
    texts: list[str] = json.loads(texts_file.read_text(encoding="utf-8"))
    form = WordForm(read_spellings(settings.knowledge_dir / "vocabulary"))
    encoder = Encoder.open(settings.encoder_model or settings.encoder_dir, threads=os.cpu_count() or 1, cache=0)
    vectors = encoder.encode_queries([form(text) for text in texts])
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".partial.npz")
    np.savez(partial, texts=np.array(texts), vectors=vectors)
    partial.replace(out)
    return len(texts)
