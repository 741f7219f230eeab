"""Letters folded for comparison: Simplified, half-width, lower case, one for one, so that spans stay spans."""

from functools import cache

# Shapes that are typed for one another, and dialect spellings of place names.
_ALIKE = {"囗": "口", "崗": "岗", "墘": "坎", "囘": "回", "脩": "修"}


def fold(text: str) -> str:
    """`text` in Simplified, half-width, lower-case characters; always of the same length."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    from assistant.shared.text.script import to_simplified

    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    table |= {code: lower for code in range(0x41, 0x250) if len(lower := chr(code).lower()) == 1 and lower != chr(code)}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF21, 0xFF3B)}
    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = to_simplified("\n".join(han)).split("\n")
    table |= {ord(old): new for old, new in zip(han, simple, strict=True) if old != new and len(new) == 1}
    return table | {ord(old): new for old, new in _ALIKE.items()}
