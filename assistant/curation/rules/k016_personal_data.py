"""K016 personal-data: knowledge files hold nobody's personal data.

What: no mainland mobile number, resident identity number, bank card number or private e-mail address stands
anywhere in the file.
Why: files are public and kept for ever in the history; a number once published cannot be called back.
Mend: remove it and tell the owner; name the office's landline instead, if a fact has it.

Pass:
    打12345问。
Fail:
    请找王主任，手机13800138000。
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.curation.findings import Context, Finding
from assistant.curation.model import Position
from assistant.curation.placing import find_in_section

CODE = "K016"
NAME = "personal-data"

_PATTERNS = (
    ("a mobile number", re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")),
    ("an identity number", re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?!\d)")),
    ("a bank card number", re.compile(r"(?<!\d)62\d{14,17}(?!\d)")),
    ("a private e-mail address", re.compile(r"[\w.+-]+@(?:qq|163|126|gmail|hotmail|outlook|sina|foxmail)\.\w+")),
)


def check(context: Context) -> Iterable[Finding]:
    """Every piece of text that looks like a person's number or address."""
    for section in context.file.sections:
        for name, piece in _found(section.text):
            yield _finding(context, find_in_section(section, piece), name)
    for path, text in _texts(dict(context.file.data), ()):
        if not (path and path[-1] == "url"):
            for name, _ in _found(text):
                yield _finding(context, context.file.at(*path), name)


def _finding(context: Context, at: Position, name: str) -> Finding:
    # The value itself is not repeated: findings end up in logs.
    return context.error(CODE, at, f"this looks like {name}", "remove it, and name an office instead")


def _found(text: str) -> Iterator[tuple[str, str]]:
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield name, match.group(0)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
