"""How well acts are understood, by sentences written apart from the training sentences."""

import asyncio
from typing import Any, Dict, List, Tuple

from test_data import acts, known_failures

from assistant.dialogue.training_texts import sentences_by_intent, training_texts

MAIN = ("ask", "file_petition", "book_notary", "track")
ENOUGH, ENOUGH_FOR_MAIN = 60, 150


def understood(agent: Any, vectors: Dict[str, bytes], texts: List[str]) -> List[str]:
    """The act of each text, as the model ranks it."""
    from rasa.core.channels.channel import UserMessage

    from assistant.dialogue.vector_cache import VECTORS

    async def all_of_them() -> List[str]:
        found = []
        for text in texts:
            if text in vectors:
                VECTORS.put(text, vectors[text])
            parsed = await agent.processor.parse_message(UserMessage(text))
            ranking = [item["name"] for item in parsed["intent_ranking"] if item["name"] != "nlu_fallback"]
            found.append(ranking[0])
        return found

    return asyncio.run(all_of_them())


def test_acts_are_understood_in_nineteen_of_twenty_sentences(
    agent: Any, vectors: Dict[str, bytes], record_property: Any
) -> None:
    expected = acts()
    found = understood(agent, vectors, [text for _, text in expected])
    wrong = [(act, seen, text) for (act, text), seen in zip(expected, found, strict=True) if act != seen]
    accuracy = 1 - len(wrong) / len(expected)
    record_property("accuracy", f"{accuracy:.3f} over {len(expected)} sentences")
    assert accuracy >= 0.95, wrong


def test_nothing_fails_that_is_not_known_to_fail(agent: Any, vectors: Dict[str, bytes]) -> None:
    expected: List[Tuple[str, str]] = acts()
    found = understood(agent, vectors, [text for _, text in expected])
    wrong = {text: act for (act, text), seen in zip(expected, found, strict=True) if act != seen}
    known = known_failures()
    assert {text: act for text, act in wrong.items() if known.get(text) != act} == {}
    assert len(known) <= 8, "teach the model more sentences of this kind instead of listing failures"


def test_without_a_vector_characters_still_tell_most_acts(agent: Any) -> None:
    from assistant.dialogue.vector_cache import VECTORS

    VECTORS._vectors.clear()
    expected = acts()
    found = understood(agent, {}, [text for _, text in expected])
    assert sum(act == seen for (act, _), seen in zip(expected, found, strict=True)) / len(expected) >= 0.8


def test_danger_and_wrong_doors_are_never_missed(agent: Any, vectors: Dict[str, bytes]) -> None:
    expected = [(act, text) for act, text in acts() if act in ("emergency", "self_harm")]
    assert understood(agent, vectors, [text for _, text in expected]) == [act for act, _ in expected]


def test_there_are_enough_training_sentences_for_every_act() -> None:
    counts = {act: len(set(texts)) for act, texts in sentences_by_intent().items()}
    assert {act: counts[act] for act in MAIN if counts[act] < ENOUGH_FOR_MAIN} == {}
    assert {act: count for act, count in counts.items() if count < ENOUGH} == {}


def test_no_test_sentence_is_a_training_sentence() -> None:
    assert sorted(set(training_texts()) & {text for _, text in acts()}) == []
