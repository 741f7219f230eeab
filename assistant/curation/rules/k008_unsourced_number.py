"""K008 unsourced-number: every number stands in a cited fact.

What: each number of a section is found in the facts, title, article or dates of the sources that the section
cites; numbers of the card and of the English text in those of any source of the file. Chinese numerals count
as digits, public hotlines (vocabulary/channels.yml) need no fact, list numbers are left alone.
Why: a number is what people act on; one that no source has is an invented deadline, fee or telephone.
Mend: take the number of the fact, cite the source that has it, or leave the number out.
Silent where the fact book is absent.

Pass:
    15日内告知。[^s1]      # a fact of s1 says 15日
Fail:
    20日内告知。[^s1]      # no fact of s1 says 20
"""

import re
from collections.abc import Iterable

from assistant.curation.facts import FactBook, canonical, chinese_numbers_in, numbers_in
from assistant.curation.findings import Context, Finding
from assistant.curation.model import KnowledgeFile, Position, Source
from assistant.curation.placing import find_in_section

CODE = "K008"
NAME = "unsourced-number"

_LIST_NUMBER = re.compile(r"^\s*\d+[.、)）]\s*", re.MULTILINE)
_MARK = re.compile(r"\[\^[^\]]*\]")
_DIGITS = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_PHONE_JOINT = re.compile(r"(?<=\d)[-‐–— ()（）+](?=\d)")


def check(context: Context) -> Iterable[Finding]:
    """Every number that no source behind it has."""
    file, facts = context.file, context.facts
    if facts is None:
        return
    everywhere = _numbers(file.sources, facts) | {canonical(n) for n in context.vocabulary.public_numbers}
    for section in file.sections:
        cited = [source for citation in section.citations if (source := file.source(citation))]
        known = _numbers(cited, facts) | {canonical(n) for n in context.vocabulary.public_numbers}
        for number in _unknown(section.text, known):
            elsewhere = canonical(number) in everywhere
            yield context.error(
                CODE,
                find_in_section(section, number),
                f"{number} is in no fact that section {section.anchor!r} cites",
                "cite the source that has it as well" if elsewhere else "use the number of the fact, or leave it out",
            )
    for path, text in _other_texts(file):
        at = file.at(*path)
        for number in _unknown(text, everywhere):
            yield context.error(
                CODE,
                Position(at.line, at.column),
                f"{number} (in `{path[0]}`) is in no fact of this file",
                "use the number of the fact, or leave it out",
            )


def _unknown(text: str, known: set[str]) -> Iterable[str]:
    plain = _LIST_NUMBER.sub("", _MARK.sub("", text))
    for match in _DIGITS.finditer(plain):
        if canonical(match.group(0)) not in known:
            yield match.group(0)


def _numbers(sources: Iterable[Source], facts: FactBook) -> set[str]:
    found: set[str] = set()
    for source in sources:
        words = " ".join(filter(None, (source.title, source.law, source.article, source.published)))
        texts = [words, *(facts[fact].text for fact in source.facts if fact in facts)]
        for text in texts:
            found.update(numbers_in(text))
            found.update(chinese_numbers_in(text))
            found.update(numbers_in(_PHONE_JOINT.sub("", text)))
    return found


def _other_texts(file: KnowledgeFile) -> Iterable[tuple[tuple[str | int, ...], str]]:
    card = file.mapping("facts")
    for key in ("fee", "time_limit"):
        if isinstance(card.get(key), str):
            yield ("facts", key), card[key]
    for key in ("materials", "channels"):
        rows = card.get(key)
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                parts = (row.get(name) for name in ("text", "note", "name", "address", "phone", "hours"))
                yield ("facts", key, index), " ".join(part for part in parts if isinstance(part, str))
    if file.english:
        yield ("en", "summary"), file.english.summary
        for anchor, text in file.english.sections.items():
            yield ("en", "sections", anchor), text
