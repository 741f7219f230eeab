"""The page behind a citation: one knowledge file, whole, in the reader's script, with sources and dates."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from assistant.gateway.retention import Kept
from assistant.gateway.wording import in_script, language_tag, say
from assistant.retrieval.schemas import EntryPage

_CITATION = re.compile(r"\[\^([\w-]+)\]")
LANGUAGES = (("zh-Hans", "简体"), ("zh-Hant", "繁體"), ("en", "English"))
_OWN_PLACES = frozenset({"江门", "广东", "全国"})


def knowledge_page(entry: EntryPage, script: str, *, today: date, large: bool = False, replaced: bool = False) -> str:
    """HTML of the whole file; every citation mark links to its source below.

    `replaced` says that the reader came from the address of a page that this one replaced.
    """
    numbers = {source.id: index for index, source in enumerate(entry.sources, start=1)}
    return (
        environment()
        .get_template("knowledge.html")
        .render(
            entry=entry,
            numbers=numbers,
            **frame(script, large=large),
            script=script,
            languages=LANGUAGES,
            size_query="&size=large" if large else "",
            notices=list(_notices(entry, script, today, replaced=replaced)),
            say=lambda key, **fields: say(key, script, **fields),
            zh=lambda text: in_script(text or "", "hans" if script == "en" else script),
            body=lambda text: _body(text, numbers, script),
        )
    )


def ended_page(script: str) -> str:
    """HTML that says that what stood here does not hold any more, and where to ask."""
    return _plain("page_ended_title", "page_ended", script)


def not_found_page(script: str) -> str:
    """HTML that says that there is no such page, and where to ask."""
    return _plain("page_missing_title", "page_missing", script)


def privacy_page(script: str, kept: Kept) -> str:
    """HTML that says what happens to personal data, and how long it stays."""
    return _plain(
        "privacy_title", "privacy", script, days=kept.vault, talk_days=kept.transcript, file_years=kept.upload_years
    )


def _plain(title: str, text: str, script: str, **fields: int) -> str:
    return (
        environment()
        .get_template("plain.html")
        .render(
            **frame(script),
            title=say(title, script),
            paragraphs=say(text, script, **fields).split("\n"),
        )
    )


def frame(script: str, *, large: bool = False) -> dict[str, Any]:
    """What every page has around it."""
    return {
        "lang": language_tag(script),
        "large": large,
        "back": say("back_to_chat", script),
        "product": say("product", script),
    }


def _notices(entry: EntryPage, script: str, today: date, *, replaced: bool) -> Iterator[str]:
    """What a reader must know before the text: another time, another place, another address."""
    if replaced:
        yield say("page_replaced", script)
    if entry.valid_until and date.fromisoformat(entry.valid_until) < today:
        yield say("page_expired", script, day=entry.valid_until)
    if entry.valid_from and date.fromisoformat(entry.valid_from) > today:
        yield say("page_not_yet", script, day=entry.valid_from)
    if entry.place not in _OWN_PLACES:
        yield say("other_place_note", script, place=in_script(entry.place, "hans" if script == "en" else script))


def _body(text: str, numbers: dict[str, int], script: str) -> Markup:
    """Approved Markdown as HTML. Raw HTML in it stays text; marks become links to the list of sources."""
    html: str = _markdown().render(in_script(text, "hans" if script == "en" else script))
    linked = _CITATION.sub(
        lambda match: (
            f'<sup><a href="#source-{numbers[match[1]]}">[{numbers[match[1]]}]</a></sup>' if match[1] in numbers else ""
        ),
        html,
    )
    return Markup(linked)  # noqa: S704  (made by markdown-it with html=False)


@lru_cache(maxsize=1)
def _markdown() -> Any:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of all pages."""
    return Environment(
        loader=PackageLoader("assistant.gateway", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
