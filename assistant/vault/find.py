"""Where personal data stands in a normalised text. Wrong in doubt on the side of hiding.

Numbers are judged by shape, not by check digit alone: a mistyped identity number is still somebody's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.shared.contracts.placeholders import PLACEHOLDER, Kind
from assistant.vault.names import find_name

_GAP = r"[ \-.]?"
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9])(?:XF|YY)[ -]?\d{8}[ -]?\d{5}[ -]?\d(?!\d)", re.IGNORECASE)
_ID_18 = re.compile(rf"(?<![0-9A-Za-z])\d(?:{_GAP}\d){{16}}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_ID_15 = re.compile(r"(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[ -]?[2-9]\d{6,7}(?!\d)")
_ABROAD = re.compile(r"(?<![\d+])(?:\+|00)[1-9]\d{0,2}(?:[ \-.()]{0,2}\d){6,12}(?!\d)")
_AMERICAN = re.compile(r"(?<!\d)(?:1[ \-.])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ \-.])\d{3}[ \-.]\d{4}(?!\d)")
_LONG_DIGITS = re.compile(r"(?<!\d)\d(?:[ \-]?\d){10,21}(?!\d)")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EGDSPK]\d{8}|E[A-HJ-NP-Z]\d{7})(?!\d)", re.IGNORECASE)
_PASSPORT_SAID = re.compile(
    r"(?:护照|passport)[^\w\n]{0,3}(?:号码?|no\.?|number)?[^\w\n]{0,3}(?:是|为|is)? ?([A-Z0-9]{6,10})", re.IGNORECASE
)
_PERMIT = re.compile(r"(?<![A-Za-z0-9])[HM]\d{8}(?:\d{2})?(?!\d)", re.IGNORECASE)
_PERMIT_SAID = re.compile(
    r"(?:台胞证|回乡证|通行证|居住证)(?:号码?)?[^\w\n]{0,3}(?:是|为)?[^\w\n]{0,2}([A-Z]?\d{8,10})(?!\d)", re.IGNORECASE
)
_ROAD = r"[^\W\d_\s在住到于是区市县镇乡村店的我你他们跟和]{1,6}(?:路|大道|大街|街|巷|里|坊|径)"
_ROOM = r"(?:[\dA-Za-z]{1,5}|[一二三四五六七八九十百]{1,4})(?:栋|幢|座|单元|楼|层|室|房|号楼|号)"
_ADDRESS = re.compile(
    rf"{_ROAD} ?(?:\d{{1,5}}|[一二三四五六七八九十百零]{{1,5}})(?:[-之]\d{{1,4}})?号(?:之\d+)?"
    rf"[^\W\d_]{{0,8}}?(?:{_ROOM}[- ]?)*(?:\d{{2,5}})?"
    r"|[^\W\d_\s在住到于是区市县镇乡的我]{2,8}(?:小区|花园|新村|苑|公寓|大厦|广场|山庄|豪庭)"
    rf"{_ROOM}(?:[- ]?{_ROOM})*(?:\d{{2,5}})?"
    r"|\b\d{1,5} [A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3} (?:St|Street|Ave|Avenue|Rd|Road|Blvd|Drive|Dr|Lane|Way)\b\.?"
)
_SIX_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}(?!\d)")
_CODE_SAID = re.compile(r"查询码|验证码|查詢碼|query code|(?<![a-z])code(?![a-z])", re.IGNORECASE)
_PHONE_ANSWER = re.compile(r"(?<!\d)\+?\d(?:[ \-.()]{0,2}\d){5,14}(?!\d)")


@dataclass(frozen=True)
class Found:
    """Personal data at `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    value: str


def find_personal_data(text: str, *, expecting: Kind | None = None) -> list[Found]:
    """Everything personal in a normalised `text`, in order, not overlapping; placeholders in it are left alone.

    `expecting` is what the citizen was just asked for: then a bare name, phone or six-digit code counts too.
    """
    taken: list[Found] = []
    guarded = [match.span() for pattern in (PLACEHOLDER, _REFERENCE) for match in pattern.finditer(text)]
    for found in _candidates(text, expecting):
        spans = guarded + [(other.start, other.end) for other in taken]
        if found.value.strip() and all(found.end <= start or end <= found.start for start, end in spans):
            taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _candidates(text: str, expecting: Kind | None) -> Iterator[Found]:
    """Candidates, surest first: an earlier one wins where two overlap."""
    for kind, pattern in (
        (Kind.EMAIL, _EMAIL),
        (Kind.ADDRESS, _ADDRESS),
        (Kind.ID_NUMBER, _ID_18),
        (Kind.PHONE, _MOBILE),
        (Kind.ID_NUMBER, _ID_15),
        (Kind.PASSPORT, _PASSPORT),
        (Kind.TRAVEL_PERMIT, _PERMIT),
        (Kind.PHONE, _LANDLINE),
        (Kind.PHONE, _ABROAD),
        (Kind.PHONE, _AMERICAN),
        (Kind.BANK_CARD, _LONG_DIGITS),
    ):
        for match in pattern.finditer(text):
            yield Found(kind, match.start(), match.end(), match.group())
    for kind, pattern in ((Kind.PASSPORT, _PASSPORT_SAID), (Kind.TRAVEL_PERMIT, _PERMIT_SAID)):
        for match in pattern.finditer(text):
            if any(char.isdigit() for char in match.group(1)):
                yield Found(kind, match.start(1), match.end(1), match.group(1))
    if expecting is Kind.PHONE:
        for match in _PHONE_ANSWER.finditer(text):
            yield Found(Kind.PHONE, match.start(), match.end(), match.group())
    if expecting is Kind.CODE or _REFERENCE.search(text) or _CODE_SAID.search(text):
        for match in _SIX_DIGITS.finditer(text):
            yield Found(Kind.CODE, match.start(), match.end(), match.group())
    span = find_name(text, asked=expecting is Kind.NAME)
    if span is not None:
        yield Found(Kind.NAME, span[0], span[1], text[span[0] : span[1]])
