"""Our act classifier beside Rasa's LogisticRegressionClassifier, on the same held-out quarter. Dialogue's Python.

Rasa's is scikit-learn's regression with Rasa's settings over word and character counts, without and with the vector.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
VECTORS_FILE = ROOT / "var" / "nlu_vectors.npz"
SEED = 7
Rows = tuple[list[str], Any, Any]


def sentences() -> tuple[list[str], Any, Any, list[str]]:
    """Texts, vectors, label numbers and labels of every written training sentence that has a vector."""
    from assistant.dialogue.training_texts import as_seen, sentences_by_intent

    with np.load(VECTORS_FILE, allow_pickle=False) as stored:
        known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    meant = {as_seen(text): act for act, texts in sentences_by_intent().items() for text in texts}
    texts = sorted(set(meant) & set(known))
    labels = sorted(set(meant.values()))
    targets = np.array([labels.index(meant[text]) for text in texts])
    return texts, np.vstack([known[text] for text in texts]).astype(float), targets, labels


def macro_f1(expected: Any, found: Any, labels: int) -> float:
    """The mean over labels of F1."""
    scores = []
    for label in range(labels):
        right = int(((expected == label) & (found == label)).sum())
        scores.append(2 * right / max(1, int((expected == label).sum() + (found == label).sum())))
    return float(np.mean(scores))


def rasas(train: Rows, test: Rows, *, with_vector: bool) -> Any:
    """Predictions of Rasa's classifier: class_weight balanced, C 1, lbfgs, 100 iterations."""
    import jieba
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    words = CountVectorizer(tokenizer=lambda text: list(jieba.cut(text)), token_pattern=None)
    letters = CountVectorizer(analyzer="char_wb", ngram_range=(1, 4))
    rows = [hstack([words.fit_transform(train[0]), letters.fit_transform(train[0])])]
    rows.append(hstack([words.transform(test[0]), letters.transform(test[0])]))
    if with_vector:
        rows = [hstack([row, csr_matrix(part[1])]) for row, part in zip(rows, (train, test), strict=True)]
    model = LogisticRegression(solver="lbfgs", max_iter=100, tol=1e-4, class_weight="balanced", random_state=SEED)
    return model.fit(rows[0].tocsr(), train[2]).predict(rows[1].tocsr())


def ours(train: Rows, test: Rows) -> Any:
    """Predictions of our full head."""
    import jieba
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    from assistant.dialogue.components.regression import fit
    from assistant.dialogue.terms import characters, sounds

    parts = []
    for kind in (characters, sounds):
        terms = TfidfVectorizer(
            analyzer=lambda text, kind=kind: kind(text, [word.lower() for word in jieba.cut(text) if word.strip()], 3),
            min_df=2, sublinear_tf=True,
        )
        parts.append((terms.fit_transform(train[0]), terms.transform(test[0])))
    rows = [hstack(each, format="csr") for each in zip(*parts, strict=True)]
    head = fit(rows[0], train[2], train[1], strength=5.0, seed=SEED, labels=int(train[2].max()) + 1)
    return (rows[1] @ head.sparse_weights + (test[1] - head.centre) @ head.dense_weights + head.bias).argmax(axis=1)


def main() -> int:
    """One line a classifier: accuracy and macro-F1 on the held-out quarter, and seconds to train and predict."""
    import warnings

    warnings.filterwarnings("ignore", message="lbfgs failed to converge")
    texts, vectors, targets, labels = sentences()
    chosen = np.random.default_rng(SEED).permutation(len(texts))
    cut = len(texts) // 4
    test, train = (([texts[i] for i in part], vectors[part], targets[part]) for part in (chosen[:cut], chosen[cut:]))
    runs: dict[str, Callable[[], Any]] = {
        "Rasa's LogisticRegressionClassifier": lambda: rasas(train, test, with_vector=False),
        "the same with the sentence vector": lambda: rasas(train, test, with_vector=True),
        "ours": lambda: ours(train, test),
    }
    counts = f"{len(train[0])} sentences to learn, {len(test[0])} to judge, {len(labels)} acts"
    print(f"{counts:<54}accuracy  macro-F1  seconds")
    for name, run in runs.items():
        started = time.perf_counter()
        found = run()
        seconds = time.perf_counter() - started
        accuracy, score = float((found == test[2]).mean()), macro_f1(test[2], found, len(labels))
        print(f"{name:<54}{accuracy:>8.3f}{score:>10.3f}{seconds:>9.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
