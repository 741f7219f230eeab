"""The build as steps: read, cut, write, export, quantise, verify; all beside the target, renamed when it is whole."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder import Encoder
from assistant.retrieval.encoder_build.comparison import closeness, onnx_vectors, torch_vectors
from assistant.retrieval.encoder_build.directory import PROMPTS, write_directory
from assistant.retrieval.encoder_build.onnx_files import export_onnx, quantise
from assistant.retrieval.encoder_build.packed_file import (
    PACKAGE,
    PackedModel,
    find_packed_file,
    packed_version,
    read_packed_file,
)
from assistant.retrieval.encoder_build.tokenizer import build_tokenizer
from assistant.retrieval.encoder_build.vocabulary import kept_pieces
from assistant.retrieval.encoder_build.weights import build_bert
from assistant.retrieval.encoder_loading import directory_model_id, load_sentence_transformer, stay_offline
from assistant.retrieval.encoder_verification import FILE_NAME, Verification
from assistant.shared.errors import SetupError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Progress = Callable[[str, float], None]
SENTENCES = Path(__file__).with_name("sentences.json")


@dataclass(frozen=True)
class Report:
    """What was built, how close it is to the original, and how long each step took."""

    directory: Path
    verification: Verification
    seconds: dict[str, float]


def build_encoder(
    out: Path, progress: Progress | None = None, *, threads: int = 1, packed_file: Path | None = None
) -> Report:
    """`out` holds a verified encoder, or is as it was; `progress(step, seconds)` is told each finished step."""
    stay_offline()
    clock = _Clock(progress)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as work:
        made = Path(work) / "encoder"
        made.mkdir()
        verification = _build_into(made, Path(work), packed_file, clock, threads)
        _swap(made, out)
    return Report(out, verification, clock.seconds)


def read_sentences() -> dict[str, list[str]]:
    """The sentences that both models are compared on, by script."""
    found: dict[str, list[str]] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return found


def tokenizer_of(packed: PackedModel, rows: npt.NDArray[np.int64] | None = None) -> "Tokenizer":
    """The tokenizer over all pieces, or over the kept ones."""
    if rows is None:
        rows = np.arange(len(packed.pieces))
    return build_tokenizer(
        [packed.pieces[row] for row in rows], packed.scores[rows].tolist(), packed.normalisation, packed.specials
    )


def _build_into(made: Path, work: Path, packed_file: Path | None, clock: "_Clock", threads: int) -> Verification:
    with clock.step("read the wheel"):
        packed = read_packed_file(packed_file or find_packed_file())
        rows = kept_pieces(packed.pieces)
    with clock.step("load libraries"):
        # On a cold disk this takes as long as all the rest, so it is shown as a step of its own.
        import optimum.exporters.onnx  # noqa: F401
        import sentence_transformers  # noqa: F401
        import torch

        torch.set_num_threads(threads)
    scripts = read_sentences()
    sentences = [sentence for group in scripts.values() for sentence in group]
    with clock.step("encode with the original"):
        prefixed = [PROMPTS["query" if at % 2 else "passage"] + text for at, text in enumerate(sentences)]
        original = torch_vectors(build_bert(packed), tokenizer_of(packed), prefixed)
    with clock.step("write the directory"):
        model = build_bert(packed, rows)
        tokenizer = tokenizer_of(packed, rows)
        write_directory(made, model, tokenizer)
    with clock.step("export to ONNX"):
        plain = export_onnx(model, work / "onnx")
        del model
    with clock.step("quantise"):
        quantise(plain, made / "onnx" / "model.onnx", packed, rows)
    with clock.step("verify"):
        before = closeness(onnx_vectors(plain, tokenizer, prefixed, threads=threads), original)
        model_id = directory_model_id(made)
        encoder = Encoder(load_sentence_transformer(str(made), threads=threads), model_id=model_id)
        final = np.stack(
            [
                (encoder.encode_queries if at % 2 else encoder.encode_passages)([text])[0]
                for at, text in enumerate(sentences)
            ]
        )
        verification = Verification(
            model_id=model_id,
            source=f"{PACKAGE} {packed_version()}",
            sentences=len(sentences),
            scripts=sorted(scripts),
            pieces=len(rows),
            pieces_of=len(packed.pieces),
            before=before,
            after=closeness(final, original),
        )
    reason = verification.shortfall()
    if reason is not None:
        raise SetupError(
            f"the encoder that was built is not good enough: {reason}",
            mend="install the versions that requirements/service.txt pins and build again",
        )
    (made / FILE_NAME).write_text(verification.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return verification


def _swap(made: Path, out: Path) -> None:
    # A directory cannot be renamed over one that has files, so the old one steps aside first.
    old = made.with_name("old")
    if out.exists():
        out.rename(old)
    made.rename(out)
    if old.exists():
        shutil.rmtree(old)


class _Clock:
    """Times the steps and tells each one when it is done."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start
        if self._progress is not None:
            self._progress(name, self.seconds[name])
