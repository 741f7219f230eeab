"""What the retrieval service says over HTTP; `Hit` is also what an answer carries to the gateway."""

from typing import Literal

from pydantic import BaseModel, Field


class SourceRef(BaseModel):
    """Where a passage comes from, as a citizen may be told."""

    id: str
    title: str
    publisher: str
    url: str | None = None
    law: str | None = None
    article: str | None = None
    published: str | None = None
    checked: str


class Material(BaseModel):
    """One thing to bring."""

    text: str
    note: str | None = None
    required: bool = True


class Channel(BaseModel):
    """One way to get the matter done."""

    kind: str
    name: str
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    url: str | None = None


class FactCard(BaseModel):
    """The card of a knowledge file: materials, fee, time limit, channels."""

    materials: list[Material] = Field(default_factory=list)
    fee: str | None = None
    time_limit: str | None = None
    channels: list[Channel] = Field(default_factory=list)


class EnglishText(BaseModel):
    """The English of an entry; `section` is the English of the hit's own section, if there is one."""

    title: str
    summary: str
    section: str | None = None


class SectionText(BaseModel):
    """One section of an entry's page."""

    anchor: str
    heading: str
    text: str
    en: str | None = None
    aliases: list[str] = Field(default_factory=list, description="Anchors that the section had before.")


class Hit(BaseModel):
    """One section of one knowledge file, with every score that put it where it stands."""

    entry_id: str
    anchor: str
    title: str
    heading: str
    text: str = Field(description="Approved Markdown of the section, citation marks left in as [^id].")
    topic: str
    kind: str
    place: str
    department: str
    gap: bool = Field(description="The file says that there is no confirmed answer, and where to ask.")
    as_of: str = Field(description="The date (ISO) on which its sources were last checked.")
    sources: list[SourceRef]
    facts: FactCard
    sections: list[SectionText] = Field(
        default_factory=list,
        description="What to show: every section but gaps when the whole file was asked for; the leading ones, "
        "surest first, when it is not sure which of them was; empty when one section was.",
    )
    leading: list[str] = Field(default_factory=list, description="Anchors of the sections that answer, surest first.")
    whole: bool = Field(False, description="The whole file was asked for.")
    en: EnglishText | None = None
    url: str = Field(description="/k/<entry id>#<anchor>")
    dense: float = Field(description="Cosine of the best vector of this section.")
    lexical: float = Field(description="Share of the weight of the question's words that the best text has (BM25).")
    matched: str = Field(description="The text that matched best: a question or the passage.")
    score: float = Field(description="The final score: features under learned weights.")
    probability: float = Field(description="Calibrated probability that this section answers the question.")


class SearchRequest(BaseModel):
    """A question, already normalised and free of personal data."""

    text: str = Field(min_length=1, max_length=4000)
    limit: int = Field(5, ge=1, le=20)
    place: str | None = None
    audience: str | None = None
    topic: str | None = None
    context: str | None = Field(None, max_length=4000, description="The question before, free of personal data too.")
    explain: bool = False


class Rated(BaseModel):
    """One entry that was looked at, shown or not: `raw` chose it, `score` and `probability` placed it."""

    entry_id: str
    raw: float
    score: float
    probability: float
    shown: bool


class Reason(BaseModel):
    """One feature of a hit: `part` is value times weight."""

    name: str
    value: float
    weight: float
    part: float


class Reasons(BaseModel):
    """What ranked a hit, and what its probability is made of."""

    ranking: list[Reason]
    probability: list[Reason]
    intercept: float


class SearchResult(BaseModel):
    """`decision` by the calibrated thresholds: answer, choices (2–4 near ones) or refuse.

    Only the first hit carries text, sources and facts: of the others a name is shown.
    """

    release: str
    decision: Literal["answer", "choices", "refuse"]
    probability: float
    hits: list[Hit]
    parts: list[Hit] = Field(
        default_factory=list, description="Where the question holds several, a sure answer to each; else empty."
    )
    joined: bool = Field(False, description="It was understood with the question before.")
    rated: list[Rated] = Field(default_factory=list, description="What was looked at, rejected ones included.")
    reasons: list[Reasons] = Field(default_factory=list, description="One for each hit, where `explain` was asked.")


class EncodeRequest(BaseModel):
    """Texts to encode as queries."""

    texts: list[str] = Field(min_length=1, max_length=256)


class EncodeResult(BaseModel):
    """`vectors[i]` is base64 of little-endian float32, unit length."""

    dimensions: int
    vectors: list[str]


class EntryPage(BaseModel):
    """A whole knowledge file as a citizen may read it."""

    entry_id: str
    title: str
    topic: str
    kind: str
    place: str
    department: str
    gap: bool
    as_of: str
    valid_from: str | None
    valid_until: str | None
    review_by: str | None = None
    sources: list[SourceRef]
    facts: FactCard
    sections: list[SectionText]
    en: EnglishText | None = None
    release: str
