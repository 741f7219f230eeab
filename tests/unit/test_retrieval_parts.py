"""The parts of the search, each by itself: word form, BM25, vectors, fusion, places, calibration."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.curation.vocabulary import read_spellings, read_vocabulary
from assistant.retrieval import lexical
from assistant.retrieval import vectors as vectors_module
from assistant.retrieval.adapter import PROBE, Adapter
from assistant.retrieval.adapting import fit_adapter
from assistant.retrieval.calibration import FEATURES, SECTION, Calibration, features
from assistant.retrieval.fusion import EMPTY, QUESTION, TITLE, choose, describe
from assistant.retrieval.fusion import FEATURES as RANKING
from assistant.retrieval.fusion import SECTION as SECTION_TEXT
from assistant.retrieval.lexical import K1, LexicalIndex
from assistant.retrieval.places import Places
from assistant.retrieval.softmax import Choice, fit_choice
from assistant.retrieval.terms import terms
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
        ("pls tell me what docs needed 4 a hk permit", "please tell me what documents needed for a Hong Kong permit"),
        ("sfz diule", "身份证 diule"),
        ("等4个月", "等4个月"),
        ("我個女同鬼佬結婚", "我女儿同外国人结婚"),
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


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_numbered_terms_are_the_terms(texts: list[str]) -> None:
    numbers, owners = terms([text.lower() for text in texts])

    for number, text in enumerate(texts):
        assert sorted(numbers[owners == number]) == sorted(terms([text])[0])
        assert len(numbers[owners == number]) == len(tokens(text))
        assert len(set(numbers[owners == number])) == len(set(tokens(text)))


def found_by(index: LexicalIndex, text: str) -> tuple[list[int], float]:
    wanted = index.wanted(text)
    return list(index.top(wanted, 10)[0]), wanted.mass


def test_the_text_with_the_rarer_term_comes_first() -> None:
    index = LexicalIndex.build(["公证 委托", "公证 遗嘱", "公证 声明", "信访"])

    numbers, mass = found_by(index, "遗嘱公证")

    assert numbers[0] == 1
    assert 3 not in numbers
    assert 0 < index.top(index.wanted("遗嘱公证"), 1)[1][0] <= mass * (K1 + 1)


def test_a_term_that_no_text_holds_weighs_the_query_down() -> None:
    index = LexicalIndex.build(["公证处在哪里", "信访多久"])

    assert index.wanted("公证 xylophone").mass > index.wanted("公证").mass
    assert index.top(index.wanted("xylophone"), 5)[0].size == 0


def test_a_saved_lexical_index_scores_as_before(tmp_path: Path) -> None:
    index = LexicalIndex.build(["公证处在哪里", "信访多久有答复", "身份证丢了"])
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)

    for text in ("信访答复", "公证", "什么都没有"):
        before, after = (found.top(found.wanted(text), 3) for found in (index, loaded))
        np.testing.assert_array_equal(before[0], after[0])
        np.testing.assert_array_equal(before[1], after[1])


@given(st.lists(st.text("公证处在哪里信访多久 abc"), min_size=1, max_size=20), st.text("公证信访多久 abc", max_size=12))
def test_scores_asked_for_are_those_that_ranked(texts: list[str], asked: str) -> None:
    index = LexicalIndex.build(texts)
    wanted = index.wanted(asked)
    numbers, scores = index.top(wanted, len(texts))

    np.testing.assert_allclose(index.scores(wanted, numbers), scores, rtol=1e-4)
    assert list(scores) == sorted(scores, reverse=True)


def test_frequent_terms_choose_nobody_and_still_tell_candidates_apart() -> None:
    texts = ["公证"] * 30 + ["信访"] * 30 + ["信访 遗嘱", "公证 遗嘱"]
    index = LexicalIndex.build(texts)

    numbers, scores = index.top(index.wanted("公证遗嘱"), 3, most=10)

    assert list(numbers) == [61, 60]
    assert scores[0] > scores[1] > 0


def test_in_a_large_index_very_common_terms_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    index = LexicalIndex.build(["公证处在哪里"] * 40 + ["遗嘱怎么写才算数"])
    every = len(index.wanted("遗嘱公证处在哪里").rows)
    monkeypatch.setattr(lexical, "_READ", 20)

    fewer = index.wanted("遗嘱公证处在哪里吗")

    assert lexical._LEAST <= len(fewer.rows) < every
    assert index.top(fewer, 1)[0][0] == 40


def test_an_empty_lexical_index_finds_nothing() -> None:
    index = LexicalIndex.build([])

    assert index.top(index.wanted("公证"), 3)[0].size == 0


def test_blocks_make_the_same_index_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["公证处在哪里", "信访多久有答复", "身份证丢了", "公证 abc", ""]
    whole = LexicalIndex.build(texts)
    monkeypatch.setattr(lexical, "_BLOCK", 2)
    in_blocks = LexicalIndex.build(texts)

    for text in ("公证处", "信访答复 abc", "丢"):
        np.testing.assert_array_equal(whole.top(whole.wanted(text), 5)[1], in_blocks.top(in_blocks.wanted(text), 5)[1])


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


def test_many_vectors_are_kept_as_short_codes_and_still_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "EXACT", 500)
    rows = np.random.default_rng(1).standard_normal((2000, 16), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    VectorIndex.build(rows).save(tmp_path)
    index = VectorIndex.load(tmp_path)

    found = [int(index.nearest(row, 1)[0][0]) for row in rows[:50]]

    assert found == list(range(50))
    np.testing.assert_allclose(index.cosines(rows[7], np.array([7])), [1.0], atol=0.02)
    assert index.nearest(rows[3], 5, np.array([3, 9]))[0][0] == 3
    assert index.nearest(rows[3], 5, np.arange(3, 2000))[0][0] == 3
    assert index.nearest(rows[3], 5, np.arange(4, 2000))[0][0] != 3


def an_adapter(size: int, *, scale: float = 0.1) -> Adapter:
    matrix = (np.random.default_rng(2).standard_normal((size, size)) * scale).astype(np.float32)
    return Adapter(matrix, FakeEncoder(dimensions=size).encode_queries([PROBE])[0])


def test_an_adapter_belongs_to_one_encoder_and_survives_being_written(tmp_path: Path) -> None:
    adapter = an_adapter(96)
    adapter.save(tmp_path / "adapter.npy")
    read = Adapter.read(tmp_path / "adapter.npy")

    assert read is not None
    assert read.identity == adapter.identity
    assert read.fits(FakeEncoder(dimensions=96))
    assert not read.fits(FakeEncoder(dimensions=64))
    assert Adapter.read(tmp_path / "nothing.npy") is None


def test_a_damaged_adapter_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "adapter.npy").write_bytes(b"nonsense")

    with pytest.raises(SetupError, match=r"adapter\.npy is not an adapter"):
        Adapter.read(tmp_path / "adapter.npy")


def test_texts_and_questions_are_turned_alike() -> None:
    encoder, adapter = FakeEncoder(), an_adapter(96)
    vectors = encoder.encode_passages(["公证处在哪里", "信访多久有答复"])
    index = VectorIndex.build(vectors, adapter)

    numbers, scores = index.nearest(index.turned(vectors[1]), 1)

    assert list(numbers) == [1]
    assert scores[0] == pytest.approx(1.0, abs=1e-5)


def test_an_adapter_brings_questions_of_one_file_together() -> None:
    encoder = FakeEncoder(dimensions=32)
    texts = ["红红红", "黄黄黄", "蓝蓝蓝", "绿绿绿"]
    vectors = encoder.encode_queries(texts)
    adapter = fit_adapter(vectors, np.array([0, 0, 1, 1]), np.arange(4), encoder)
    turned = adapter(vectors)

    assert turned[0] @ turned[1] > vectors[0] @ vectors[1]
    assert turned[2] @ turned[3] > vectors[2] @ vectors[3]


def described(dense: list[float], parts: list[list[float]], groups: list[int], roles: list[int] | None = None):  # type: ignore[no-untyped-def]
    table, speaks = describe(
        groups=np.array(groups),
        roles=np.array(roles or [SECTION_TEXT] * len(groups), dtype=np.int8),
        dense=np.array(dense, dtype=np.float32),
        parts=np.array(parts, dtype=np.float32),
        weights=np.ones(len(parts), dtype=np.float32),
        mass=float(len(parts)),
    )
    return {name: table[:, column] for column, name in enumerate(RANKING)}, speaks


def test_an_entry_is_described_by_its_passages() -> None:
    named, speaks = described([0.9, 0.8, 0.7], [[1, 0, 0], [0, 1, 0]], [0, 0, 1], [QUESTION, SECTION_TEXT, TITLE])

    assert named["dense"] == pytest.approx([0.9, 0.7])
    assert named["dense_second"] == pytest.approx([0.8, 0.7])
    assert named["question"] == pytest.approx([0.9, 0.7])
    assert named["section"] == pytest.approx([0.8, 0.7])
    assert named["coverage"] == pytest.approx([1.0, 0.0])
    assert list(speaks) == [0, 2]


def test_the_entry_that_speaks_of_all_that_was_asked_has_full_coverage() -> None:
    named, _ = described([0.8, 0.8, 0.8], [[1, 0, 1], [0, 1, 1]], [0, 0, 1])

    assert named["coverage"] == pytest.approx([1.0, 1.0])
    assert named["lexical"] == pytest.approx([0.5, 1.0])


def test_two_good_passages_choose_before_one_stray_phrase() -> None:
    chosen, _ = choose(
        owners=np.array([0, 0, 1, 1]),
        sizes=np.full(4, 2),
        dense=np.array([0.95, 0.80, 0.93, 0.93], dtype=np.float32),
        lexical=np.array([0.5, 0.1, 0.5, 0.5], dtype=np.float32),
    )

    assert list(chosen) == [1, 0]


def test_an_entry_of_one_passage_is_no_worse_for_it() -> None:
    scores = {"dense": np.array([0.9, 0.8, 0.8], np.float32), "lexical": np.array([0.5, 0.4, 0.4], np.float32)}

    single, _ = choose(owners=np.array([0, 1, 1]), sizes=np.array([1, 2, 2]), **scores)
    stray, _ = choose(owners=np.array([0, 1, 1]), sizes=np.array([5, 2, 2]), **scores)

    assert list(single) == [0, 1]
    assert stray.size == 2


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=40))
def test_every_owner_is_chosen_once_and_in_order(rows: list[tuple[float, float, int]]) -> None:
    chosen, scores = choose(
        owners=np.array([row[2] for row in rows]),
        sizes=np.full(len(rows), 9),
        dense=np.array([row[0] for row in rows], dtype=np.float32),
        lexical=np.array([row[1] for row in rows], dtype=np.float32),
    )

    assert sorted(chosen) == sorted({row[2] for row in rows})
    assert list(scores) == sorted(scores, reverse=True)


def test_nothing_found_is_an_empty_ranking() -> None:
    empty = EMPTY.ordered(dict.fromkeys(RANKING, 1.0))

    assert features(empty, count=5, query_length=3, in_letters=False, elsewhere=frozenset()).shape == (0, len(FEATURES))
    assert (
        choose(
            owners=np.zeros(0, np.int64),
            sizes=np.zeros(0, np.int64),
            dense=np.zeros(0, np.float32),
            lexical=np.zeros(0, np.float32),
        )[0].size
        == 0
    )


def test_a_softmax_learns_the_column_that_tells_right_from_wrong() -> None:
    random = np.random.default_rng(3)
    choices = [Choice(table, table[:, 1] == table[:, 1].max()) for table in random.standard_normal((60, 5, 2))]

    weights = fit_choice(choices, ["noise", "signal"])

    assert weights["signal"] > 5 * abs(weights["noise"])
    assert fit_choice([], ["a"]) == {"a": 0.0}


def test_a_question_about_elsewhere_names_it_unless_it_names_us_too() -> None:
    places = Places(read_vocabulary(VOCABULARY).places)

    assert places.elsewhere("广州的居住证怎么办") == {"广州"}
    assert places.elsewhere("我户口在北京，房子在台山") == frozenset()
    assert places.elsewhere("广东省的规定") == frozenset()
    assert places.reach("新会") == {"新会", "江门", "广东", "全国"}


def a_calibration(**changes: object) -> Calibration:
    data: dict[str, object] = {
        "ranking": dict.fromkeys(RANKING, 1.0),
        "section": dict.fromkeys(SECTION, 1.0),
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
