"""The search of the product over a thousand to a million passages: recall, time, memory, time to build.

Each size is built in one process and measured in another, which reads only what lies on disk. Vectors of passages are
mixtures, see `sentences.py`; questions are real. Example: `python -m benchmarks.retrieval.scale 1000 5000 --fresh`
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import faiss
import numpy as np

from assistant.retrieval.encoder import Encoder
from assistant.retrieval.fusion import FEATURES, SECTION
from assistant.retrieval.hybrid import NEAREST, HybridIndex
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.vectors import Floats, Numbers, VectorIndex
from assistant.retrieval.wordform import WordForm
from assistant.settings import ROOT, Settings
from benchmarks.retrieval.chart import draw
from benchmarks.retrieval.sentences import Material, passages, read_questions, read_sentences, text_of
from benchmarks.retrieval.vectors import KeptVectors

SIZES = (1_000, 5_000, 20_000, 100_000, 300_000, 1_000_000)
FOLDER = ROOT / "var" / "bench" / "scale"
RESULTS = ROOT / "var" / "bench" / "scale.json"
RECALL, P95_SMALL, P95_LARGE, MEMORY = 0.98, 3.0, 15.0, 2500.0
_SMALL, _LARGE = 5_000, 1_000_000
_TEN = 10
_BLOCK = 100_000
_ROUNDS, _TIMED = 3, 200  # questions; recall is measured with all


class Texts(Sequence[str]):
    """The words of the passages, made when they are read: a million strings need not lie in memory."""

    def __init__(self, material: Material, pairs: Numbers) -> None:
        self._material, self._pairs = material, pairs

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> "Texts": ...
    def __getitem__(self, index: int | slice) -> "str | Texts":
        if isinstance(index, slice):
            return Texts(self._material, self._pairs[index])
        return text_of(self._material, self._pairs[index])

    def __iter__(self) -> Iterator[str]:
        return (text_of(self._material, pair) for pair in self._pairs)


def read_material(settings: Settings, *, seconds: float = 480) -> Material:
    """Sentences and questions with their vectors, encoded once."""
    encoder = Encoder.open(settings.encoder_dir, threads=1, cache=0)
    kept = KeptVectors(encoder, ROOT / "var" / "bench" / "vectors", seconds=seconds)
    form = WordForm({})
    sentences = [form(text) for text in read_sentences(settings.shared_dir / "data")]
    questions = [form(text) for text in read_questions(settings.shared_dir / "data")]
    return Material(
        tuple(sentences), kept.encode("passage", sentences), tuple(questions), kept.encode("query", questions)
    )


def nearest_exactly(vectors: Floats, asked: Floats) -> Numbers:
    """The ten nearest passages of each question, by comparing it with every one."""
    best = np.zeros((len(asked), 0), dtype=np.float32)
    numbers = np.zeros((len(asked), 0), dtype=np.int64)
    for start in range(0, len(vectors), _BLOCK):
        scores = asked @ vectors[start : start + _BLOCK].T
        best = np.hstack([best, scores])
        numbers = np.hstack([numbers, np.tile(np.arange(start, start + scores.shape[1]), (len(asked), 1))])
        kept = np.argpartition(-best, _TEN, axis=1)[:, :_TEN] if best.shape[1] > _TEN else np.argsort(-best, axis=1)
        best, numbers = np.take_along_axis(best, kept, axis=1), np.take_along_axis(numbers, kept, axis=1)
    return numbers


def build(count: int, folder: Path) -> dict[str, Any]:
    """Both indexes of `count` passages lie in `folder`, and what exact search finds; says how long each index took."""
    material = read_material(Settings())
    pairs, vectors = passages(material, count)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.perf_counter()
    VectorIndex.build(vectors).save(folder)
    dense = time.perf_counter() - began
    np.save(folder / "exact.npy", nearest_exactly(vectors, material.asked))
    np.save(folder / "asked.npy", material.asked)
    (folder / "questions.json").write_text(json.dumps(material.questions, ensure_ascii=False), encoding="utf-8")
    del vectors
    began = time.perf_counter()
    LexicalIndex.build(Texts(material, pairs)).save(folder)
    lexical = time.perf_counter() - began
    return {"dense build s": dense, "lexical build s": lexical}


def measure(folder: Path) -> dict[str, Any]:
    """Recall of the dense index, milliseconds of a whole search, memory of a process that only searches."""
    faiss.omp_set_num_threads(1)
    before = _memory("VmRSS")
    dense, lexical = VectorIndex.load(folder), LexicalIndex.load(folder)
    count = dense.size
    index = HybridIndex(dense, lexical, np.arange(count, dtype=np.int32), np.full(count, SECTION, dtype=np.int8))
    asked, exact = np.load(folder / "asked.npy"), np.load(folder / "exact.npy")
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))[:_TIMED]
    weights = dict.fromkeys(FEATURES, 1.0)
    found = [set(dense.nearest(query, NEAREST)[0][:_TEN]) for query in asked]
    recall = float(np.mean([len(near & set(right)) / _TEN for near, right in zip(found, exact, strict=True)]))
    asked = asked[: len(questions)]
    for text, query in zip(questions, asked, strict=True):
        index.ranking(text, query)
    # The best of three rounds for each question: a neighbour on the machine only ever makes one slower.
    rounds, busy = np.zeros((_ROUNDS, len(questions))), np.zeros((_ROUNDS, len(questions)))
    for spans, used in zip(rounds, busy, strict=True):
        for number, (text, query) in enumerate(zip(questions, asked, strict=True)):
            began, before_it = time.perf_counter(), time.thread_time()
            index.ranking(text, query).ordered(weights)
            spans[number] = (time.perf_counter() - began) * 1000
            used[number] = (time.thread_time() - before_it) * 1000
    spans = rounds.min(axis=0)
    return {
        "passages": count,
        "type": type(faiss.downcast_index(dense.inner)).__name__,
        "recall@10": recall,
        "p50 ms": float(np.percentile(spans, 50)),
        "p95 ms": float(np.percentile(spans, 95)),
        "p95 ms of every round": float(np.percentile(rounds, 95)),
        "p95 CPU ms": float(np.percentile(busy.min(axis=0), 95)),
        "memory MB": _memory("VmHWM"),
        "before MB": before,
        "disk MB": sum(path.stat().st_size for path in folder.iterdir()) / 2**20,
    }


def verdicts(rows: Sequence[dict[str, Any]]) -> list[tuple[str, bool]]:
    """Each bar of the issue beside what was measured; a size that was not measured has none."""
    found = []
    for row in rows:
        found.append((f"{row['passages']:,}: recall@10 {row['recall@10']:.4f} ≥ {RECALL}", row["recall@10"] >= RECALL))
        limit = {_SMALL: P95_SMALL, _LARGE: P95_LARGE}.get(row["passages"])
        if limit is not None:
            found.append((f"{row['passages']:,}: p95 {row['p95 ms']:.2f} ms ≤ {limit:g}", row["p95 ms"] <= limit))
        if row["passages"] == _LARGE:
            found.append((f"memory {row['memory MB']:.0f} MB ≤ {MEMORY:g}", row["memory MB"] <= MEMORY))
    return found


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The figures as lines of text."""
    lines = [
        f"{'passages':>10} {'index':<22}{'recall@10':>10}{'p50 ms':>8}{'p95 ms':>8}{'CPU p95':>9}{'MB':>8}"
        f"{'build s':>9}"
    ]
    for row in rows:
        built = row["dense build s"] + row["lexical build s"]
        lines.append(
            f"{row['passages']:>10,} {row['type']:<22}{row['recall@10']:>10.4f}{row['p50 ms']:>8.2f}"
            f"{row['p95 ms']:>8.2f}{row.get('p95 CPU ms', float('nan')):>9.2f}{row['memory MB']:>8.0f}{built:>9.1f}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and the verdicts; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="how many passages; all when none")
    parser.add_argument("--fresh", action="store_true", help="build again what was built before")
    parser.add_argument("--step", choices=["build", "measure"], help="do this for one size here, and print JSON")
    options = parser.parse_args(arguments)
    if options.step:
        folder = FOLDER / str(options.sizes[0])
        print(json.dumps(build(options.sizes[0], folder) if options.step == "build" else measure(folder)))
        return 0
    known = {row["passages"]: row for row in json.loads(RESULTS.read_text())} if RESULTS.is_file() else {}
    for size in options.sizes:
        row = known.get(size, {})
        if options.fresh or not row or not (FOLDER / str(size) / "lexical.json").is_file():
            row = _step("build", size, threads=2)
        known[size] = row | _step("measure", size, threads=1)
        RESULTS.write_text(json.dumps(sorted(known.values(), key=lambda item: item["passages"]), indent=1))
    rows = [known[size] for size in sorted(options.sizes)]
    print(table(rows))
    if len(known) > 1:
        every = [known[size] for size in sorted(known)]
        draw(every, ROOT / "docs" / "images" / "scale.png", recall=RECALL, p95=P95_LARGE, memory=MEMORY)
    judged = verdicts(rows)
    print("\n".join(f"{'✓' if good else '✗'} {text}" for text, good in judged))
    return 0 if all(good for _, good in judged) else 1


def _step(step: str, size: int, *, threads: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.retrieval.scale", str(size), "--step", step]
    environment = os.environ | {"OMP_NUM_THREADS": str(threads), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{step} of {size} failed: {done.stderr[-800:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _memory(key: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    sys.exit(main())
