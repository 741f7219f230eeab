"""Query vectors that arrived with a turn, kept for the featurizer by text; the tracker never sees them.

One cache a process: the channel and the featurizer are built by Rasa, which offers no way to hand one to the other.
"""

from collections import OrderedDict
from typing import Optional

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class VectorCache:
    """The last `size` vectors by text."""

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    def put(self, text: str, packed: bytes) -> None:
        """`packed`, little-endian float32, is the vector of `text` from now on."""
        self._vectors[text] = np.frombuffer(packed, dtype="<f4")
        self._vectors.move_to_end(text)
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)

    def get(self, text: str) -> Optional[Vector]:
        """The vector of `text`, None when it never came or was pushed out."""
        return self._vectors.get(text)


VECTORS = VectorCache()
