"""Fits the adapter of the search to the questions of the published knowledge files: knowledge/adapter.npy.

Then `assistant knowledge fit` and `assistant knowledge compile`. Twenty seconds on one core, the encoding of new texts
apart. Example: `python -m scripts.evaluation.retrieval_adapter`
"""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from assistant.curation.compile import compile_content
from assistant.curation.parse import read_library
from assistant.curation.vocabulary import read_spellings
from assistant.retrieval.adapting import fit_adapter
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.release import QUESTION_KINDS
from assistant.retrieval.vector_cache import VectorCache
from assistant.retrieval.wordform import WordForm
from assistant.settings import Settings
from scripts.build.console import say


def main() -> int:
    """The adapter is written, from the files of today."""
    settings = Settings()
    encoder = Encoder.open(settings.encoder_dir, threads=1)
    form = WordForm(read_spellings(settings.knowledge_dir / "vocabulary"))
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    passages = compile_content(read_library(settings.knowledge_dir), today=today).passages
    asked = np.array([passage.kind in QUESTION_KINDS for passage in passages])
    pairs = [("query" if asks else "passage", form(row.text)) for asks, row in zip(asked, passages, strict=True)]
    vectors, encoded = VectorCache(settings.var_dir / "vectors.sqlite").encode(encoder, pairs)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(row.entry for row in passages))}
    owners = np.array([numbers[row.entry] for row in passages], dtype=np.int64)
    adapter = fit_adapter(vectors, owners, np.flatnonzero(asked), encoder)
    adapter.save(settings.knowledge_dir / "adapter.npy")
    say(f"adapter {adapter.identity}: {len(passages)} texts of {len(numbers)} files, {encoded} encoded afresh")
    return 0


if __name__ == "__main__":
    sys.exit(main())
