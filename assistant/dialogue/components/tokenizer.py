"""Words by a jieba tokenizer of our own, with our dictionary, true offsets and no whitespace tokens.

Rasa's JiebaTokenizer shares jieba's global tokenizer with everything else in the process and keeps spaces.
"""

import json
import logging
from typing import Any, Dict, List, Text

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.dialogue.lexicon import load
from assistant.dialogue.settings import ROOT, DialogueSettings
from assistant.shared.contracts.placeholders import PLACEHOLDER

_FILE = "dictionary.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class WordTokenizer(Tokenizer):
    """Cuts text to words; a placeholder such as ⟦phone:1⟧ is one word."""

    @staticmethod
    def supported_languages() -> List[Text]:
        """Chinese; Latin words pass through whole."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`dictionary` is a file with one word a line, beside the names in the lexicon."""
        return {
            "intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None,
            "prefix_separator_symbol": None,
            "dictionary": "nlu_data/lexicon/words.txt", "lexicon": "nlu_data/lexicon",
        }

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config)
        self._storage, self._resource = storage, resource
        self._words: List[str] = []
        self._jieba = jieba.Tokenizer()

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext,
    ) -> "WordTokenizer":
        """An untrained tokenizer."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "WordTokenizer":
        """The tokenizer with the dictionary it was trained with."""
        tokenizer = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            tokenizer._use(json.loads((folder / _FILE).read_text(encoding="utf-8")))
        return tokenizer

    def train(self, training_data: TrainingData) -> Resource:
        """The dictionary lies in the model."""
        listed = (ROOT / self._config["dictionary"]).read_text(encoding="utf-8").split()
        settings = DialogueSettings.from_environment()
        words = load(ROOT / self._config["lexicon"], settings.reference_dir)["words"]
        named = [word for word, _, _ in words if not word.isascii()]
        self._use(sorted(set(listed) | set(named)))
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self._words, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training sentences with their words."""
        return super().process_training_data(training_data)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """The words of the message with their offsets."""
        text = message.get(attribute)
        tokens, position = [], 0
        for hidden in PLACEHOLDER.finditer(text):
            tokens += self._cut(text, position, hidden.start())
            tokens.append(Token(hidden.group("kind"), hidden.start(), hidden.end()))
            position = hidden.end()
        return self._apply_token_pattern(tokens + self._cut(text, position, len(text)))

    def _cut(self, text: str, start: int, end: int) -> List[Token]:
        return [
            Token(word.lower(), start + first, start + last)
            for word, first, last in self._jieba.tokenize(text[start:end])
            if word.strip()
        ]

    def _use(self, words: List[str]) -> None:
        self._words = words
        logging.getLogger("jieba").setLevel(logging.ERROR)
        self._jieba.initialize()
        for word in words:
            self._jieba.add_word(word, freq=self._jieba.suggest_freq(word, tune=False))
