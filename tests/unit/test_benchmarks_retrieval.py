"""What the benchmarks of the search make of texts and figures: pieces, baselines, mixtures, verdicts."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.wordform import tokens
from assistant.shared.errors import SetupError
from benchmarks.retrieval import scale, sentences
from benchmarks.retrieval.__main__ import JIEBA, OURS, bm25, verdicts
from benchmarks.retrieval.corpora import pieces, read_corpora
from benchmarks.retrieval.sentences import Material


@given(st.text(), st.integers(10, 200))
def test_a_text_comes_whole_first_and_its_pieces_are_of_it(text: str, longest: int) -> None:
    found = pieces(text, longest)

    assert found[0] == text
    assert all(piece in text for piece in found)


def test_a_long_text_is_cut_between_sentences() -> None:
    assert pieces("一二三四。五六七八。九十。", 6)[1:] == ["一二三四。", "五六七八。", "九十。"]


def test_missing_sets_are_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"stard_gold_articles\.jsonl is not in legal_qa"):
        read_corpora(tmp_path)


def test_the_baseline_finds_the_text_with_the_rare_word() -> None:
    assert bm25(["公证处在哪里", "信访多久", "身份证丢了"], ["信访要多久", "丢身份证"], tokens) == [1, 2]


def some_material(count: int = 20) -> Material:
    vectors = np.random.default_rng(1).standard_normal((count, 8), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = tuple(f"句子{number}" for number in range(count))
    return Material(words, vectors, words[:3], vectors[:3])


def test_fewer_passages_are_the_first_of_more_and_all_are_unit_vectors() -> None:
    few, few_vectors = sentences.passages(some_material(), 50)
    more, more_vectors = sentences.passages(some_material(), 200)

    np.testing.assert_array_equal(few, more[:50])
    np.testing.assert_allclose(np.linalg.norm(more_vectors, axis=1), 1, atol=1e-5)
    assert few_vectors.shape == (50, 8)


def test_texts_are_made_when_they_are_read() -> None:
    texts = scale.Texts(some_material(), np.array([[0, 1], [2, 3], [4, 5]]))

    assert list(texts[1:]) == ["句子2。句子3", "句子4。句子5"]
    assert len(texts) == 3


def test_exact_search_looks_at_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "_BLOCK", 7)
    vectors = some_material(40).vectors

    found = scale.nearest_exactly(vectors, vectors[:4])

    for row, right in zip(found, vectors[:4] @ vectors.T, strict=True):
        assert set(row) == set(np.argsort(-right)[:10])


def a_row(**changes: Any) -> dict[str, Any]:
    return {"passages": 1_000_000, "recall@10": 0.99, "p95 ms": 10.0, "memory MB": 1800.0} | changes


def test_a_million_is_judged_by_recall_time_and_memory() -> None:
    assert [good for _, good in scale.verdicts([a_row()])] == [True, True, True]
    missed = a_row(**{"recall@10": 0.9, "p95 ms": 16.0, "memory MB": 2600.0})
    assert [good for _, good in scale.verdicts([missed])] == [False, False, False]


def test_a_size_without_a_bar_is_judged_by_recall_alone() -> None:
    assert len(scale.verdicts([a_row(passages=300_000)])) == 1


def test_public_sets_are_judged_beside_what_is_usual() -> None:
    figures = {
        "STARD dev": {OURS: 0.55, JIEBA: 0.4},
        "consultations dev": {OURS: 0.5, JIEBA: 0.45},
        "DRCD dev": {OURS: 0.93, JIEBA: 0.9},
    }

    assert [good for _, good in verdicts(figures)] == [True, True, False]
