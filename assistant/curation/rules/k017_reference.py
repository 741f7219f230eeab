"""K017 reference: files point only at files and sections that exist, and a superseded file is retired.

What: a link `/k/<id>` (with or without `#anchor`) of a published file leads to a file and an existing section; every
id under `supersedes` is a file that is not published any more. Whether the file is shown is for K027 to say.
Why: a link to nothing is a dead end; an old file beside its successor gives two answers to one question.
Mend: correct or remove the link; set the superseded file to `status: retired`.

Pass:
    见 [复查](/k/petition-review#when)。
Fail:
    见 [复查](/k/petition-reviw)。
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.curation.placing import find_in_section

CODE = "K017"
NAME = "dead-reference"

_LINK = re.compile(r"/k/([A-Za-z0-9_-]+)(?:#([A-Za-z0-9_-]+))?")


def check(context: Context) -> Iterable[Finding]:
    """Links to nothing, and superseded files that still speak."""
    file, by_id = context.file, context.library.by_id
    if not file.published:
        return
    for section in file.sections:
        for match in _LINK.finditer(section.text):
            targets = by_id.get(match[1], ())
            at = find_in_section(section, match.group(0))
            if not targets:
                yield context.error(CODE, at, f"{match.group(0)} is no file", "correct or remove the link")
            elif match[2] and targets[0].section(match[2]) is None:
                yield context.error(CODE, at, f"{match.group(0)}: {match[1]} has no such section", "correct the anchor")
    for index, old in enumerate(file.texts("supersedes")):
        if any(other.published for other in by_id.get(old, ())):
            yield context.error(
                CODE,
                file.at("supersedes", index),
                f"{old} is superseded but still published",
                f"set `status: retired` in {old}.md",
            )
