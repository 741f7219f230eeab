"""The citizen's words as the rest of the pipeline reads them, and the vector of them, made once."""

from assistant.gateway.turn import SAYING, Turn
from assistant.retrieval.service import Retrieval
from assistant.shared.contracts.dialogue import pack_vector
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import RetrievalUnavailable
from assistant.shared.text.normalise import has_words
from assistant.shared.text.script import to_simplified


class UnderstandStep:
    """Simplified text without a leading slash, which Rasa would take for a command; asks back when there is no word."""

    name = "understand"
    always = False

    async def __call__(self, turn: Turn) -> None:
        if turn.said.kind != SAYING:
            return
        turn.understood = to_simplified(turn.said.shown).lstrip("/").strip()
        if not has_words(turn.understood):
            turn.stop(
                Outcome.CLARIFY_CHOICES,
                {"kind": "words", "outcome": Outcome.CLARIFY_CHOICES.value, "key": "nothing_to_read", "args": {}},
            )


class EncodeStep:
    """The query vector of the text. Without the encoder a turn goes on: Rasa still has the characters."""

    name = "encode"
    always = False

    def __init__(self, retrieval: Retrieval) -> None:
        self._retrieval = retrieval

    async def __call__(self, turn: Turn) -> None:
        if turn.said.kind != SAYING:
            return
        try:
            vectors = await self._retrieval.encode([turn.understood])
        except RetrievalUnavailable:
            return
        turn.vector = pack_vector(vectors[0])
