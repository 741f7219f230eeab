"""When an act is too unlikely to be acted on. To open a form takes more than to answer; a question takes most of all.

A form opened by mistake costs the citizen a way out of it; a search done by mistake costs a line of reading.
"""

from typing import Any, Dict, Text, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DoubtClassifier(FallbackClassifier):
    """Puts `nlu_fallback` before an act that is not likely enough for what it does."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`openers` must reach `opening_threshold`, and `answerable` acts said as a question `asked_threshold`."""
        return {
            **FallbackClassifier.get_default_config(),
            "openers": [],
            "opening_threshold": 0.5,
            "answerable": [],
            "asked_threshold": 0.75,
        }

    def _nlu_confidence_below_threshold(self, message: Message) -> Tuple[bool, float]:
        confidence = float(message.data[INTENT].get(PREDICTED_CONFIDENCE_KEY) or 0.0)
        return confidence < self._enough(message), confidence

    def _enough(self, message: Message) -> float:
        act = message.data[INTENT].get(INTENT_NAME_KEY)
        asked = any(entity["entity"] == "question" for entity in message.get(ENTITIES) or [])
        if asked and act in self.component_config["answerable"]:
            return float(self.component_config["asked_threshold"])
        if act in self.component_config["openers"]:
            return float(self.component_config["opening_threshold"])
        return float(self.component_config["threshold"])
