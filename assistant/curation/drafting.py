"""A new draft from the template of its kind (knowledge/templates/<kind>.md)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from assistant.shared.errors import BadInput, Conflict

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELD = re.compile(r"\{(id|title|kind|topic|department|owner|today|review)\}")
_REVIEW_AFTER = timedelta(days=180)


def new_draft(
    knowledge_dir: Path, *, name: str, kind: str, topic: str, title: str, department: str, owner: str, today: date
) -> Path:
    """A draft with this id lies under its topic; Conflict if one is there, BadInput for what cannot be a file."""
    if not _ID.fullmatch(name):
        raise BadInput(f"id {name!r} is not kebab-case", mend="use a–z and 0–9, words joined by one `-`")
    template = knowledge_dir / "templates" / f"{kind}.md"
    if not template.is_file():
        kinds = ", ".join(sorted(path.stem for path in template.parent.glob("*.md")))
        raise BadInput(f"no template for kind {kind!r}", mend=f"choose one of {kinds}")
    taken = next(knowledge_dir.glob(f"*/{name}.md"), None)
    if taken is not None:
        raise Conflict(f"id {name} is taken by {taken.relative_to(knowledge_dir)}", mend="choose another id")
    values: Mapping[str, str] = {
        "id": name,
        "title": title,
        "kind": kind,
        "topic": topic,
        "department": department,
        "owner": owner,
        "today": today.isoformat(),
        "review": (today + _REVIEW_AFTER).isoformat(),
    }
    if any(char in value for char in "\n:#{}[]&*!|>'\"%@`" for value in (title, department, owner)):
        raise BadInput(f"{title!r}, {department!r} or {owner!r} holds a sign of YAML", mend="write plain words")
    target = knowledge_dir / topic / f"{name}.md"
    text = _FIELD.sub(lambda match: values[match[1]], template.read_text(encoding="utf-8"))
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target
