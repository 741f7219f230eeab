"""Makes a PyTorch BERT from the packed file, with all rows of the embedding table or with the kept ones."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder_build.packed_file import PackedModel, Shape
from assistant.retrieval.encoder_loading import BUILT_BY

if TYPE_CHECKING:
    from transformers import BertModel

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def bert_configuration(packed: PackedModel, rows: int) -> dict[str, Any]:
    """What config.json says for an embedding table of that many rows."""
    shape = packed.shape
    return {
        "vocab_size": rows,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": packed.specials.pad,
        "built_by": BUILT_BY,
    }


def build_bert(packed: PackedModel, rows: npt.NDArray[np.int64] | None = None) -> "BertModel":
    """The model in float32, in evaluation mode; `rows` picks embedding rows, None keeps one for every piece."""
    import torch
    from transformers import BertConfig, BertModel
    from transformers.modeling_utils import no_init_weights

    count = len(packed.pieces) if rows is None else len(rows)
    with no_init_weights():
        configuration = BertConfig(**bert_configuration(packed, count))  # type: ignore[no-untyped-call]
        model = BertModel(configuration)  # type: ignore[no-untyped-call]
    words = packed.tensor("emb.word").reshape(-1, packed.shape.hidden)
    state = {name: torch.from_numpy(value) for name, value in _layers(packed).items()}
    state["embeddings.word_embeddings.weight"] = torch.from_numpy(words[:count] if rows is None else words[rows])
    # The vectors are means over tokens, so the pooler is never asked; zeros keep loaders from inventing one.
    hidden = packed.shape.hidden
    state["pooler.dense.weight"] = torch.zeros(hidden, hidden)
    state["pooler.dense.bias"] = torch.zeros(hidden)
    model.load_state_dict(state, strict=True)
    model.train(False)
    return model


def _layers(packed: PackedModel) -> dict[str, npt.NDArray[np.float32]]:
    hidden = packed.shape.hidden
    state = {
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type").reshape(-1, hidden),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b"),
    }
    for layer in range(packed.shape.layers):
        for short, long in _LAYER.items():
            weight = packed.tensor(f"l{layer}.{short}.w")
            if not short.endswith("ln"):
                weight = weight.reshape(-1, _inputs(short, packed.shape))
            state[f"encoder.layer.{layer}.{long}.weight"] = weight
            state[f"encoder.layer.{layer}.{long}.bias"] = packed.tensor(f"l{layer}.{short}.b")
    return state


def _inputs(short: str, shape: Shape) -> int:
    return shape.feed_forward if short == "fo" else shape.hidden
