"""Sentence vectors that the gateway sent with the turn (training: from a file made beforehand)."""

import logging
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.dialogue.settings import DialogueSettings
from assistant.dialogue.training_texts import as_seen
from assistant.dialogue.vector_cache import VECTORS, Vector

log = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(DenseFeaturizer, GraphComponent):
    """One dense sentence feature, or none when no vector came: the classifier then goes by characters alone."""

    @classmethod
    def required_components(cls) -> List[type]:
        """A tokenizer, as every featurizer of Rasa."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Nothing but the alias that Rasa wants."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceVectorFeaturizer":
        """The featurizer; it has nothing to load."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Anything goes."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Messages with their vectors, where one came with the turn."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                self._add(message, VECTORS.get(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training sentences with the vectors of the file that the build made."""
        path = DialogueSettings.from_environment().nlu_vectors
        if not path.exists():
            log.warning("no sentence vectors at %s: the model will go by characters alone", path)
            return training_data
        with np.load(path, allow_pickle=False) as stored:
            known: Dict[str, Vector] = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
        for message in training_data.training_examples:
            text = message.get(TEXT)
            if text:
                self._add(message, known.get(as_seen(text)))
        return training_data

    def _add(self, message: Message, vector: Optional[Vector]) -> None:
        if vector is not None:
            row = np.asarray(vector, dtype=np.float32).reshape(1, -1)
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
