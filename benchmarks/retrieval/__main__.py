"""The search on public sets, beside what is usual: BM25 over words, BM25 over characters, vectors alone, in one run.

One set of weights for all sets, the product's own for choosing entries: nothing here is fitted to a set. The first run
encodes about 16,000 texts (some seven minutes on one core). Example: `python -m benchmarks.retrieval --seconds 420`
"""

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from assistant.retrieval.adapter import Adapter
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.fusion import SECTION
from assistant.retrieval.hybrid import HybridIndex
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.vectors import VectorIndex
from assistant.retrieval.wordform import WordForm, tokens
from assistant.settings import ROOT, Settings
from assistant.shared.errors import AssistantError
from benchmarks.retrieval.corpora import Corpus, read_corpora
from benchmarks.retrieval.vectors import KeptVectors, OutOfTime

Figures = dict[str, dict[str, float]]
RESULTS = ROOT / "var" / "bench" / "retrieval.json"
JIEBA, CHARS, DENSE, OURS, TURNED = "BM25 words", "BM25 chars", "vectors", "ours", "ours + adapter"
BARS = {"STARD dev": 0.54, "DRCD dev": 0.93}
_OVER_WORDS = 1.15
_K1, _B = 1.2, 0.75


def bm25(texts: Sequence[str], questions: Sequence[str], cut: Callable[[str], list[str]]) -> list[int]:
    """The best of `texts` for each question by plain BM25 over what `cut` makes of them."""
    counted = [Counter(cut(text)) for text in texts]
    lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
    average = float(lengths.mean())
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, counts in enumerate(counted):
        for term, count in counts.items():
            postings[term].append((number, count))
    found = []
    for question in questions:
        scores = np.zeros(len(texts))
        for term in set(cut(question)) & postings.keys():
            rows = np.array(postings[term])
            idf = math.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            norm = _K1 * (1 - _B + _B * lengths[rows[:, 0]] / average)
            scores[rows[:, 0]] += idf * rows[:, 1] * (_K1 + 1) / (rows[:, 1] + norm)
        found.append(int(np.argmax(scores)))
    return found


def words(text: str) -> list[str]:
    """What jieba cuts a text into."""
    import jieba

    return [word for word in jieba.cut(text.lower()) if word.strip()]


def hybrid(
    corpus: Corpus, passages: npt.NDArray[np.float32], asked: npt.NDArray[np.float32], adapter: Adapter | None
) -> list[list[int]]:
    """The documents that the product's index ranks first for each question, ten at most."""
    form = WordForm({})
    index = HybridIndex(
        VectorIndex.build(passages, adapter),
        LexicalIndex.build([form(text) for text in corpus.passages]),
        np.array(corpus.owners, dtype=np.int32),
        np.full(len(corpus.owners), SECTION, dtype=np.int8),
    )
    found = []
    for question, vector in zip(corpus.questions, asked, strict=True):
        ranking = index.ranking(form(question), index.vectors.turned(vector), chosen=10)
        found.append([int(number) for number in ranking.entries[np.argsort(-ranking.chosen, kind="stable")]])
    return found


def measure(corpus: Corpus, kept: KeptVectors, adapter: Adapter | None) -> dict[str, float]:
    """hit@1 of every way for one set, and hit@3 of ours."""
    form = WordForm({})
    asked = kept.encode("query", [form(question) for question in corpus.questions])
    passages = kept.encode("passage", [form(text) for text in corpus.passages])
    documents, questions = [form(text) for text in corpus.documents], [form(text) for text in corpus.questions]
    owners = np.array(corpus.owners)
    nearest = owners[np.argmax(asked @ passages.T, axis=1)]
    ours = hybrid(corpus, passages, asked, None)
    turned = hybrid(corpus, passages, asked, adapter) if adapter is not None else []
    firsts: dict[str, Sequence[int]] = {
        JIEBA: bm25(documents, questions, words),
        CHARS: bm25(documents, questions, tokens),
        DENSE: [int(number) for number in nearest],
        OURS: [row[0] for row in ours],
    }
    if turned:
        firsts[TURNED] = [row[0] for row in turned]
    figures = {name: _share(first, corpus.answers) for name, first in firsts.items()}
    three = [bool(right & set(row[:3])) for row, right in zip(ours, corpus.answers, strict=True)]
    return figures | {"ours hit@3": float(np.mean(three)), "questions": float(len(corpus.questions))}


def verdicts(figures: Figures) -> list[tuple[str, bool]]:
    """Each bar of the issue beside what was measured."""
    found = [(f"{name}: {figures[name][OURS]:.3f} ≥ {bar}", figures[name][OURS] >= bar) for name, bar in BARS.items()]
    consult = figures["consultations dev"]
    ratio = consult[OURS] / consult[JIEBA]
    return [*found, (f"consultations dev: {ratio:.2f} × {JIEBA} ≥ {_OVER_WORDS}", ratio >= _OVER_WORDS)]


def table(figures: Figures) -> str:
    """The figures as lines of text, a row a set."""
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    lines = [f"{'hit@1':<20}" + "".join(f"{name:>16}" for name in names)]
    for corpus, row in figures.items():
        cells = (f"{row[name]:>16.3f}" if name != "questions" else f"{row[name]:>16.0f}" for name in names)
        lines.append(f"{corpus:<20}" + "".join(cells))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and the verdicts; 1 when a bar is missed or time ran out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600, help="how long to encode at most; what is done is kept")
    options = parser.parse_args(arguments)
    settings = Settings()
    try:
        kept = KeptVectors(
            Encoder.open(settings.encoder_dir, threads=1, cache=0),
            ROOT / "var" / "bench" / "vectors",
            seconds=options.seconds,
        )
        adapter = Adapter.read(settings.knowledge_dir / "adapter.npy")
        figures = {corpus.name: measure(corpus, kept, adapter) for corpus in read_corpora(settings.shared_dir / "data")}
    except OutOfTime:
        print("time is up; run it again: what was encoded is kept")
        return 1
    except AssistantError as error:
        print(f"{error.message}\n→ {error.mend}")
        return 1
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(figures))
    judged = verdicts(figures)
    print("\n".join(f"{'✓' if good else '✗'} {text}" for text, good in judged))
    return 0 if all(good for _, good in judged) else 1


def _share(first: Sequence[int], answers: Sequence[frozenset[int]]) -> float:
    return float(np.mean([number in right for number, right in zip(first, answers, strict=True)]))


if __name__ == "__main__":
    sys.exit(main())
