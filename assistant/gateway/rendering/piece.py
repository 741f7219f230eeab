"""What a renderer makes: contents with a plain-text fallback, not yet numbered; and for whom it makes them."""

import re
from dataclasses import dataclass
from datetime import datetime

from assistant.gateway.contents import Action, Call, ChipsContent, Reply
from assistant.gateway.messages import Content, MarkdownContent, TextContent
from assistant.gateway.wording import in_script, say

_MARKS = re.compile(r"\[\^[\w-]+\]|\*\*|^#{1,6} ", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
FALLBACK_LENGTH = 4000


@dataclass(frozen=True)
class Reader:
    """The citizen for whom words are chosen: script, own time zone, and the instant of the turn."""

    script: str
    timezone: str
    now: datetime

    def say(self, key: str, **fields: object) -> str:
        """The gateway's own words under `key`."""
        return say(key, self.script, **fields)

    def chinese(self, simplified: str) -> str:
        """Approved Simplified text in this reader's characters."""
        return in_script(simplified, self.script)


@dataclass(frozen=True)
class Piece:
    """One message to be."""

    content: Content
    fallback: str
    rateable: bool = False


def text(words: str) -> Piece:
    """Plain words."""
    return Piece(TextContent(text=words), words)


def markdown(words: str, *, rateable: bool = False, lead: int | None = None) -> Piece:
    """Words in our Markdown subset. With `lead`, a long text may be folded to as many blocks and its last one."""
    tail = 1 if lead else None
    return Piece(MarkdownContent(text=words, lead=lead, tail=tail), plain(words), rateable)


def chips(prompt: str, items: list[Action], *, sticky: bool = False) -> Piece:
    """Up to eight buttons."""
    titles = " / ".join(item.title for item in items)
    return Piece(ChipsContent(prompt=prompt, items=items[:8], sticky=sticky), f"{prompt} {titles}".strip())


def reply(title: str, value: str | None = None, payload: str | None = None, hint: str | None = None) -> Reply:
    """A button that says `value` (or its title) for the citizen; `hint` tells what the title stands for."""
    return Reply(title=title, value=value or title, payload=payload, hint=hint)


def hotline(reader: Reader) -> Call:
    """A button that dials 12345."""
    return Call(title=reader.say("call_12345"), tel="12345")


def plain(words: str) -> str:
    """Markdown without its marks, for text-only channels and reading aloud."""
    return _MARKS.sub("", _LINK.sub(r"\1", words)).strip()[:FALLBACK_LENGTH]
