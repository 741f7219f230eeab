"""K021 markup: only Markdown that every channel can show.

What: no HTML tags, no images, no tables, no headings other than `##` in a section.
Why: answers are shown as messages, read aloud and printed; markup that a channel lacks turns into noise, and
HTML is a way to smuggle scripts into a page.
Mend: use sentences and `-` lists; make a deeper heading its own section.

Pass:
    - 身份证原件
Fail:
    <br> 身份证原件
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.curation.placing import find_in_section

CODE = "K021"
NAME = "unwanted-markup"

_PATTERNS = (
    ("an HTML tag", re.compile(r"</?[A-Za-z][^>\n]*>|<!--")),
    ("an image", re.compile(r"!\[[^\]]*\]\([^)]*\)")),
    ("a table", re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE)),
    ("a heading inside a section", re.compile(r"^#{1,6}\s.*$", re.MULTILINE)),
)


def check(context: Context) -> Iterable[Finding]:
    """Every piece of markup that is not plain Markdown text, list or link."""
    for section in context.file.sections:
        for name, pattern in _PATTERNS:
            match = pattern.search(section.text)
            if match:
                yield context.error(
                    CODE,
                    find_in_section(section, match.group(0).strip()),
                    f"{name}: {match.group(0).strip()[:30]}",
                    "use plain sentences and `-` lists",
                )
