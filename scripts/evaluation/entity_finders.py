"""Every finder of entities that the scores judge, by name. A finder imports what it needs when it is called."""

from collections.abc import Iterator

from scripts.evaluation.entity_scores import Finder, Given, Mention
from scripts.evaluation.places_and_papers import FINDERS as PLACES_AND_PAPERS


def _times(given: Given) -> Iterator[Mention]:
    from assistant.shared.text.times import find_times

    for found in find_times(given.text, now=given.now, zone=given.zone):
        yield Mention(found.kind.value, found.start, found.end, found.value)


def _quantities(given: Given) -> Iterator[Mention]:
    from assistant.shared.text.numbers.find import find_quantities

    for found in find_quantities(given.text, zone=given.zone):
        yield Mention(found.kind, found.start, found.end, found.value)


def _relations(given: Given) -> Iterator[Mention]:
    from assistant.shared.text.relations import find_relations

    for found in find_relations(given.text):
        yield Mention("relation", found.start, found.end, found.value)


FINDERS: dict[str, Finder] = {"times": _times, "quantities": _quantities, "relations": _relations, **PLACES_AND_PAPERS}
