"""Learns from labelled messages which body a petition belongs to; run at set-up, never while serving.

The rows are public reference data beside the repository: read here, never kept; only weights are written.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.backends.petition.subject import CUTS, VECTOR_LENGTH, Encode, SubjectModel, Terms, Vectors
from assistant.shared.errors import SetupError
from assistant.shared.text.script import to_simplified

LABELLED = "tipdm2020c_labelled.dev.jsonl"
REPLIED = "tipdm2020c_att4_replies.dev.jsonl"
BODIES = Path(__file__).with_name("bodies.txt")
_SEED = 20261122
_LEAST = {"words": 2, "characters": 3}  # messages in which a term must occur
_STRENGTH = {"words": 0.3, "characters": 0.5}


def learn(texts: Sequence[str], labels: Sequence[str], encode: Encode | None = None) -> SubjectModel:
    """A model of `labels` for `texts`, the same for the same input."""
    told = [to_simplified(text) for text in texts]
    names = tuple(sorted(set(labels)))
    judges = {name: _terms(name, told, labels, names) for name in CUTS}
    return SubjectModel(names, judges, None if encode is None else _vectors(told, labels, encode))


def read_bodies(folder: Path) -> tuple[list[str], list[str]]:
    """The messages (title and text) that bodies.txt names, and their bodies; SetupError where `folder` has none."""
    rows = {f"r{row['msg_id']}": row for row in _rows(folder / REPLIED)}
    rows |= {f"l{int(str(row['id']).removeprefix('tipdm-'))}": row for row in _rows(folder / LABELLED)}
    texts, bodies = [], []
    for line in BODIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            body, _, numbers = line.partition(": ")
            texts += [message_text(rows[number]) for number in numbers.split()]
            bodies += [body] * len(numbers.split())
    return texts, bodies


def _rows(path: Path) -> list[dict[str, object]]:
    if not path.is_file():
        raise SetupError(
            f"{path.name} is not in {path.parent}",
            mend="put the public reference data beside the repository (ASSISTANT_SHARED_DIR); "
            "petitions are routed by the rules alone without it",
        )
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def message_text(row: dict[str, object]) -> str:
    """Title and text of a row, the title only where it has one."""
    return "。".join(str(row[key]) for key in ("topic", "text") if row.get(key) not in (None, "None"))


def _terms(name: str, texts: Sequence[str], labels: Sequence[str], names: Sequence[str]) -> Terms:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(analyzer=CUTS[name], min_df=min(_LEAST[name], len(texts)), sublinear_tf=True)
    rows = vectorizer.fit_transform(texts)
    held = (rows > 0).astype(np.float64)
    columns, biases = [], []
    for label in names:
        mine = np.array([each == label for each in labels])
        # Words count as much as they tell this class from the others (Wang and Manning 2012, NB-SVM).
        ratio = _log_ratio(held[mine], held[~mine]) if name == "words" else np.ones(rows.shape[1])
        machine = LinearSVC(C=_STRENGTH[name], class_weight="balanced", random_state=_SEED)
        machine.fit(rows.multiply(ratio).tocsr(), mine)
        columns.append(ratio * machine.coef_[0])
        biases.append(machine.intercept_[0])
    weights, bias = np.stack(columns, axis=1), np.array(biases)
    margins = rows @ weights + bias
    return Terms(
        np.array(vectorizer.get_feature_names_out(), dtype=np.str_),
        vectorizer.idf_.astype(np.float32),
        weights.astype(np.float32),
        bias.astype(np.float32),
        _scale(margins),
    )


def _log_ratio(mine: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    here, there = (np.asarray(part.sum(axis=0)).ravel() + 1 for part in (mine, others))
    ratio: npt.NDArray[np.float64] = np.log(here / here.sum()) - np.log(there / there.sum())
    return ratio


def _vectors(texts: Sequence[str], labels: Sequence[str], encode: Encode) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    from sklearn.linear_model import LogisticRegression

    rows = encode([text[:VECTOR_LENGTH] for text in texts])
    mean = rows.mean(axis=0)
    # The vectors lie in a narrow cone; without its middle, and wider, the regression sees them apart.
    machine = LogisticRegression(C=30 * 25, max_iter=500, class_weight="balanced")
    machine.fit(rows - mean, np.array(labels))
    weights, bias = machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)
    if weights.shape[1] == 1:  # of two classes only the second is told
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return mean, weights, bias, _scale((rows - mean) @ weights + bias)


def _scale(margins: npt.NDArray[np.float64]) -> Vectors:
    return np.array([margins.mean(), margins.std() or 1.0], dtype=np.float32)
