"""Finders of places, missions, matters, documents, reference numbers and personal data, for the scores."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from scripts.evaluation.entity_scores import ROOT, Finder, Given, Mention

LEXICON = ROOT / "nlu_data" / "lexicon"
REFERENCE = ROOT / "var" / "reference"


def _mentions(found: Iterable[Any]) -> list[Mention]:
    return [Mention(str(each.kind), each.start, each.end, each.value) for each in found]


@cache
def _divisions() -> Callable[[str], Iterable[Any]]:
    from assistant.shared.text.divisions.resolving import Divisions

    return Divisions.load(REFERENCE / "divisions.json", LEXICON).find


@cache
def _countries() -> Callable[[str], Iterable[Any]]:
    from assistant.shared.text.countries.finding import Countries

    return Countries.load(REFERENCE / "abroad.json", LEXICON).find


@cache
def _documents() -> Callable[[str], Iterable[Any]]:
    from assistant.shared.text.documents import Documents

    return Documents.load(LEXICON).find


def _references(given: Given) -> list[Mention]:
    from assistant.shared.text.references import find_references

    return _mentions(find_references(given.text))


def _personal(given: Given) -> list[Mention]:
    from assistant.vault.find import find_personal_data
    from assistant.vault.spelling import canonical

    found = find_personal_data(given.text)
    return [Mention(str(each.kind), each.start, each.end, canonical(each.kind, each.value)) for each in found]


FINDERS: dict[str, Finder] = {
    "divisions": lambda given: _mentions(_divisions()(given.text)),
    "countries": lambda given: _mentions(_countries()(given.text)),
    "documents": lambda given: _mentions(_documents()(given.text)),
    "references": _references,
    "personal": _personal,
}
