"""K027 hidden-target: published files link only to files that citizens can see.

What: a link `/k/<id>` of a published file leads to no draft, to no retired file and to none past its validity.
Why: the page behind a draft does not exist yet, and that of a retired file says only that it is gone: a dead end in
the middle of an answer.
Mend: publish the draft first; link to the successor; or say in words what the link was for.

Pass:
    见 [复查](/k/petition-review)。        # petition-review is published
Fail:
    见 [复查](/k/petition-review)。        # petition-review is a draft
"""

import re
from collections.abc import Iterable

from assistant.curation.dates import last_day
from assistant.curation.findings import Context, Finding
from assistant.curation.model import KnowledgeFile
from assistant.curation.placing import find_in_section

CODE = "K027"
NAME = "hidden-target"

_LINK = re.compile(r"/k/([A-Za-z0-9_-]+)")


def check(context: Context) -> Iterable[Finding]:
    """Every link to a file that exists and is not shown."""
    if not context.file.published:
        return
    for section in context.file.sections:
        for match in _LINK.finditer(section.text):
            targets = context.library.by_id.get(match[1], ())
            states = [state for other in targets if (state := _hidden(other, context))]
            if targets and len(states) == len(targets):
                successor = _successor(match[1], context)
                mend = f"link to /k/{successor}, which replaces it" if successor else "publish it, or take the link out"
                yield context.error(CODE, find_in_section(section, match[0]), f"{match[0]} is {states[0]}", mend)


def _hidden(file: KnowledgeFile, context: Context) -> str:
    end = last_day(file.valid_until)
    if not file.published:
        return f"not published (status: {file.text('status') or 'none'})"
    return f"no longer valid since {end}" if end and end < context.today else ""


def _successor(old: str, context: Context) -> str:
    return next((file.id for file in context.library.files if file.published and old in file.texts("supersedes")), "")
