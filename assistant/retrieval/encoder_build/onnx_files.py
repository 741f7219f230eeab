"""Exports the model to ONNX and quantises it: int8 matrix products, the embedding table in its own four bits.

The table was stored in four-bit blocks, so keeping those blocks loses nothing and needs an eighth of the memory.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.retrieval.encoder_build.packed_file import BLOCK, PackedModel
from assistant.shared.errors import SetupError

if TYPE_CHECKING:
    from transformers import BertModel

_TABLE = "embeddings.word_embeddings.weight"


def export_onnx(model: "BertModel", out: Path) -> Path:
    """The float32 ONNX file of that model, written below `out`."""
    from optimum.exporters.onnx import onnx_export_from_model

    with _without_advice():
        onnx_export_from_model(model=model, output=out, task="feature-extraction", do_validation=False)
    return out / "model.onnx"


def quantise(plain: Path, out: Path, packed: PackedModel, rows: npt.NDArray[np.int64]) -> None:
    """`out` holds the same network with int8 weights per channel and the four-bit table of the kept rows."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.parent.mkdir(parents=True, exist_ok=True)
    half = plain.with_name("int8.onnx")
    with _without_advice():
        quantize_dynamic(
            plain,
            half,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    model = onnx.load(half)
    _put_four_bit_table(model, packed, rows)
    onnx.save(model, out)


@contextmanager
def _without_advice() -> Iterator[None]:
    # Exporter and quantiser advise steps that do not apply to one fixed model; verification judges the result.
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _put_four_bit_table(model: Any, packed: PackedModel, rows: npt.NDArray[np.int64]) -> None:
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    place = next((at for at, n in enumerate(graph.node) if n.op_type == "Gather" and n.input[0] == _TABLE), None)
    if place is None:
        raise SetupError(
            f"the exported graph has no Gather over {_TABLE}",
            mend="install the versions of optimum-onnx and torch that requirements/service.txt pins",
        )
    lookup = graph.node[place]
    hidden = packed.shape.hidden
    numbers, scales = packed.blocks("emb.word")
    nibbles = numbers.reshape(-1, hidden)[rows].astype(np.uint8) & 0x0F
    table = TensorProto(
        name=f"{_TABLE}.int4",
        data_type=TensorProto.INT4,
        dims=[len(rows), hidden],
        raw_data=(nibbles[:, 0::2] | nibbles[:, 1::2] << 4).tobytes(),
    )
    scale = numpy_helper.from_array(scales.reshape(-1, hidden // BLOCK)[rows], f"{_TABLE}.scale")
    graph.node[place].CopyFrom(
        helper.make_node(
            "GatherBlockQuantized",
            [table.name, lookup.input[1], scale.name],
            [lookup.output[0]],
            name=lookup.name,
            domain="com.microsoft",
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
    )
    kept = [tensor for tensor in graph.initializer if tensor.name != _TABLE]
    del graph.initializer[:]
    graph.initializer.extend([*kept, table, scale])
    if all(opset.domain != "com.microsoft" for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
