"""Vectors of the training sentences: the dialogue process has no encoder, so they are made here beforehand."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
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
    source, hands = settings.encoder_model or settings.encoder_dir, os.cpu_count() or 1
    # A sentence is too short for two threads to share: two encoders of one thread take half the time of one with two.
    encoders = [Encoder.open(source, threads=1, cache=0) for _ in range(hands)]
    asked = [form(text) for text in texts]
    vectors = np.zeros((len(texts), encoders[0].dimensions), dtype=np.float32)
    with ThreadPoolExecutor(hands) as pool:
        parts = pool.map(lambda hand: encoders[hand].encode_queries(asked[hand::hands]), range(hands))
        for hand, rows in enumerate(parts):
            vectors[hand::hands] = rows
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".partial.npz")
    np.savez(partial, texts=np.array(texts), vectors=vectors)
    partial.replace(out)
    return len(texts)
