"""K028 succession: an old address leads to exactly one new one.

What: `supersedes` holds ids, or `{section: <old anchor>, by: <anchor>}` for a section of the same file that was
renamed. No id is superseded by two published files, by itself or in a circle; an anchor that was replaced stands in
no section any more, and the one that replaces it does.
Why: printed pages, bookmarks and old answers carry /k/<id>#<anchor>. Whoever comes there is led on, and must not be
led round.
Mend: keep one successor for each old id; take the id out of the other file.

Pass:
    supersedes: [petition-old, {section: days, by: when}]
Fail:
    supersedes: [petition-when]        # in petition-when itself
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding, Library

CODE = "K028"
NAME = "unclear-succession"


def check(context: Context) -> Iterable[Finding]:
    """Every successor that is not the only one, and every replaced section that leads nowhere."""
    file = context.file
    rows = file.data.get("supersedes")
    anchors = {section.anchor for section in file.sections}
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        at = file.at("supersedes", index)
        if isinstance(row, dict):
            if set(row) != {"section", "by"}:
                yield context.error(CODE, at, f"{dict(row)!r} is not {{section, by}}", "write {section: old, by: new}")
            elif row["by"] not in anchors:
                yield context.error(
                    CODE, at, f"{row['by']!r} is no section of this file", f"use one of {', '.join(sorted(anchors))}"
                )
            elif row["section"] in anchors:
                yield context.error(
                    CODE, at, f"section {row['section']!r} still stands in this file", "rename it, or take the row out"
                )
        elif not isinstance(row, str):
            yield context.error(CODE, at, f"{row!r} is no id", "write the id of the old file")
        elif row == file.id or file.id in _chain(row, context.library):
            yield context.error(CODE, at, f"{row} and {file.id} supersede each other", "keep one direction")
        elif file.published:
            others = [
                other.id
                for other in context.library.files
                if other.published and other.path != file.path and row in other.texts("supersedes")
            ]
            if others:
                yield context.error(
                    CODE, at, f"{row} is also superseded by {others[0]}", "keep it in the file that continues it"
                )


def _chain(start: str, library: Library) -> set[str]:
    """Every id that `start` supersedes, directly or through others."""
    found: set[str] = set()
    todo = [start]
    while todo:
        for file in library.by_id.get(todo.pop(), ()):
            todo += [old for old in file.texts("supersedes") if old not in found]
            found.update(file.texts("supersedes"))
    return found
