"""Characters, words and sounds of a sentence as TF-IDF: what spelling, dialect and short sentences are known by."""

import json
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.dialogue.term_index import TermIndex
from assistant.dialogue.terms import characters, sounds

_FILE = "terms.json"
_KINDS = {"characters": characters, "sounds": sounds}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TermFeaturizer(SparseFeaturizer, GraphComponent):
    """The terms of terms.py, weighted by rarity, of unit length."""

    @classmethod
    def required_components(cls) -> List[type]:
        """A tokenizer: words are features too."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`terms`: characters or sounds. A term must be in `min_sentences` training sentences."""
        return {**SparseFeaturizer.get_default_config(), "terms": "characters", "max_ngram": 3, "min_sentences": 2}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, name: Text) -> None:
        super().__init__(name, config)
        self._storage, self._resource = storage, resource
        self._terms = TermIndex({})

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TermFeaturizer":
        """An untrained featurizer."""
        return cls(config, model_storage, resource, execution_context.node_name)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "TermFeaturizer":
        """The featurizer with the terms it was trained with."""
        featurizer = cls(config, model_storage, resource, execution_context.node_name)
        with model_storage.read_from(resource) as folder:
            featurizer._terms = TermIndex(json.loads((folder / _FILE).read_text(encoding="utf-8")))
        return featurizer

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Anything goes."""

    def train(self, training_data: TrainingData) -> Resource:
        """Terms and their weights lie in the model."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        self._terms = TermIndex.learned(map(self._of, messages), self._config["min_sentences"])
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self._terms.weights, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training sentences with their features."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Messages with their features."""
        for message in messages:
            if message.get(TEXT):
                message.add_features(
                    Features(self._terms.row(self._of(message)), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                )
        return messages

    def _of(self, message: Message) -> List[str]:
        words = [token.text for token in message.get(TOKENS_NAMES[TEXT], [])]
        return _KINDS[self._config["terms"]](message.get(TEXT), words, self._config["max_ngram"])
