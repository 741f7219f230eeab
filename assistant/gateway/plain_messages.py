"""Messages for a page without a script: every type as HTML of ours, presses and forms as forms that post."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from assistant.gateway.forms import FORMS
from assistant.gateway.messages import TextContent, parse

_MARK = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True)
class Shown:
    """One message as the template draws it. `live` is False for a form or times that a newer one replaced."""

    kind: str
    mine: bool
    lang: str
    content: Any
    fallback: str
    prose: Markup | None
    live: bool


def shown(message: dict[str, Any], *, live: bool) -> Shown:
    """A stored envelope, ready to be drawn; one that this page does not know or cannot read is its fallback."""
    try:
        kind, content = message["type"], parse(message).content
    except ValidationError:
        kind, content = "text", TextContent(text=message["fallback"][:4000])
    return Shown(
        kind=kind,
        mine=message["from"] == "user",
        lang=message.get("lang", ""),
        content=content,
        fallback=message["fallback"],
        prose=prose(content.text) if kind == "markdown" else None,
        live=live or kind not in ("form", "slots"),
    )


def prose(text: str) -> Markup:
    """Our Markdown subset as HTML: raw HTML in it stays text, pictures are left out, citation marks are numbers."""
    html: str = _markdown().render(text)
    return Markup(_MARK.sub(r"<sup>[\1]</sup>", html))  # noqa: S704  (made by markdown-it with html=False)


def form_values(form_id: str, sent: FormData) -> dict[str, Any]:
    """What was filled in, by field; `checked_values` judges it. Fields of the form alone are read.

    Of files, the ids of those that were taken in with an earlier try.
    """
    values: dict[str, Any] = {}
    for one in FORMS.get(form_id, ()):
        kept = [str(each) for each in sent.getlist(f"f.{one.id}.kept")]
        if one.input == "file" and kept:
            values[one.id] = kept
        elif one.input != "file" and sent.get(f"f.{one.id}"):
            values[one.id] = True if one.input == "consent" else str(sent[f"f.{one.id}"])
    return values


def files_sent(form_id: str, sent: FormData) -> list[tuple[str, UploadFile]]:
    """Each file that was chosen now, with its field; a field left empty is sent as a file without a name."""
    return [
        (one.id, each)
        for one in FORMS.get(form_id, ())
        if one.input == "file"
        for each in sent.getlist(f"f.{one.id}")
        if isinstance(each, UploadFile) and each.filename
    ]


@lru_cache(maxsize=1)
def _markdown() -> Any:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
