"""What the petition system takes and gives over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.backends.inputs import Body, Code, CodeField, Line, Short, Story


class Petitioner(Body):
    """Who asks. A name is needed unless `anonymous`; a telephone, so that the answer can be told."""

    name: Short | None = None
    phone: Annotated[str, Field(min_length=5, max_length=32, pattern=r"^[+0-9 ()-]+$")]
    id_number: Annotated[str, Field(max_length=32, pattern=r"^[0-9A-Za-z-]+$")] | None = None
    address: Line | None = None
    anonymous: bool = False

    @model_validator(mode="after")
    def _named_or_anonymous(self) -> "Petitioner":
        if self.name is None and not self.anonymous:
            raise ValueError("a petitioner has a name or is anonymous")
        return self


class Attachment(Body):
    """A file that the gateway keeps; only what identifies it travels."""

    name: Line
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0, le=50_000_000)]
    media_type: Short


class PetitionIn(Body):
    """A petition as submitted. `notify_by`: how the petitioner agreed to be told of progress; not at all without it."""

    petitioner: Petitioner
    text: Story
    subject: Short | None = None
    district: Short | None = None
    address: Line | None = None
    occurred_at: Short | None = None
    attachments: Annotated[list[Attachment], Field(max_length=9, default_factory=list)]
    language: Literal["hans", "hant", "yue", "en"] = "hans"
    on_behalf_of: Line | None = None
    asked: Line | None = None
    affected: Line | None = None
    representatives: Annotated[list[Short], Field(max_length=5, default_factory=list)]
    contact_wish: Literal["visit", "call"] | None = None
    notify_by: Literal["sms", "wechat"] | None = None


class SupplementIn(Body):
    """More to say."""

    code: CodeField
    text: Story
    attachments: Annotated[list[Attachment], Field(max_length=9, default_factory=list)]


class UrgeIn(Body):
    """Overdue: please hurry."""

    code: CodeField
    text: Line | None = None


class WithdrawIn(Body):
    """Taken back."""

    code: CodeField
    reason: Line | None = None


class RateIn(Body):
    """How the answer was: 1 (bad) to 5 (good)."""

    code: CodeField
    score: Annotated[int, Field(ge=1, le=5)]
    reason: Line | None = None
    reasons: Annotated[list[Code], Field(max_length=5, default_factory=list)]


class ReviewIn(Body):
    """The answer is not accepted; a higher body shall look at it."""

    code: CodeField
    text: Story


class EditIn(Body):
    """The whole petition as it should be instead; possible for ten minutes."""

    code: CodeField
    petition: PetitionIn


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DepartmentOut(_Out):
    """A body by code and official name."""

    code: Code
    name: str


class DistrictOut(_Out):
    """A district by division code and name."""

    code: str
    name: str


class RoutingOut(_Out):
    """Why this body: keywords, learned, fallback or accusation, and the fact that gives it competence."""

    reason: Code
    topic: str
    fact: str


class ReceiptOut(_Out):
    """What the petitioner keeps. Dates are Beijing days; `receipt_hash` is over the petition as received."""

    number: str
    query_code: str
    status: str
    department: DepartmentOut
    level: str
    district: DistrictOut | None
    registered_at: str
    accept_by: date
    finish_by: date
    finish_by_provisional: bool
    withdraw_until: str
    routing: RoutingOut
    receipt_hash: str


class TimelineOut(_Out):
    """One thing that happened: `status` after it, `words` the key of how it is said, `told` what staff wrote."""

    at: str
    event: str
    actor: str
    status: str
    words: str
    told: str | None


class ClockOut(_Out):
    """A clock of the law that runs. `duty`: somebody must; else `actor` may. `days_left` is negative when past.

    Where `calendar_published` is false, `by` is early enough under any calendar of working days to come.
    """

    clock: str
    article: int
    actor: str
    duty: bool
    by: date
    days_left: int
    light: Literal["green", "yellow", "red", "paused"]
    calendar_published: bool


class ActionOut(_Out):
    """One thing the citizen may do: `opens` from when, `until` at the latest, `reason` why not."""

    action: str
    allowed: bool
    reason: str | None
    opens: str | None
    until: str | None


class PetitionOut(_Out):
    """Where a petition stands. Holds nothing of what the petitioner wrote but the subject."""

    number: str
    status: str
    department: DepartmentOut
    level: str
    district: DistrictOut | None
    subject: str | None
    topic: str
    registered_at: str
    accept_by: date
    finish_by: date
    finish_by_provisional: bool
    review_by: date | None
    review_answer_by: date | None
    overdue: bool
    round: int
    paused: bool
    attention: bool
    supervised: bool
    rating: int | None
    door: str | None
    merged_into: str | None
    clocks: list[ClockOut]
    timeline: list[TimelineOut]
    actions: list[ActionOut]
    receipt_hash: str


class VerifyOut(_Out):
    """Whether a petition was received in the form that the hash is of, and lies here unchanged.

    `current`: it was not edited since. An unknown number and another hash answer alike: not verified.
    """

    number: str
    verified: bool
    current: bool
    unchanged: bool
    received_at: str | None


class ExportStepOut(_Out):
    """One thing that happened, with what was said."""

    at: str
    event: str
    actor: str
    said: dict[str, Any]


class ReadOut(_Out):
    """Somebody read or took out the personal data."""

    at: str
    actor: str
    why: str


class ExportOut(_Out):
    """Everything that the system holds of a petition, for its owner."""

    number: str
    exported_at: str
    petition: dict[str, Any]
    standing: PetitionOut
    history: list[ExportStepOut]
    reads: list[ReadOut]


ActionIn = SupplementIn | UrgeIn | WithdrawIn | RateIn | ReviewIn
