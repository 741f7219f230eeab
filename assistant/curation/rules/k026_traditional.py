"""K026 traditional: what a reader of Traditional characters gets is what was meant.

What: each sentence converts to Traditional the same way as a whole and word by word. Where the two differ, the
conversion cut the words wrongly somewhere: 换|发动机 read as 换发|动机 becomes 換髮動機. A phrase of
knowledge/vocabulary/traditional.yml that covers the doubtful character settles it.
Why: most readers abroad read Traditional; a wrong character there is read as carelessness, or as another word.
Mend: add the phrase with its right form to traditional.yml; or put the sentence in other words.

Pass:
    发动机换了，要办变更登记。
Fail:
    换发动机，要办变更登记。     # unless traditional.yml has 换发动机: 換發動機
"""

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from assistant.curation.findings import Context, Finding
from assistant.curation.model import Position
from assistant.curation.placing import find_in_section
from assistant.shared.text.script import to_traditional

CODE = "K026"
NAME = "doubtful-traditional"
STOPS = False  # only warns, so a build need not wait for it

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


def check(context: Context) -> Iterable[Finding]:
    """Every word whose characters depend on how the sentence was cut."""
    file = context.file
    if not file.published:
        return
    for at, text in _texts(context):
        for run in _HAN_RUN.findall(text):
            for start, word, whole, alone in doubtful(run):
                if not _settled(context.vocabulary.traditional, run, start, word, whole, alone):
                    around = run[max(0, start - 3) : start + len(word) + 3]
                    yield context.warning(
                        CODE,
                        at if at.line > 1 else file.at(),
                        f"{around!r} converts to {whole!r} in the sentence, {alone!r} as a word",
                        f"add the right form of {around!r} to vocabulary/traditional.yml, or say it otherwise",
                    )


def doubtful(run: str) -> Iterator[tuple[int, str, str, str]]:
    """Start, word, its form in the sentence and its form alone, for each word of `run` in which the two differ."""
    whole = to_traditional(run)
    start = 0
    for word in _words(run):
        here, alone = whole[start : start + len(word)], _alone(word)
        if here != alone:
            yield start, word, here, alone
        start += len(word)


def _settled(phrases: Any, run: str, start: int, word: str, whole: str, alone: str) -> bool:
    unclear = [start + index for index, (a, b) in enumerate(zip(whole, alone, strict=False)) if a != b]
    covered: set[int] = set()
    for phrase in phrases:
        for match in re.finditer(re.escape(phrase), run):
            covered.update(range(*match.span()))
    return covered.issuperset(unclear)


def _texts(context: Context) -> Iterator[tuple[Position, str]]:
    file = context.file
    yield file.at("title"), file.text("title")
    for section in file.sections:
        yield section.at, section.heading
        for line in section.text.split("\n"):
            yield find_in_section(section, line), line
    card = file.mapping("facts")
    for key in ("fee", "time_limit"):
        if isinstance(card.get(key), str):
            yield file.at("facts", key), card[key]


def _words(run: str) -> list[str]:
    found: list[str] = _cutter().lcut(run)
    return found


@cache
def _alone(word: str) -> str:
    return to_traditional(word)


@cache
def _cutter() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 imports pkg_resources, which warns
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
