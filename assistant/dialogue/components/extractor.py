"""What is in a sentence: places, countries, matters, times, reference numbers and placeholders."""

import json
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.dialogue.lexicon import Found, Lexicon, load
from assistant.dialogue.settings import ROOT, DialogueSettings
from assistant.shared.contracts.placeholders import PLACEHOLDER

_FILE = "lexicon.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LexiconExtractor(GraphComponent, EntityExtractorMixin):
    """Exact rules only: what it names is there, with a normalised value."""

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._lexicon = Lexicon({"words": [], "patterns": [], "questions": ["[?]"], "whereabouts": ["^$", "^$"]})

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`lexicon` is the folder of the data files."""
        return {"lexicon": "nlu_data/lexicon"}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LexiconExtractor":
        """An extractor without data."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "LexiconExtractor":
        """The extractor with the data it was trained with."""
        extractor = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            extractor._lexicon = Lexicon(json.loads((folder / _FILE).read_text(encoding="utf-8")))
        return extractor

    def train(self, training_data: TrainingData) -> Resource:
        """The lexicon, villages and missions included, lies in the model."""
        data = load(ROOT / self._config["lexicon"], DialogueSettings.from_environment().reference_dir)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        self._lexicon = Lexicon(data)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Messages with their entities, and `question` when they have the shape of one."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = [*_placeholders(text), *self._lexicon.find(text)]
                if self._lexicon.is_question(text):
                    found.append(Found("question", "yes", 0, len(text)))
                message.set(ENTITIES, [_as_entity(item) for item in found], add_to_output=True)
        return messages


def _placeholders(text: str) -> List[Found]:
    return [Found(match["kind"], match.group(), *match.span()) for match in PLACEHOLDER.finditer(text)]


def _as_entity(found: Found) -> Dict[str, Any]:
    entity: Dict[str, Any] = {
        "entity": found.entity, "value": found.value, "start": found.start, "end": found.end,
        "extractor": "LexiconExtractor",
    }
    if found.role:
        entity["role"] = found.role
    return entity
