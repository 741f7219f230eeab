"""Finds and opens what `Encoder.open` was asked for: a directory of ours, any sentence-transformers path, or a name.

Torch, transformers and ONNX Runtime are imported inside the functions: they cost seconds and hundreds of megabytes.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from assistant.retrieval.encoder_verification import FILE_NAME as VERIFICATION
from assistant.shared.errors import SetupError

BUILD_COMMAND = "python -m assistant.retrieval.encoder_build --out"
BUILT_BY = "assistant.retrieval.encoder_build"


def load_sentence_transformer(path_or_name: str, *, threads: int) -> Any:
    """A SentenceTransformer on the CPU: through ONNX Runtime where the directory has an ONNX file, else PyTorch."""
    directory = Path(path_or_name)
    if directory.is_dir():
        stay_offline()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch

    torch.set_num_threads(threads)
    try:
        return _load_own(directory, threads) if is_own_build(directory) else _load_any(path_or_name, threads)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        raise SetupError(
            f"the encoder {path_or_name} cannot be opened: {error}",
            mend="set ASSISTANT_ENCODER_MODEL to a sentence-transformers name or path, or leave it empty",
        ) from error


def stay_offline() -> None:
    """No library asks the model hub; only true when said before huggingface_hub is first imported."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def _load_own(directory: Path, threads: int) -> Any:
    from sentence_transformers import SentenceTransformer

    from assistant.retrieval.onnx_module import OnnxSentences

    module = OnnxSentences(directory, threads=threads)
    return SentenceTransformer(modules=[module], prompts=module.prompts, device="cpu")


def _load_any(path_or_name: str, threads: int) -> Any:
    from sentence_transformers import SentenceTransformer

    directory = Path(path_or_name)
    options: dict[str, Any] = {"device": "cpu", "local_files_only": directory.is_dir()}
    if _has_onnx(directory):
        from assistant.retrieval.token_vectors import session_options

        choice = {"provider": "CPUExecutionProvider", "session_options": session_options(threads)}
        options |= {"backend": "onnx", "model_kwargs": choice}
    return SentenceTransformer(path_or_name, **options)


def directory_model_id(directory: Path) -> str:
    """A hash of the files that decide the vectors: the same id means the same vectors."""
    digest = hashlib.blake2b(digest_size=12)
    weights = {".onnx"} if _has_onnx(directory) else {".safetensors", ".bin"}
    for path in sorted(directory.rglob("*")):
        wanted = path.suffix in weights | {".json", ".model", ".txt"}
        if not path.is_file() or not wanted or path.name == VERIFICATION:
            continue
        digest.update(path.relative_to(directory).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, hashlib.blake2b).digest())
    return digest.hexdigest()


def is_own_build(directory: Path) -> bool:
    """True for a directory that `encoder_build` made, wherever it lies now."""
    try:
        content = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("built_by") == BUILT_BY


def _has_onnx(directory: Path) -> bool:
    return (directory / "onnx" / "model.onnx").is_file() or (directory / "model.onnx").is_file()


def hub_revision(model: Any) -> str | None:
    """The commit of the model hub that was opened, where the library tells."""
    configuration = getattr(getattr(model[0], "auto_model", None), "config", None)
    return getattr(configuration, "_commit_hash", None)


def local_directory(path_or_name: str | Path) -> Path | None:
    """The directory that is meant, or None for a name on the model hub; a path with no encoder is refused."""
    path = Path(path_or_name).expanduser()
    if path.is_dir():
        if not (path / "modules.json").is_file() and not (path / "config.json").is_file():
            raise SetupError(
                f"{path} is not an encoder: it has neither modules.json nor config.json",
                mend=f"build the default one: {BUILD_COMMAND} {path}",
            )
        return path
    if isinstance(path_or_name, Path) or path.is_absolute() or path_or_name.startswith("."):
        raise SetupError(f"there is no encoder at {path}", mend=f"build the default one: {BUILD_COMMAND} {path}")
    return None
