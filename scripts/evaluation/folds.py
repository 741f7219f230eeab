"""Rasa's own cross-validation of the acts over nlu_data/, with sentence vectors. Dialogue runtime (3.10).

`python -m scripts.evaluation.folds VECTORS.npz FOLDS OUT.json`: as `rasa test nlu --cross-validation`, which has no
vectors. Written sentences only: what training adds to them (pinyin, public data) is left out.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

_SEED = 7


def cross_validate(vectors_file: Path, folds: int, out: Path) -> None:
    """`out` is Rasa's report of the test folds: a mapping from act to precision, recall, f1-score and support."""
    from assistant.dialogue.quiet import quiet

    quiet()
    os.environ["ASSISTANT_NLU_VECTORS"] = str(vectors_file)
    import numpy as np
    from rasa.nlu.test import cross_validate as rasa_cross_validate
    from rasa.shared.importers.rasa import RasaFileImporter

    from assistant.dialogue.settings import ROOT
    from assistant.dialogue.vector_cache import VECTORS

    random.seed(_SEED)
    np.random.seed(_SEED)
    with np.load(vectors_file, allow_pickle=False) as stored:
        texts, rows = stored["texts"].tolist(), stored["vectors"]
    VECTORS.__init__(size=len(texts))  # type: ignore[misc]  # every sentence is asked more than once
    for text, row in zip(texts, rows, strict=True):
        VECTORS.put(text, row.astype("<f4").tobytes())
    data = RasaFileImporter(
        training_data_paths=[str(path) for path in (ROOT / "nlu_data").glob("*.yml")]
    ).get_nlu_data()
    with tempfile.TemporaryDirectory() as folder:
        done = rasa_cross_validate(data, folds, str(ROOT / "config.yml"), folder, disable_plotting=True)
        asyncio.run(_finished(done))
        report = json.loads((Path(folder) / "intent_report.json").read_text(encoding="utf-8"))
    out.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


async def _finished(done: Any) -> None:
    await done


if __name__ == "__main__":
    cross_validate(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
