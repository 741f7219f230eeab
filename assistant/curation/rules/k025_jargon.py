"""K025 jargon: words of the office are replaced or explained.

What: no word of the list `banned` (knowledge/vocabulary/jargon.yml) stands in a section; a word of the list `explain`
stands only in a file that says what it means: in brackets right after it, or in a sentence with 就是, 指 or 叫.
Why: a word that a citizen must ask about is an answer that was not given.
Mend: write the plain word that the list names beside it; or explain the word where it stands first.

Pass:
    办好附加证明书（外国认的那张证明）再寄出。
Fail:
    对申请予以登记。
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.curation.placing import find_in_section

CODE = "K025"
NAME = "jargon"


def check(context: Context) -> Iterable[Finding]:
    """Every banned word, and the first place of a word that is nowhere explained."""
    jargon = context.vocabulary.jargon
    sections = context.file.sections
    for section in sections:
        for word, plain in jargon.banned.items():
            if word in section.text:
                yield context.error(
                    CODE, find_in_section(section, word), f"{word!r} is a word of the office", f"write {plain!r}"
                )
    if not context.file.published:
        return
    whole = "\n".join(f"{section.heading}\n{section.text}" for section in sections)
    for word, meaning in jargon.explain.items():
        first = next((section for section in sections if word in section.text), None)
        if first is not None and not _explained(word, whole):
            at = find_in_section(first, word)
            yield context.warning(CODE, at, f"{word!r} is not explained in this file", f"add what it means: {meaning}")


def _explained(word: str, text: str) -> bool:
    name = re.escape(word)
    return bool(
        re.search(rf"{name}[”」》]?(?:（|\(|，?(?:就|也就)?是|指|[，,]?即)", text)
        or re.search(rf"(?:叫|叫做|称为|名字是|就是)[^。\n]{{0,6}}{name}", text)
    )
