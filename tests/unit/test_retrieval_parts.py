"""The parts of the search, each by itself: word form, BM25, vectors, fusion, places, calibration."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.curation.vocabulary import read_spellings, read_vocabulary
from assistant.retrieval.calibration import FEATURES, Calibration, features
from assistant.retrieval.fusion import rank, reweigh
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.places import Places
from assistant.retrieval.vectors import VectorIndex
from assistant.retrieval.wordform import WordForm, tokens
from assistant.shared.errors import SetupError
from tests.unit.fake_encoder import FakeEncoder

VOCABULARY = Path(__file__).resolve().parents[2] / "knowledge" / "vocabulary"
FORM = WordForm(read_spellings(VOCABULARY))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("我喺邊度攞公證書", "我在哪里拿公证书"),
        ("五邑公正处", "五邑公证处"),
        ("身分證唔見咗點算", "身份证丢了怎么办"),
        ("ＡＢＣ　１２３", "ABC 123"),
    ],
)
def test_what_people_type_becomes_what_the_files_say(typed: str, meant: str) -> None:
    assert FORM(typed) == meant


def test_nothing_is_replaced_twice() -> None:
    assert WordForm({"甲": "乙", "乙": "丙"})("甲乙") == "乙丙"


def test_the_longest_spelling_wins() -> None:
    assert WordForm({"唔": "不", "唔使": "不用"})("唔使") == "不用"


@given(st.text())
def test_any_text_has_a_word_form_and_terms(text: str) -> None:
    assert all(term == term.lower() for term in tokens(FORM(text)))


def test_spellings_hold_no_line_without_effect() -> None:
    spellings = read_spellings(VOCABULARY)

    assert [typed for typed, meant in spellings.items() if typed == meant or not typed or not meant] == []


def test_terms_are_characters_pairs_and_words() -> None:
    assert tokens("办公证ID cards") == ["办", "公", "证", "办公", "公证", "id", "card"]


def test_the_text_with_the_rarer_term_scores_higher(tmp_path: Path) -> None:
    index = LexicalIndex.build(["公证 委托", "公证 遗嘱", "公证 声明", "信访"])

    scores, mass = index.scores("遗嘱公证")

    assert int(scores.argmax()) == 1
    assert scores[3] == 0
    assert 0 < scores[1] <= mass * 2


def test_a_term_that_no_text_holds_weighs_the_query_down() -> None:
    index = LexicalIndex.build(["公证处在哪里", "信访多久"])

    _, known = index.scores("公证")
    scores, unknown = index.scores("公证 xylophone")

    assert unknown > known
    assert scores.max() < unknown


def test_a_saved_lexical_index_scores_as_before(tmp_path: Path) -> None:
    index = LexicalIndex.build(["公证处在哪里", "信访多久有答复", "身份证丢了"])
    index.save(tmp_path)

    before, after = index.scores("信访答复"), LexicalIndex.load(tmp_path).scores("信访答复")

    np.testing.assert_array_equal(before[0], after[0])
    assert before[1] == after[1]


def test_a_saved_vector_index_finds_as_before_and_only_among_what_is_allowed(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    vectors = encoder.encode_passages(["公证处在哪里", "信访多久有答复", "身份证丢了怎么办"])
    VectorIndex.build(vectors).save(tmp_path)
    index = VectorIndex.load(tmp_path)
    query = encoder.encode_queries(["信访几天答复"])[0]

    numbers, scores = index.nearest(query, 3)
    limited, _ = index.nearest(query, 3, np.array([0, 2]))

    assert numbers[0] == 1
    np.testing.assert_allclose(index.cosines(query, numbers), scores, rtol=1e-5)
    assert set(limited) == {0, 2}


def ranked(dense: list[float], lexical: list[float], owners: list[int], weight: float = 0.3):  # type: ignore[no-untyped-def]
    return rank(
        passages=np.arange(len(owners), dtype=np.int64),
        owners=np.array(owners, dtype=np.int64),
        dense=np.array(dense, dtype=np.float32),
        lexical=np.array(lexical, dtype=np.float32),
        weight=weight,
    )


def test_two_good_passages_beat_one_stray_phrase() -> None:
    ranking = ranked([0.95, 0.80, 0.93, 0.93], [0.5, 0.1, 0.5, 0.5], [0, 0, 1, 1])

    assert list(ranking.entries) == [1, 0]
    assert ranking.dense[1] == pytest.approx(0.95)


def test_the_passage_that_speaks_for_an_entry_is_its_best() -> None:
    ranking = ranked([0.8, 0.9, 0.7], [0.1, 0.9, 0.2], [0, 0, 1])

    assert ranking.best_passage[list(ranking.entries).index(0)] == 1


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=40))
def test_every_owner_is_ranked_once_and_in_order(rows: list[tuple[float, float, int]]) -> None:
    ranking = ranked([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])

    assert sorted(ranking.entries) == sorted({row[2] for row in rows})
    assert all(a >= b for a, b in zip(ranking.fused, ranking.fused[1:], strict=False))
    assert list(reweigh(ranking, 0.3).entries) == list(ranking.entries)


def test_nothing_found_is_an_empty_ranking() -> None:
    ranking = ranked([], [], [])

    assert features(ranking, count=5, query_length=3, in_letters=False, elsewhere=frozenset()).shape == (0, len(FEATURES))


def test_a_question_about_elsewhere_names_it_unless_it_names_us_too() -> None:
    places = Places(read_vocabulary(VOCABULARY).places)

    assert places.elsewhere("广州的居住证怎么办") == {"广州"}
    assert places.elsewhere("我户口在北京，房子在台山") == frozenset()
    assert places.elsewhere("广东省的规定") == frozenset()
    assert places.reach("新会") == {"新会", "江门", "广东", "全国"}


def a_calibration(**changes: object) -> Calibration:
    data: dict[str, object] = {
        "lexical_weight": 0.3,
        "intercept": 0.0,
        "coefficients": dict.fromkeys(FEATURES, 1.0),
        "thresholds": {"answer": 0.8, "choices": 0.3, "choice": 0.1},
    }
    return Calibration.from_mapping(data | changes)


@pytest.mark.parametrize(
    ("probabilities", "gap", "decision"),
    [
        ([0.8, 0.1], False, "answer"),
        ([0.79, 0.1], False, "choices"),
        ([0.3, 0.0], False, "choices"),
        ([0.29, 0.2], False, "refuse"),
        ([0.5], False, "refuse"),
        ([], False, "refuse"),
        ([0.56, 0.1], True, "answer"),
        ([0.54, 0.1], True, "choices"),
    ],
)
def test_thresholds_decide_what_is_done(probabilities: list[float], gap: bool, decision: str) -> None:
    assert a_calibration().decide(probabilities, first_is_gap=gap) == decision


def test_a_setting_can_replace_the_fitted_answer_threshold() -> None:
    assert a_calibration().decide([0.85, 0.1], first_is_gap=False, answer=0.9) == "choices"


def test_two_to_four_choices_are_offered() -> None:
    assert a_calibration().near([0.5, 0.01]) == 2
    assert a_calibration().near([0.5, 0.4, 0.3, 0.2, 0.1]) == 4


def test_a_calibration_survives_being_written() -> None:
    calibration = a_calibration()

    assert Calibration.from_mapping(calibration.to_mapping()) == calibration


def test_thresholds_out_of_order_are_refused() -> None:
    with pytest.raises(SetupError, match="out of order"):
        a_calibration(thresholds={"answer": 0.2, "choices": 0.3, "choice": 0.1})
    with pytest.raises(SetupError, match="'answer'"):
        a_calibration(thresholds={})
