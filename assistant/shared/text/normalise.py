"""One normal form for everything a citizen types: NFKC but for Chinese punctuation, no invisible characters."""

import re
import unicodedata

_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_NEWLINES = re.compile(r"\s*\n\s*")
# NFKC would make ASCII of these; they are no disguise of anything, and a citizen's own sentence keeps its look.
_CHINESE_PUNCTUATION = re.compile("([，！？：；（）])")
_KEPT = frozenset("，！？：；（）")
# Format characters hide text from detectors ("138\u200b0013…"); lone surrogates and private use are noise.
_DROPPED = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


def normalise(text: str) -> str:
    """`text` in NFKC without invisible, control, private-use or unassigned characters, spaces and newlines folded.

    The full-width marks ，！？：；（） stay as they are.

    Idempotent. Personal data is looked for in this form, never in the typed one.
    """
    kept = "".join(_visible(char) for char in _compatible(text))
    kept = _SPACES.sub(" ", _compatible(kept))
    return _NEWLINES.sub("\n", kept).strip()


def has_words(text: str) -> bool:
    """Whether there is at least one letter, Han character or digit: something that could be understood."""
    return any(char.isalnum() for char in text)


def _compatible(text: str) -> str:
    parts = _CHINESE_PUNCTUATION.split(text)
    return "".join(part if part in _KEPT else unicodedata.normalize("NFKC", part) for part in parts)


def _visible(char: str) -> str:
    if char in "\n\r\u2028\u2029":
        return "\n"
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category in _DROPPED or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
        return ""
    return char
