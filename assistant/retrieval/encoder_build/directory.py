"""Writes the standard sentence-transformers directory: configuration, tokenizer, PyTorch weights, pooling."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

PROMPTS = {"query": "query: ", "passage": "passage: "}
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def write_directory(out: Path, model: "BertModel", tokenizer: "Tokenizer") -> None:
    """`out` then opens as a SentenceTransformer with the torch backend: mean pooling, unit length, e5's prompts."""
    from transformers import XLMRobertaTokenizerFast

    positions: int = model.config.max_position_embeddings
    model.save_pretrained(out)
    fast = XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=positions)  # type: ignore[no-untyped-call]
    fast.save_pretrained(out)
    _write(out / "modules.json", _MODULES)
    _write(out / "sentence_bert_config.json", {"max_seq_length": positions, "do_lower_case": False})
    _write(
        out / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    _write(
        out / "1_Pooling" / "config.json",
        {"word_embedding_dimension": model.config.hidden_size, "pooling_mode_mean_tokens": True},
    )
    (out / "2_Normalize").mkdir()


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
