"""What the service says to a chat client: one envelope, ten message types, seven other kinds of event.

Defined once, here and in `contents`; `python -m assistant.gateway.messages` writes
schema/message.schema.json, and the widget's TypeScript types are made from that.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from assistant.gateway.contents import (
    Action,
    Call,
    CardContent,
    ChipsContent,
    CitationContent,
    CitationItem,
    Command,
    DateRange,
    Detail,
    Fact,
    FactItem,
    FieldValue,
    FormContent,
    FormField,
    Instant,
    ListContent,
    ListItem,
    MarkdownContent,
    OpenUrl,
    Option,
    Part,
    Privacy,
    Reply,
    SlotItem,
    SlotsContent,
    SourceNote,
    StatusContent,
    Step,
    Submit,
    SystemContent,
    Text,
    TextContent,
    Url,
)

__all__ = [
    "Ack",
    "Action",
    "Call",
    "CardContent",
    "CardMessage",
    "ChipsContent",
    "ChipsMessage",
    "CitationContent",
    "CitationItem",
    "CitationMessage",
    "Command",
    "Config",
    "Content",
    "DateRange",
    "Delta",
    "Detail",
    "ErrorEvent",
    "Event",
    "Fact",
    "FactItem",
    "FieldValue",
    "FormContent",
    "FormField",
    "FormMessage",
    "Instant",
    "ListContent",
    "ListItem",
    "ListMessage",
    "MarkdownContent",
    "MarkdownMessage",
    "Message",
    "OpenUrl",
    "Option",
    "Ping",
    "Privacy",
    "Read",
    "Reply",
    "SlotItem",
    "SlotsContent",
    "SlotsMessage",
    "SourceNote",
    "StatusContent",
    "StatusMessage",
    "Step",
    "Submit",
    "SystemContent",
    "SystemMessage",
    "Text",
    "TextContent",
    "TextMessage",
    "Typing",
    "Url",
    "as_json",
    "json_schema",
    "message",
    "parse",
]

VERSION = 1
MAX_MESSAGE_BYTES = 32 * 1024
SCHEMA_PATH = Path(__file__).resolve().parents[2] / "schema" / "message.schema.json"

# Envelopes: one class for each type, so that `type` tells what `content` is in every language.


class _Event(Part):
    v: Literal[1] = 1
    seq: int | None = Field(None, ge=1, description="Strictly increasing within a session; absent on passing events")


class _Message(_Event):
    kind: Literal["message"] = "message"
    id: str
    seq: int = Field(ge=1)
    session_id: str
    reply_to: str | None = None
    from_: Literal["bot", "agent", "user", "system"] = Field("bot", alias="from")
    ts: Instant
    lang: str = Field("zh-Hans", description="BCP 47 tag of the words inside")
    fallback: str = Field(min_length=1, max_length=4000)
    speech: Text | None = None
    ai_generated: bool = False
    rateable: bool = False
    supersedes: str | None = None
    expires_at: Instant | None = None
    client_id: str | None = Field(None, description="Only on the citizen's own messages: what the client sent")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        size = len(self.model_dump_json(by_alias=True, exclude_none=True).encode())
        if size > MAX_MESSAGE_BYTES:
            raise ValueError(f"message of {size} bytes; the limit is {MAX_MESSAGE_BYTES}")
        return self


class TextMessage(_Message):
    type: Literal["text"] = "text"
    content: TextContent


class MarkdownMessage(_Message):
    type: Literal["markdown"] = "markdown"
    content: MarkdownContent


class ChipsMessage(_Message):
    type: Literal["chips"] = "chips"
    content: ChipsContent


class CardMessage(_Message):
    type: Literal["card"] = "card"
    content: CardContent


class ListMessage(_Message):
    type: Literal["list"] = "list"
    content: ListContent


class FormMessage(_Message):
    type: Literal["form"] = "form"
    content: FormContent


class SlotsMessage(_Message):
    type: Literal["slots"] = "slots"
    content: SlotsContent


class StatusMessage(_Message):
    type: Literal["status"] = "status"
    content: StatusContent


class CitationMessage(_Message):
    type: Literal["citation"] = "citation"
    content: CitationContent


class SystemMessage(_Message):
    type: Literal["system"] = "system"
    content: SystemContent


Message = Annotated[
    TextMessage
    | MarkdownMessage
    | ChipsMessage
    | CardMessage
    | ListMessage
    | FormMessage
    | SlotsMessage
    | StatusMessage
    | CitationMessage
    | SystemMessage,
    Field(discriminator="type"),
]
Content = (
    TextContent
    | MarkdownContent
    | ChipsContent
    | CardContent
    | ListContent
    | FormContent
    | SlotsContent
    | StatusContent
    | CitationContent
    | SystemContent
)


# The other kinds of event.


class Ack(_Event):
    """The service took a message of the citizen's; `id` is that of the stored message."""

    kind: Literal["ack"] = "ack"
    client_id: str
    id: str


class Typing(_Event):
    """Someone is writing, or stopped."""

    kind: Literal["typing"] = "typing"
    on: bool
    from_: Literal["bot", "agent"] = Field("bot", alias="from")


class Delta(_Event):
    """More text of a message that is still being written; the final message replaces it."""

    kind: Literal["delta"] = "delta"
    id: str
    text: str


class ErrorEvent(_Event):
    """Something went wrong after the request was taken."""

    kind: Literal["error"] = "error"
    code: str
    text: str
    retry_after: float | None = None


class Config(_Event):
    """Switches of this site."""

    kind: Literal["config"] = "config"
    asr: bool = False
    uploads: bool = False
    hotline: str | None = None


class Read(_Event):
    """Everything up to `upto` was read on the other side."""

    kind: Literal["read"] = "read"
    upto: int


class Ping(_Event):
    """The line is alive."""

    kind: Literal["ping"] = "ping"


Event = Annotated[
    Message | Ack | Typing | Delta | ErrorEvent | Config | Read | Ping,
    Field(discriminator="kind"),
]

MESSAGE_TYPES: dict[str, type[_Message]] = {
    str(model.model_fields["type"].default): model
    for model in (
        TextMessage,
        MarkdownMessage,
        ChipsMessage,
        CardMessage,
        ListMessage,
        FormMessage,
        SlotsMessage,
        StatusMessage,
        CitationMessage,
        SystemMessage,
    )
}
_TYPE_OF_CONTENT = {model.model_fields["content"].annotation: model for model in MESSAGE_TYPES.values()}
_EVENT: TypeAdapter[Any] = TypeAdapter(Event)


def message(content: Content, *, id: str, seq: int, session_id: str, ts: datetime, fallback: str, **more: Any) -> Any:
    """The message that carries `content`, its type taken from the content's class."""
    model: Any = _TYPE_OF_CONTENT[type(content)]
    return model(content=content, id=id, seq=seq, session_id=session_id, ts=ts, fallback=fallback, **more)


def as_json(event: _Event) -> dict[str, Any]:
    """`event` as it travels: aliases in place, absent fields left out."""
    return event.model_dump(mode="json", by_alias=True, exclude_none=True)


def parse(data: Any) -> Any:
    """The event that `data` holds; ValidationError names what is wrong with it."""
    return _EVENT.validate_python(data)


def _as_it_travels(node: Any) -> Any:
    """Constants (`kind`, `type`, `v`) are always there; a title on every property would become a type of its own."""
    if isinstance(node, list):
        return [_as_it_travels(value) for value in node]
    if not isinstance(node, dict):
        return node
    seen = {key: _as_it_travels(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    constants = [name for name, value in node.get("properties", {}).items() if "const" in value]
    if constants:
        seen["required"] = constants + [name for name in node.get("required", []) if name not in constants]
    return seen


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of every event."""
    schema = _as_it_travels(_EVENT.json_schema(by_alias=True, mode="validation"))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ChatEvent", **schema}


def main() -> None:
    """schema/message.schema.json says what these classes say."""
    SCHEMA_PATH.parent.mkdir(exist_ok=True)
    SCHEMA_PATH.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
