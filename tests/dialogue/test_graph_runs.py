"""Without dask the model says the same."""

from typing import Any, Dict

import pytest
from test_data import acts

from assistant.dialogue.graph_runs import DirectGraphRunner


@pytest.mark.parametrize("text", [text for _, text in acts()][::12])
def test_a_sentence_is_parsed_alike(agent: Any, text: str) -> None:
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.shared.core.trackers import DialogueStateTracker

    target = agent.processor.model_metadata.nlu_target

    def parsed(runner: Any) -> Dict[str, Any]:
        tracker = DialogueStateTracker.from_events("s", [])
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text, message_id="m")], PLACEHOLDER_TRACKER: tracker}
        return runner.run(inputs=inputs, targets=[target])[target][0].as_dict()

    assert parsed(DirectGraphRunner(agent.dask)) == parsed(agent.dask)


def test_the_policy_predicts_alike(agent: Any) -> None:
    from rasa.engine.constants import PLACEHOLDER_TRACKER
    from rasa.shared.core.events import ActionExecuted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    target = agent.processor.model_metadata.core_target
    for intent in ("ask", "greet", "file_petition", "nlu_fallback"):
        tracker = DialogueStateTracker.from_events(
            "s", [ActionExecuted("action_listen"), UserUttered("x", {"name": intent})], agent.domain.slots
        )
        ours = DirectGraphRunner(agent.dask).run({PLACEHOLDER_TRACKER: tracker}, [target])[target]
        stock = agent.dask.run({PLACEHOLDER_TRACKER: tracker}, [target])[target]
        assert ours.probabilities == stock.probabilities and ours.policy_name == stock.policy_name
