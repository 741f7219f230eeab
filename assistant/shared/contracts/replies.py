"""What actions and domain responses say to the gateway, which alone turns it into words and messages.

Two shapes travel in `DialogueResponse.replies`:

- a **domain response**: `{"utter": "utter_greet", "text": …, "buttons": [{"title", "payload"}], "custom": {…}}`,
  words from `domain/*.yml`; `custom` holds `outcome`, and `en`, the same words in English;
- a **reply**: a dict with `kind` (below) and `outcome`, sent by an action as `json_message`; no words.

The outcome of a turn is that of the first reply whose outcome is not of a flow, else that of the last one: a
question answered inside a flow is an answer.
"""

from typing import Any, Literal, TypedDict

ReplyKind = Literal[
    "answer", "brief", "choices", "refuse", "guard", "words", "form", "summary", "receipt", "status",
    "eligibility", "slots", "hold", "booking",
]


class Choice(TypedDict, total=False):
    """One button: `payload` is an intent with or without entities; `en` is its title in English, where there is one.

    `key` names words of gateway/wording.py in place of both titles.
    """

    title: str
    payload: str
    en: str
    key: str


class Answer(TypedDict):
    """`hit` is a search hit as `assistant.retrieval.schemas.Hit` serialises it; `also` names near ones.

    Each of `also` has entry_id, anchor, title, and `en`, its English title, where there is one.
    """

    kind: Literal["answer"]
    outcome: str
    hit: dict[str, Any]
    also: list[dict[str, Any]]


class Brief(TypedDict):
    """The first sentence of an answer, for who asked to have it simpler; `hit` as of an answer."""

    kind: Literal["brief"]
    outcome: str
    hit: dict[str, Any]


class Choices(TypedDict):
    """Two to four ways to understand what was asked. `prompt` is a key of gateway/wording.py."""

    kind: Literal["choices"]
    outcome: str
    prompt: str
    choices: list[Choice]


class Refuse(TypedDict):
    """No confirmed answer. `reason`: no_source | other_place | out_of_scope; `place` when another city is meant."""

    kind: Literal["refuse"]
    outcome: str
    reason: str
    place: str | None


class Guard(TypedDict):
    """`guard`: emergency | self_harm | wrong_door | abuse. `detail`: police|fire|medical, or which door.

    `way_on`, for who is in no danger: "held", a button reports what was said, which is kept; "ask", a button opens a
    petition that asks for it; "open", the petition opens in the same breath and no button is needed.
    """

    kind: Literal["guard"]
    outcome: str
    guard: str
    detail: str | None
    way_on: str


class Words(TypedDict):
    """Words of gateway/wording.py under `key`, filled with `args`."""

    kind: Literal["words"]
    outcome: str
    key: str
    args: dict[str, Any]


class Form(TypedDict):
    """Offer the form `form_id` (petition | booking) beside the next question; `values` are already known."""

    kind: Literal["form"]
    outcome: str
    form_id: str
    values: dict[str, str]


class Summary(TypedDict):
    """A petition before it is sent: what was told by name of the field, in the order of gateway/rendering/petition."""

    kind: Literal["summary"]
    outcome: str
    told: dict[str, str]


class Receipt(TypedDict):
    """A petition was registered: the 201 body of the petition system."""

    kind: Literal["receipt"]
    outcome: str
    receipt: dict[str, Any]


class Status(TypedDict):
    """Where a petition or booking stands: the GET body of its system. `object`: petition | booking."""

    kind: Literal["status"]
    outcome: str
    object: str
    status: dict[str, Any]


class Eligibility(TypedDict):
    """The body of POST /eligibility: eligible yes|no|depends, reason and need codes of knowledge/vocabulary."""

    kind: Literal["eligibility"]
    outcome: str
    eligibility: dict[str, Any]


class Slots(TypedDict):
    """Free slots at one office and mission, UTC instants, as GET /slots gives them."""

    kind: Literal["slots"]
    outcome: str
    slots: list[dict[str, Any]]
    office: dict[str, Any]
    mission: dict[str, Any]


class Hold(TypedDict):
    """A slot is kept for the citizen until `hold["expires_at"]`."""

    kind: Literal["hold"]
    outcome: str
    hold: dict[str, Any]


class Booking(TypedDict):
    """A booking was made, moved or cancelled: the body of the notary system."""

    kind: Literal["booking"]
    outcome: str
    booking: dict[str, Any]
