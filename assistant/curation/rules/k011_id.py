"""K011 id: an id is well formed, equals the file name, and is the only one.

What: `id` is lower-case ASCII words joined by `-`, the file is `<id>.md`, and no other file has it.
Why: the id is the address /k/<id> that citations, bookmarks and printed pages carry for years.
Mend: rename the file or correct the id; never give an old id to another matter.

Pass:
    petition/petition-rights.md with id: petition-rights
Fail:
    petition/petition-rights.md with id: petition_right
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K011"
NAME = "wrong-id"

_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check(context: Context) -> Iterable[Finding]:
    """An id that is malformed, not the file's name, or taken."""
    file = context.file
    if not file.id:
        return
    if not _FORM.fullmatch(file.id):
        yield context.error(
            CODE, file.at("id"), f"id {file.id!r} is not kebab-case", "use a–z and 0–9, words joined by one `-`"
        )
    if file.id != file.path.stem:
        yield context.error(
            CODE, file.at("id"), f"id {file.id!r} in file {file.path.name}", f"rename the file to {file.id}.md"
        )
    others = [str(other.path) for other in context.library.by_id[file.id] if other.path != file.path]
    if others:
        yield context.error(CODE, file.at("id"), f"id {file.id!r} is also that of {others[0]}", "give each its own id")
