"""What is said: softmax regression over sentence vector, characters, words and sounds, with honest confidences.

Three heads are trained: with the sentence vector; by characters and sounds alone, for when the encoder is down; by
sounds alone, which knows pinyin from every Chinese sentence.
"""

from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack

from assistant.dialogue.components.features import features, in_order, seen, sounds, stacked
from assistant.dialogue.components.regression import Head, fit
from assistant.dialogue.sounds import is_pinyin

_FILE = "heads.npz"
_HEARD = 0.75  # how much of the judgement of pinyin goes by sounds alone


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(GraphComponent, IntentClassifier):
    """Puts `intent` and the five likeliest `intent_ranking` on a message."""

    @classmethod
    def required_components(cls) -> List[type]:
        """At least one featurizer."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`strength` is the inverse of regularisation.

        `balance` 1 lets every act weigh the same whatever its number of sentences, 0 every sentence.
        """
        return {"strength": 5.0, "balance": 1.0, "random_seed": 7, "ranking_length": 5}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._labels: List[str] = []
        self._full: Optional[Head] = None
        self._characters: Optional[Head] = None
        self._sounds: Optional[Head] = None

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ActClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "ActClassifier":
        """The classifier as it was trained."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as stored:
            classifier._labels = stored["labels"].tolist()
            classifier._full = Head.from_arrays(stored, "full")
            classifier._characters = Head.from_arrays(stored, "characters")
            classifier._sounds = Head.from_arrays(stored, "sounds")
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """All heads lie in the model."""
        examples = in_order(training_data)
        self._labels = sorted({example.get(INTENT) for example in examples})
        targets = np.array([self._labels.index(example.get(INTENT)) for example in examples])
        _, sparse = stacked(examples)
        shared = {name: self._config[name] for name in ("strength", "balance")} | {
            "seed": self._config["random_seed"], "labels": len(self._labels),
        }
        self._characters = fit(sparse, targets, None, **shared)
        heard = [sounds(example) for example in examples]
        if all(row is not None for row in heard):
            self._sounds = fit(vstack(heard, format="csr"), targets, None, **shared)
        places = seen(examples)
        if places:
            dense, rows = stacked([examples[at] for at in places])
            self._full = fit(rows, targets[places], dense, **shared)
        with self._storage.write_to(self._resource) as folder:
            arrays: Dict[str, Any] = {"labels": np.array(self._labels)}
            for name, head in (("full", self._full), ("characters", self._characters), ("sounds", self._sounds)):
                arrays.update(head.as_arrays(name) if head else {})
            np.savez_compressed(folder / _FILE, **arrays)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Messages with their intent."""
        for message in messages:
            if message.get(TEXT) and self._characters is not None:
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        dense, characters = features(message)
        head = self._full if dense is not None and self._full is not None else self._characters
        assert head is not None
        probabilities = head.probabilities(characters, dense if head is self._full else None)
        if self._sounds is not None and is_pinyin(message.get(TEXT)):
            by_sound = self._sounds.probabilities(sounds(message), None)
            probabilities = (1 - _HEARD) * probabilities + _HEARD * by_sound
        order = np.argsort(-probabilities)[: self._config["ranking_length"]]
        ranking = [{"name": self._labels[i], "confidence": float(probabilities[i])} for i in order]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

