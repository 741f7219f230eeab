"""Words that a citizen can read live in domain/*.yml, knowledge/ and assistant/gateway/wording.py only."""

import re

import pytest
import yaml
from tree import string_literals, text, under

from assistant.gateway.wording import WORDS
from assistant.shared.contracts.outcomes import Outcome

_HAN = re.compile("[\u3400-\u9fff]")
# Path → why Han characters stand in its code although no citizen reads them from there.
READS_CHINESE = {
    "actions/booking_circumstances.py": "patterns that read what a citizen typed",
    "actions/booking_steps.py": "patterns that read what a citizen typed",
    "actions/booking_words.py": "patterns that read what a citizen typed",
    "actions/petition.py": "patterns that read what a citizen typed",
    "actions/petition_fields.py": "endings of district names",
    "actions/doors.py": "patterns that read what a citizen typed",
    "actions/guards.py": "patterns that read what a citizen typed",
    "actions/petition_files.py": "patterns that read what a citizen typed",
    "actions/petition_reading.py": "patterns that read what a citizen typed",
    "actions/petition_people.py": "patterns that read what a citizen typed",
    "actions/petition_sms.py": "patterns that read what a citizen typed",
    "actions/petition_steps.py": "patterns that read what a citizen typed",
    "actions/petition_story.py": "patterns that read what a citizen typed",
    "actions/submission.py": "patterns that read a submitted form",
    "actions/unsaid.py": "patterns that read what a citizen typed",
    "actions/vexed.py": "patterns that read what a citizen typed",
    "assistant/cli/__main__.py": "the product's name in the help of the command",
    "assistant/curation/comparing.py": "units of numbers, by which two statements are compared",
    "assistant/curation/facts.py": "Chinese numerals that are read as digits",
    "assistant/curation/parse.py": "the phrase by which a curator marks a gap",
    "assistant/curation/rules/k001_front_matter.py": "an example in a message to curators",
    "assistant/curation/rules/k031_bundle.py": "an example in a message to curators",
    "assistant/curation/rules/k024_phone.py": "what follows a number that is no telephone",
    "assistant/curation/rules/k025_jargon.py": "words by which a curator explains another word",
    "assistant/dialogue/lexicon.py": "the city that values are named after",
    "assistant/gateway/app.py": "the product's name in the API description",
    "assistant/gateway/forms.py": "names of the seven districts: the values that the petition system knows",
    "assistant/gateway/knowledge_page.py": "names of places that knowledge files carry as data",
    "assistant/gateway/rendering/answer.py": "names of places that knowledge files carry as data",
    "assistant/gateway/rendering/times.py": "the units in which a date is written",
    "assistant/retrieval/asking.py": "words by which one sentence asks several questions",
    "assistant/retrieval/gold.py": "the words by which a text admits that something is not known",
    "assistant/retrieval/places.py": "names of places that knowledge files carry as data",
    "assistant/retrieval/wordform.py": "the range of Han characters",
    "assistant/shared/text/ages.py": "patterns that find ages",
    "assistant/shared/text/amounts.py": "units of money",
    "assistant/shared/text/countries/finding.py": "words for an embassy or consulate",
    "assistant/shared/text/countries/sources.py": "the form of a mission's official name",
    "assistant/shared/text/divisions/finding.py": "words that stand around the name of a place",
    "assistant/shared/text/divisions/gazetteer.py": "words for a village, a community and a market",
    "assistant/shared/text/divisions/resolving.py": "words that stand around the name of a place",
    "assistant/shared/text/divisions/sources.py": "endings of official names of places",
    "assistant/shared/text/folding.py": "characters that are typed for one another",
    "assistant/shared/text/choice_words.py": "words by which a time is chosen",
    "assistant/shared/text/choices.py": "the sign of a day of the month",
    "assistant/shared/text/numbers/find.py": "units that are counted",
    "assistant/shared/text/numbers/folding.py": "a character that is typed for another",
    "assistant/shared/text/numbers/pattern.py": "Chinese numerals",
    "assistant/shared/text/numbers/values.py": "Chinese numerals",
    "assistant/shared/text/relations.py": "words for relatives, neighbours and the like",
    "assistant/shared/text/times/atoms_han.py": "words of time",
    "assistant/shared/text/times/grammar.py": "words between and around times",
    "assistant/shared/text/times/hours.py": "words for parts of a day",
    "assistant/shared/text/times/zones.py": "names of cities whose clock somebody may mean",
    "assistant/shared/text/script.py": "characters by which Cantonese is recognised",
    "assistant/vault/find_addresses.py": "patterns that find personal data",
    "assistant/vault/find_numbers.py": "patterns that find personal data",
    "assistant/vault/names_not.py": "words that begin like a name and are none",
    "assistant/vault/names_surnames.py": "surnames, and those that are words too",
    "assistant/vault/names_unsaid.py": "endings of places, and what is named after people",
    "assistant/vault/find.py": "patterns that find personal data",
    "assistant/vault/spelling.py": "digits as they are spoken",
    "assistant/vault/names.py": "words that stand around a name",
}
HOME = (
    "assistant/gateway/wording.py",
    "assistant/gateway/wording_booking.py",
    "assistant/gateway/wording_guards.py",
    "assistant/gateway/wording_pages.py",
    "assistant/gateway/wording_petition.py",
    "assistant/gateway/wording_public.py",
)


def han_literals(name: str) -> list[str]:
    return [f"{name}:{line} {value[:30]!r}" for line, value in string_literals(name) if _HAN.search(value)]


def test_python_says_nothing_in_chinese_outside_the_wording() -> None:
    found = [
        literal
        for name in under("assistant", "actions")
        if name not in HOME and name not in READS_CHINESE
        for literal in han_literals(name)
    ]
    assert found == [], "put words under a key of wording.py, in domain/*.yml or in knowledge/"


@pytest.mark.parametrize("name", READS_CHINESE)
def test_every_exception_is_still_needed(name: str) -> None:
    assert name in under("assistant", "actions")
    assert han_literals(name) != []


def test_everything_the_gateway_says_is_there_in_both_languages() -> None:
    assert [key for key, words in WORDS.items() if not words.zh.strip() or not words.en.strip()] == []
    assert [key for key, words in WORDS.items() if _HAN.search(words.en)] == []


def test_both_languages_of_a_word_take_the_same_fields() -> None:
    fields = re.compile(r"\{(\w+)")
    assert [key for key, words in WORDS.items() if set(fields.findall(words.zh)) != set(fields.findall(words.en))] == []


def domain_responses() -> list[tuple[str, str, dict[str, object]]]:
    return [
        (path, name, variant)
        for path in under("domain", suffix=".yml")
        for name, variants in (yaml.safe_load(text(path)).get("responses") or {}).items()
        for variant in variants
    ]


def test_every_domain_response_names_a_known_outcome() -> None:
    known = {outcome.value for outcome in Outcome}
    found = [
        f"{path} {name}"
        for path, name, variant in domain_responses()
        if (variant.get("custom") or {}).get("outcome") not in known  # type: ignore[attr-defined]
    ]
    assert domain_responses()
    assert found == []


def test_every_domain_response_and_button_is_there_in_english() -> None:
    found = []
    for path, name, variant in domain_responses():
        english = str((variant.get("custom") or {}).get("en") or "")  # type: ignore[attr-defined]
        if not english.strip() or _HAN.search(english):
            found.append(f"{path} {name}: custom.en")
        for button in variant.get("buttons") or []:  # type: ignore[attr-defined]
            if not str(button.get("en") or "").strip():
                found.append(f"{path} {name}: button {button.get('title')!r}")
    assert found == []


def test_a_domain_response_takes_the_same_slots_in_both_languages() -> None:
    fields = re.compile(r"(?<!\{)\{(\w+)\}")
    found = [
        f"{path} {name}"
        for path, name, variant in domain_responses()
        if set(fields.findall(str(variant.get("text")))) != set(fields.findall(str(variant["custom"]["en"])))  # type: ignore[index]
    ]
    assert found == []
