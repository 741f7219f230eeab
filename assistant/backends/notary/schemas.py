"""What the notary system takes and gives over HTTP. Instants are UTC; `*_local` and `*_beijing` carry their offset."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.backends.inputs import Body, Code, CodeField, Short

Phone = Annotated[str, Field(min_length=5, max_length=32, pattern=r"^[+0-9 ()-]+$")]
HoldId = Annotated[str, Field(min_length=8, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
Nationality = Literal["cn", "foreign", "hk-mo-tw", "unsure"]
Home = Literal["taishan", "jiangmen", "elsewhere"]


class ResidenceIn(Body):
    """How long somebody has lived abroad."""

    long_term: bool | None = None
    days: Annotated[int, Field(ge=0, le=40_000)] | None = None


class EligibilityIn(Body):
    """What is known; null is not known yet."""

    nationality: Nationality | None = None
    residence: ResidenceIn = ResidenceIn()
    use_in_china: bool | None = None
    matter: Code | None = None
    mission: Code | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    needs_helper: bool | None = None
    party_capable: bool | None = None
    disputed: bool | None = None
    guardian: bool | None = None
    related: bool | None = None
    papers: bool | None = None
    pays: bool | None = None
    attends: bool | None = None
    property: bool | None = None
    in_district: bool | None = None
    home: Home | None = None


class HoldIn(Body):
    """Keep this slot for me."""

    slot_id: Annotated[str, Field(min_length=1, max_length=120)]


class ApplicantIn(Body):
    """Who will sit at the mission."""

    name: Short
    phone: Phone
    passport: Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z0-9]+$")] | None = None
    email: Annotated[str, Field(max_length=120, pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    nationality: Nationality


class BookingIn(Body):
    """Turn a hold into a booking."""

    hold_id: HoldId
    applicant: ApplicantIn
    matter: Code
    mission: Code
    office: Code


class RescheduleIn(Body):
    """Move a booking to another hold."""

    code: CodeField
    hold_id: HoldId


class CancelIn(Body):
    """Give a booking up."""

    code: CodeField


class ContactIn(Body):
    """Where news of an offer goes."""

    phone: Phone


class WaitingIn(Body):
    """Offer me any slot of these that becomes free; days of the mission, or instants, both included."""

    office: Code
    mission: Code
    first: Annotated[str, Field(alias="from", max_length=40)]
    last: Annotated[str, Field(alias="to", max_length=40)]
    contact: ContactIn | None = None


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NamedOut(_Out):
    """Something with an official name."""

    code: str
    zh: str
    en: str


class MissionOut(NamedOut):
    """A mission; `zone` is an IANA name."""

    country: str
    city: str
    zone: str


class MatterOut(NamedOut):
    """A matter; `direct`: some missions certify it themselves."""

    direct: bool


class OfficesOut(_Out):
    """All notary offices; `sample` is true while their hours are invented."""

    offices: list[NamedOut]
    sample: bool


class MissionsOut(_Out):
    """All missions."""

    missions: list[MissionOut]


class MattersOut(_Out):
    """All matters."""

    matters: list[MatterOut]


class EligibilityOut(_Out):
    """`reasons` and `needs` are codes of knowledge/vocabulary/eligibility.yml; `ask` names fields that decide."""

    eligible: Literal["yes", "no", "depends"]
    reasons: list[str]
    needs: list[str]
    ask: list[str]


class SlotOut(_Out):
    """One interval; `calendar_published` is false while China's holiday calendar for that day is not known, `sample`
    true while the hours of the office are invented."""

    slot_id: str
    office: str
    mission: str
    start: str
    end: str
    start_beijing: str
    start_local: str
    zone: str
    capacity_left: int
    calendar_published: bool
    sample: bool


class SlotsOut(_Out):
    """Free slots in order of time; `more` when the limit cut them off."""

    slots: list[SlotOut]
    more: bool
    sample: bool


class HoldOut(_Out):
    """A kept slot."""

    hold_id: str
    expires_at: str
    extensions_left: int
    slot: SlotOut


class WaitingOut(_Out):
    """A place in the waiting list; `offer` is a hold to book with while state is `offered`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    waiting_id: str
    state: Literal["waiting", "offered", "taken", "lapsed", "left"]
    office: str
    mission: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    before: int
    offer: HoldOut | None


class TimelineOut(_Out):
    """One thing that happened."""

    at: str
    event: str
    actor: str


class ActionOut(_Out):
    """One thing the citizen may do, until when, and why not."""

    action: str
    allowed: bool
    reason: str | None
    until: str


class BookingOut(_Out):
    """A booking without anything personal."""

    number: str
    status: Literal["booked", "cancelled"]
    attendance: Literal["arrived", "late", "no_show"] | None
    start: str
    end: str
    start_beijing: str
    start_local: str
    zone: str
    office: NamedOut
    mission: MissionOut
    matter: MatterOut
    can_cancel_until: str
    can_reschedule_until: str
    timeline: list[TimelineOut]
    actions: list[ActionOut]


class ConfirmationOut(BookingOut):
    """A fresh booking with the only copy of its query code."""

    query_code: str
