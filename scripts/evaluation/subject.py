"""The subject of a petition, seven classes of real messages, cross-validated. Messages that repeat each other stay
in one fold; the second figure parts them at random, as a plain cross-validation does. Judges the product's classifier
once there is one, until then a baseline, and says which it was.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

from scripts.evaluation.figures import Figure, Section, table
from scripts.evaluation.public_sets import MESSAGES, read_rows
from scripts.evaluation.scores import macro_f1, scores

PRODUCT = "scripts.evaluation.petition_subject"
FOLDS, SEED = 5, 20261122
Classify = Callable[[Sequence[str]], Sequence[str]]
Learn = Callable[[Sequence[str], Sequence[str]], Classify]


def section(*, quick: bool = False) -> Section:
    """The scorecard's part."""
    name, learn = learner()
    rows = read_rows("gov_messages/tipdm2020c_labelled.dev.jsonl")[: 600 if quick else None]
    texts = [MESSAGES.text(row) for row in rows]
    labels = [str(row["label"]) for row in rows]
    found = cross_validated(texts, labels, [int(row["dup_group"]) for row in rows], learn)
    plain = cross_validated(texts, labels, range(len(rows)), learn)
    each: list[list[object]] = [
        [score.label, score.count, score.precision, score.recall, score.f1] for score in scores(labels, found).values()
    ]
    return Section(
        "subject",
        "Subject of a petition",
        [
            Figure(
                f"petition subject macro-F1, {FOLDS}-fold ({name})",
                macro_f1(labels, found),
                0.90,
                of=len(labels),
                headline=name == "product",
            ),
            Figure(
                f"petition subject macro-F1, {FOLDS}-fold, repetitions parted at random ({name})",
                macro_f1(labels, plain),
                0.90,
                of=len(labels),
            ),
        ],
        [table(["class", "messages", "precision", "recall", "F1"], each)],
    )


def learner() -> tuple[str, Learn]:
    """The product's classifier where it is there (`learn(texts, labels)` of PRODUCT), else the baseline."""
    if find_spec(PRODUCT) is not None:
        learn: Learn | None = getattr(import_module(PRODUCT), "learn", None)
        if learn is not None:
            return "product", learn
    return "baseline, the product has none yet", baseline


def cross_validated(
    texts: Sequence[str], labels: Sequence[str], groups: Sequence[int], learn: Learn, folds: int = FOLDS
) -> list[str]:
    """A label for each text by a classifier that never saw it nor a message of its group."""
    from sklearn.model_selection import StratifiedGroupKFold

    found = [""] * len(texts)
    parting = StratifiedGroupKFold(folds, shuffle=True, random_state=SEED)
    for taught, asked in parting.split(texts, labels, groups):
        classify = learn([texts[i] for i in taught], [labels[i] for i in taught])
        for i, label in zip(asked, classify([texts[i] for i in asked]), strict=True):
            found[i] = label
    return found


def baseline(texts: Sequence[str], labels: Sequence[str]) -> Classify:
    """Characters, TF-IDF, a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    pipeline = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True),
        LinearSVC(C=1.0, random_state=SEED),
    )
    pipeline.fit(texts, labels)
    return lambda asked: [str(label) for label in pipeline.predict(asked)]
