"""The parts of the encoder build that need no torch: the wheel's file, the vocabulary cut, the swap."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.encoder_build.build import build_encoder, read_sentences
from assistant.retrieval.encoder_build.packed_file import Specials, read_packed_file
from assistant.retrieval.encoder_build.tokenizer import build_tokenizer
from assistant.retrieval.encoder_build.vocabulary import SPACE_MARK, is_kept_character, kept_pieces
from assistant.shared.errors import SetupError

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
KEPT = "公证预约abé9，。"
FOREIGN = "жゆ한ก"


def a_packed_file(path: Path, *, version: int = 1, block: int = 32) -> Path:
    """The smallest file in the wheel's format: five pieces, one plain tensor, one four-bit tensor of two blocks."""
    pieces = [*SPECIALS, "公证"]
    blob = "".join(pieces).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in pieces)])
    head = struct.pack("<4sI7ifi5iQ", b"E5S1", version, 32, 1, 1, 32, 5, 8, 2, 1e-12, block, 5, 0, 2, 1, 3, len(blob))
    table = struct.pack("<IB", ord("\t"), 1) + struct.pack("<I", ord(" ")) + struct.pack("<IB", 1, 0)
    entries = [("plain", 0, 3, 12), ("packed", 1, 64, 36)]
    names = sum(2 + len(name) + struct.calcsize("<BIQQ") for name, *_ in entries)
    body = head + ends.astype("<u4").tobytes() + np.array([0, 0, 0, 0, -5], "<f4").tobytes() + blob
    body += struct.pack("<iI", 2, len(table)) + table
    at = len(body) + 4 + names
    body += struct.pack("<i", len(entries))
    for name, kind, count, size in entries:
        body += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, at, size)
        at += size
    body += np.array([1, 2, 3], "<f4").tobytes()
    for scale in (0.5, 2.0):
        body += np.array([scale], "<f2").tobytes() + bytes(low | (15 - low) << 4 for low in range(16))
    path.write_bytes(body)
    return path


def test_four_bit_blocks_unpack_to_scale_times_nibble_minus_eight(tmp_path: Path) -> None:
    packed = read_packed_file(a_packed_file(tmp_path / "model.bin"))

    weights = packed.tensor("packed").reshape(2, 32)

    assert weights[0].tolist() == [0.5 * (n - 8) for n in [*range(16), *reversed(range(16))]]
    assert weights[1].tolist() == [2.0 * (n - 8) for n in [*range(16), *reversed(range(16))]]
    assert packed.tensor("plain").tolist() == [1, 2, 3]


def test_sizes_pieces_scores_and_normalisation_are_read(tmp_path: Path) -> None:
    packed = read_packed_file(a_packed_file(tmp_path / "model.bin"))

    assert (packed.shape.hidden, packed.shape.layers, packed.shape.positions) == (32, 1, 8)
    assert packed.specials == Specials(begin=0, end=2, pad=1, unknown=3)
    assert packed.pieces == (*SPECIALS, "公证")
    assert packed.scores.tolist() == [0, 0, 0, 0, -5]
    assert packed.normalisation == {"\t": " ", "\x01": ""}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_ends_early_is_refused(tmp_path: Path, share: float) -> None:
    path = a_packed_file(tmp_path / "model.bin")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(SetupError, match="ends early or is damaged"):
        read_packed_file(path)


def test_another_version_or_block_size_is_refused_with_what_was_seen(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="version 2"):
        read_packed_file(a_packed_file(tmp_path / "new.bin", version=2))
    with pytest.raises(SetupError, match="blocks of 64 weights"):
        read_packed_file(a_packed_file(tmp_path / "wide.bin", block=64))


def test_a_tensor_that_is_not_there_is_named(tmp_path: Path) -> None:
    packed = read_packed_file(a_packed_file(tmp_path / "model.bin"))

    with pytest.raises(SetupError, match=r"holds no tensor emb\.word"):
        packed.tensor("emb.word")


@pytest.mark.parametrize(
    "character", [*"公證嘅㗎㐂，。！？「」（）ＡＢ１２aZ09~éñß€…—·％〇々→★❤\ufe0f😀" + "\U00020000" + "ㄅ"]
)
def test_what_chinese_and_english_text_uses_is_kept(character: str) -> None:
    assert is_kept_character(character)


@pytest.mark.parametrize("character", [*"жΩאあカ한กअőł"])
def test_letters_of_other_scripts_are_not_kept(character: str) -> None:
    assert not is_kept_character(character)


def test_special_tokens_stay_and_keep_their_numbers() -> None:
    assert kept_pieces([*SPECIALS, "привет", "公证", "мы", "<mask>"]).tolist() == [0, 1, 2, 3, 5, 7]


@given(
    pieces=st.lists(st.text(KEPT + FOREIGN + SPACE_MARK, min_size=2, max_size=4), max_size=40, unique=True),
    scores=st.lists(st.floats(-20, -1, width=32), min_size=60, max_size=60),
    text=st.text(KEPT + " ", max_size=30),
)
def test_cutting_the_vocabulary_never_changes_how_kept_text_is_split(
    pieces: list[str], scores: list[float], text: str
) -> None:
    # One lone score below all others, on a kept piece: the cost of an unknown character comes from the lowest.
    single = [SPACE_MARK, *KEPT]
    everything = [*SPECIALS, *single, *pieces]
    weights = [0.0] * 4 + [-25.0] + scores[: len(everything) - 5]
    rows = kept_pieces(everything)
    specials = Specials(begin=0, end=2, pad=1, unknown=3)
    whole = build_tokenizer(everything, weights, {"\t": " ", "\x01": ""}, specials)
    cut = build_tokenizer(
        [everything[row] for row in rows], [weights[row] for row in rows], {"\t": " ", "\x01": ""}, specials
    )

    assert [rows[number] for number in cut.encode(text).ids] == whole.encode(text).ids


def test_the_sentences_cover_four_scripts_and_are_all_different() -> None:
    scripts = read_sentences()
    sentences = [sentence for group in scripts.values() for sentence in group]

    assert set(scripts) == {"simplified", "traditional", "cantonese", "english"}
    assert all(len(group) >= 15 for group in scripts.values())
    assert len(set(sentences)) == len(sentences) >= 60


def test_a_build_that_fails_leaves_the_encoder_that_was_there(tmp_path: Path) -> None:
    out = tmp_path / "encoder"
    out.mkdir()
    (out / "verification.json").write_text(json.dumps({"model_id": "old"}))
    damaged = tmp_path / "model.bin"
    damaged.write_bytes(b"E5S1")

    with pytest.raises(SetupError, match="damaged"):
        build_encoder(out, packed_file=damaged)

    assert json.loads((out / "verification.json").read_text()) == {"model_id": "old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["encoder", "model.bin"]
