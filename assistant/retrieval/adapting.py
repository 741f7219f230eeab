"""Fits the adapter: every listed question must find another text of its own file, among all texts of all files.

It sees the knowledge files only, never a gold question, so the gold questions judge it fairly.
"""

import numpy as np
import numpy.typing as npt

from assistant.retrieval.adapter import PROBE, Adapter, QueryEncoder

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
SEED = 20261122
_ROUNDS, _BATCH, _RATE, _TEMPERATURE, _PENALTY = 8, 256, 1e-3, 0.05, 0.03


def fit_adapter(vectors: Floats, owners: Numbers, questions: Numbers, encoder: QueryEncoder) -> Adapter:
    """The adapter for texts of these files; row `i` of `vectors` is a text of file `owners[i]`.

    `questions` are the rows that are ways to ask. Takes some ten seconds for 4,000 texts on one core.
    """
    import torch

    torch.manual_seed(SEED)
    texts = torch.from_numpy(np.array(vectors, dtype=np.float32))
    files = torch.from_numpy(np.asarray(owners, dtype=np.int64))
    asked = torch.from_numpy(np.asarray(questions, dtype=np.int64))
    matrix = torch.zeros(texts.shape[1], texts.shape[1], requires_grad=True)
    optimiser = torch.optim.Adam([matrix], lr=_RATE)
    total = _ROUNDS * -(-len(asked) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / total)
    for _ in range(_ROUNDS):
        order = torch.randperm(len(asked))
        for start in range(0, len(asked), _BATCH):
            rows = asked[order[start : start + _BATCH]]
            itself = (torch.arange(len(rows)), rows)
            turned = torch.nn.functional.normalize(texts + texts @ matrix, dim=1)
            scores = turned[rows] @ turned.T / _TEMPERATURE
            scores[itself] = -torch.inf
            related = files[rows][:, None] == files[None, :]
            related[itself] = False
            # A file of one text has nothing to find.
            able = related.any(dim=1)
            found = torch.logsumexp(scores[able].masked_fill(~related[able], -torch.inf), dim=1)
            loss = (torch.logsumexp(scores[able], dim=1) - found).mean() + _PENALTY * matrix.square().sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    probe = np.asarray(encoder.encode_queries([PROBE])[0], dtype=np.float32)
    return Adapter(matrix.detach().numpy().astype(np.float16).astype(np.float32), probe)
