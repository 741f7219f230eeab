"""Every finder of entities that the scores judge, by name. A finder imports what it needs when it is called."""

from scripts.evaluation.entity_scores import Finder

FINDERS: dict[str, Finder] = {}
