"""What a sentence is about, which door is right and which danger it tells of: one head for each key of metadata.

Trained on the sentences whose block in nlu_data has that key, such as `metadata: {topic: housing}`.
"""

from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.dialogue.components.features import features, in_order, seen, stacked
from assistant.dialogue.components.regression import Head, fit

_FILE = "details.npz"
_METADATA, _OF_INTENT = "metadata", "intent"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DetailClassifier(GraphComponent):
    """Puts `details` on a message: {key: {name, confidence}}."""

    @classmethod
    def required_components(cls) -> List[type]:
        """At least one featurizer."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`keys` of the metadata; the rest is as of the act classifier."""
        return {"keys": ["topic", "door", "danger"], "strength": 5.0, "random_seed": 7}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._heads: Dict[str, Head] = {}
        self._labels: Dict[str, List[str]] = {}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DetailClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "DetailClassifier":
        """The classifier as it was trained."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as stored:
            for key in config["keys"]:
                head = Head.from_arrays(stored, key)
                if head is not None:
                    classifier._heads[key], classifier._labels[key] = head, stored[f"{key}_labels"].tolist()
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """One head a key lies in the model; a key with fewer than two labels has none."""
        arrays: Dict[str, Any] = {}
        for key in self._config["keys"]:
            examples = [each for each in in_order(training_data) if _detail(each, key)]
            places = seen(examples)
            examples = [examples[at] for at in places] if places else examples
            labels = sorted({str(_detail(each, key)) for each in examples})
            if len(labels) < 2:
                continue
            dense, sparse = stacked(examples)
            targets = np.array([labels.index(str(_detail(each, key))) for each in examples])
            head = fit(
                sparse, targets, dense, strength=self._config["strength"],
                seed=self._config["random_seed"], labels=len(labels),
            )
            self._heads[key], self._labels[key] = head, labels
            arrays |= {**head.as_arrays(key), f"{key}_labels": np.array(labels)}
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **arrays)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Messages with their details."""
        for message in messages:
            if message.get(TEXT) and self._heads:
                dense, sparse = features(message)
                found: Dict[str, Any] = {}
                for key, head in self._heads.items():
                    by_vector = head.dense_weights.shape[0] > 0
                    if by_vector and dense is None:
                        continue
                    probabilities = head.probabilities(sparse, dense if by_vector else None)
                    best = int(np.argmax(probabilities))
                    found[key] = {"name": self._labels[key][best], "confidence": float(probabilities[best])}
                message.set("details", found, add_to_output=True)
        return messages


def _detail(example: Message, key: str) -> Optional[str]:
    of_intent = (example.get(_METADATA) or {}).get(_OF_INTENT) or {}
    return of_intent.get(key) if isinstance(of_intent, dict) else None
