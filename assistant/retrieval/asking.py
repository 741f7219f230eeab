"""What is asked: a question that only the one before gives its meaning, and several questions in one sentence."""

import re

from assistant.retrieval.wordform import extent, tokens

# A bare "那费用呢" says little by itself, and with the question before it much more. Measured on the gold questions
# to fit on: 23 that follow another, 128 as short ones after a foreign question.
BARE = 18
GAIN = 0.15
# Each part of a sentence vouches for the others being ours, so it needs less than a question by itself.
SURE_PART = 0.8
_LEAST, _MOST = 3, 3
_BREAK = re.compile(
    r"[，。？！；,;?!\n]+|(?:另外|还有|以及|顺便问?|同埋|then|also)[，,]?|"
    r"(?<=[a-z]) and (?=(?:what|how|where|when|can|do)\b)"
)
_ASKS = re.compile(
    r"怎|什么|吗|几|多少|多久|多长|哪|谁|能不能|可不可以|可以|要不要|是不是|有没有|行不行|如何|能否|是否|"
    r"\b(?:how|what|when|where|which|who|can|do|does|is|are|should)\b"
)


def joined(before: str, form: str) -> str:
    """One text out of a question and the one before it, both in word form."""
    return f"{before}，{form}"


def is_bare(form: str) -> bool:
    """Whether a text in word form says so little that the question before may be meant with it."""
    return extent(tokens(form)) <= BARE


def parts(form: str) -> list[str]:
    """The two or three questions that a text in word form holds; empty when it holds one.

    What is no question by itself ("我在美国") belongs to the question after it.
    """
    found: list[str] = []
    waiting = ""
    for piece in (piece.strip() for piece in _BREAK.split(form)):
        said = f"{waiting}，{piece}" if waiting and piece else waiting or piece
        if _ASKS.search(piece.lower()) and extent(tokens(piece)) >= _LEAST:
            found.append(said)
            waiting = ""
        else:
            waiting = said
    return found if 2 <= len(found) <= _MOST else []
