"""K029 punctuation: Chinese text has Chinese punctuation.

What: no half-width comma, semicolon, colon, question or exclamation mark stands between two Chinese characters of a
section; and no Chinese character is followed by a space and another one.
Why: read aloud and in large type it is a stumble; sentences are cut for reading and for the search at 。；？！ only.
Mend: write ，；：？！.
Fix: `check --fix` writes the full-width mark, and takes the space away.

Pass:
    身份证丢了，先挂失。
Fail:
    身份证丢了,先挂失。
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Edit, Finding
from assistant.curation.model import Position

CODE = "K029"
NAME = "half-width-mark"
STOPS = False  # only warns, so a build need not wait for it

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", " ": ""}
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff”」）》])(?:([,;:?!] *)(?=[\u4e00-\u9fff“「（《\d]|$)|( +)(?=[\u4e00-\u9fff“「（《]))"
)


def check(context: Context) -> Iterable[Finding]:
    """Every half-width mark among Chinese characters."""
    for section in context.file.sections:
        for number, line in enumerate(section.text.split("\n"), start=section.text_line):
            for match in _HALF.finditer(line):
                mark, full = match[0], _FULL[match[0][0]]
                at = Position(number, match.start() + 1)
                yield context.warning(
                    CODE,
                    at,
                    f"{mark!r} between Chinese characters: {line[max(0, match.start() - 4) : match.end() + 4]!r}",
                    f"write {full!r}" if full else "take the space away",
                    Edit(at.line, at.column, mark, full),
                )
