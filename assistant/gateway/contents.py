"""What the ten message types hold, and the actions a citizen can press.

Part of `assistant.gateway.messages`, which wraps these in envelopes; import them from there.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

SAFE_SCHEMES = ("https://", "http://", "tel:", "mailto:")


def _safe_url(url: str) -> str:
    """Refuses `javascript:` and friends, and `//host`, which would leave our site unseen."""
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return url
    if url.lower().startswith(SAFE_SCHEMES):
        return url
    raise ValueError(f"{url!r} is neither a path of this site nor {', '.join(SAFE_SCHEMES)}")


def _as_text(moment: datetime) -> str:
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")


_INSTANT_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})
Instant = Annotated[AwareDatetime, PlainSerializer(_as_text, return_type=str), _INSTANT_SCHEMA]
Url = Annotated[str, AfterValidator(_safe_url)]
Text = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=200)]


class Part(BaseModel):
    """Refuses fields it doesn't know, so that a slip of the pen is found here and not on a phone."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


# Actions: the only things a citizen can press.


class Reply(Part):
    """Says `value` for the citizen; `payload` (such as `/book_notary`) needs no understanding.

    `hint` is a second line for whoever does not know what the title stands for.
    """

    type: Literal["reply"] = "reply"
    title: Short
    value: Text
    payload: str | None = None
    hint: Short | None = None


class OpenUrl(Part):
    """Opens a page, in a new tab if `external`."""

    type: Literal["open_url"] = "open_url"
    title: Short
    url: Url
    external: bool = True


class Call(Part):
    """Dials a number."""

    type: Literal["call"] = "call"
    title: Short
    tel: str = Field(pattern=r"^\+?[0-9][0-9 \-]{1,24}$")


class Command(Part):
    """Sends the payload `/<command><args as JSON>`, after the citizen confirmed if `confirm` is set."""

    type: Literal["command"] = "command"
    title: Short
    command: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$")
    args: dict[str, Any] = {}
    confirm: Short | None = None


Action = Annotated[Reply | OpenUrl | Call | Command, Field(discriminator="type")]


# Contents, one for each type.


class TextContent(Part):
    """Plain text; line ends are kept."""

    text: Text


class MarkdownContent(Part):
    """Paragraphs, bold, lists, tables, h3–h6, http(s)/tel/mailto links, [^n]. No HTML, no images.

    A client that folds a long text keeps in sight `lead` blocks at its beginning and `tail` at its end (the source
    and its date); without `lead` it is never folded.
    """

    text: Text
    lead: int | None = Field(None, ge=1)
    tail: int | None = Field(None, ge=0)


class ChipsContent(Part):
    """Ready-made answers; usable once unless `sticky`."""

    prompt: Text = ""
    items: list[Action] = Field(min_length=1, max_length=8)
    sticky: bool = False


class FactItem(Part):
    """A thing to bring, or a way to get it done; `way` says which kind of way."""

    text: Text
    way: Literal["online", "phone", "place", "mail"] | None = None
    note: Short | None = None
    required: bool | None = None
    address: Short | None = None
    hours: Short | None = None
    tel: Short | None = None
    url: Url | None = None


class Fact(Part):
    """One line of a guide: `text`, or `items` for materials and channels."""

    key: Literal["materials", "fee", "time_limit", "channels", "conditions", "basis", "other"]
    label: Short
    text: Text | None = None
    items: list[FactItem] = Field([], max_length=30)


class SourceNote(Part):
    title: Short
    url: Url | None = None
    publisher: Short | None = None
    updated: str | None = Field(None, description="Date as YYYY-MM-DD, YYYY-MM or YYYY")
    doc_id: str | None = None


class CardContent(Part):
    """A service guide."""

    style: Literal["guide", "notice"] = "guide"
    title: Short
    subtitle: Text | None = None
    badge: Short | None = None
    facts: list[Fact] = Field([], max_length=12)
    source: SourceNote | None = None
    actions: list[Action] = Field([], max_length=6)


class ListItem(Part):
    title: Short
    subtitle: Text | None = None
    action: Action | None = None


class ListContent(Part):
    """Several matters to choose from."""

    title: Short
    items: list[ListItem] = Field(min_length=1, max_length=10)
    more: Action | None = None


class Option(Part):
    value: str
    title: Short


class FormField(Part):
    """One question; limits are checked in the client for help and in the gateway for good."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    input: Literal["text", "textarea", "tel", "email", "date", "select", "radio", "checkbox", "file", "consent"]
    label: Short
    hint: Short | None = None
    required: bool = False
    pattern: str | None = None
    min_length: int | None = Field(None, ge=0)
    max_length: int | None = Field(None, ge=1)
    error: Short | None = None
    autocomplete: str | None = None
    inputmode: str | None = None
    options: list[Option] = Field([], max_length=100)
    accept: list[str] = []
    max_files: int | None = None
    max_bytes: int | None = None
    sensitive: bool = False


class Submit(Part):
    title: Short
    confirm_page: bool = False


class Privacy(Part):
    url: Url
    version: str


FieldValue = str | bool | list[str]


class FormContent(Part):
    """Questions answered at once; posted back as {client_id, form_id, values}."""

    form_id: str
    action: str
    title: Short
    intro: Text | None = None
    draft_key: str | None = None
    values: dict[str, FieldValue] = {}
    fields: list[FormField] = Field(min_length=1, max_length=30)
    submit: Submit
    undo_seconds: int | None = None
    privacy: Privacy | None = None


class SlotItem(Part):
    id: str
    start: Instant
    capacity_left: int = Field(ge=0)


class DateRange(Part):
    start: str = Field(alias="from", pattern=r"^\d{4}-\d\d-\d\d$")
    end: str = Field(alias="to", pattern=r"^\d{4}-\d\d-\d\d$")


class SlotHold(Part):
    """A time that is kept until `expires_at`; `extend` keeps it longer, `again` keeps it anew once it has expired."""

    start: Instant
    expires_at: Instant
    extend: Action | None = None
    other: Action | None = None
    again: Action | None = None


class SlotsContent(Part):
    """Times to choose from, as UTC instants; shown in the citizen's zone, the office's and the mission's.

    Choosing sends the command `action` with {"slot_id"}.
    """

    title: Short
    action: str
    office_tz: str = "Asia/Shanghai"
    office_tz_label: Short
    mission_tz: str | None = None
    mission_tz_label: Short | None = None
    duration_min: int = Field(gt=0)
    location: Short | None = None
    slots: list[SlotItem] = Field(max_length=200)
    range: DateRange | None = None
    hold_seconds: int | None = None
    held: SlotHold | None = None
    next: Action | None = None


class Step(Part):
    title: Short
    state: Literal["done", "current", "todo", "failed"]
    at: Instant | None = None


class Detail(Part):
    label: Short
    text: Text


class StatusContent(Part):
    """Where a petition or booking stands and what can be done with it now."""

    object: Literal["petition", "booking"]
    ref: str
    title: Short
    state: str
    state_title: Short
    steps: list[Step] = Field([], max_length=12)
    due_at: Instant | None = None
    undo_until: Instant | None = Field(None, description="Until then it can be changed or withdrawn freely")
    start: Instant | None = None
    office_tz: str | None = None
    details: list[Detail] = Field([], max_length=20)
    actions: list[Action] = Field([], max_length=6)


class CitationItem(Part):
    n: int = Field(ge=1)
    title: Short
    url: Url | None = None
    publisher: Short | None = None
    date: str | None = None
    quote: Short | None = None
    doc_id: str | None = None
    chunk_id: str | None = None


class CitationContent(Part):
    """Where the message named by `reply_to` or just before comes from."""

    items: list[CitationItem] = Field(min_length=1, max_length=10)


class SystemContent(Part):
    """A line between messages."""

    code: Literal[
        "welcome",
        "session_resumed",
        "session_expired",
        "agent_joined",
        "agent_left",
        "offline_hours",
        "rate_limited",
        "handoff_failed",
    ]
    text: Text
