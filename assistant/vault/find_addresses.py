"""Addresses down to the door in a folded text: road and number, block and room, village and number, English ones."""

import re
from collections.abc import Iterator

_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,5})"
_DOOR = rf"{_NUMBER}(?:[-之]{_NUMBER})?号(?!线|令|文|楼|公告|通知|台风|种子|电池)(?:之{_NUMBER})?"
_UNIT = r"(?:[\da-z]{1,5}|[一二三四五六七八九十]{1,3})(?:栋|幢|座|单元|楼|层|室|房|号楼|号房|号)"
_ROOM = rf"(?:[- ,，]?{_UNIT})*(?:[- ]?[\da-z]{{1,5}}(?:室|房)?)?"
# Not across the words before an address.
_WORD = r"[^\W\d_a-z在住到于是喺系址:：的我你他她们跟和与及从去来个间号]"
_ROAD = rf"{_WORD}{{1,6}}?(?:路|大道|公路|大街|直街|横街|新街|街|横巷|巷|里|坊|径|道)(?:[东西南北中]|[一二三四五六七八九十])?(?:段|路)?"
_ESTATE = rf"{_WORD}{{2,10}}?"
_BLOCK = r"(?:[a-z]?\d{1,3}|[a-z]|[一二三四五六七八九十]{1,3})(?:栋|幢|座|号楼|期)"
_IN_BLOCK = (
    rf"(?:{_BLOCK})?(?:[\da-z一二三四五六七八九十]{{1,3}}(?:单元|梯))?"
    r"[- ]?(?:[\d一二三四五六七八九十]{1,3}[楼层][- ]?(?:[\da-z]{1,4}(?![\da-z]))?(?:室|房|号)?|[\da-z]{3,5}(?:室|房|号)?)"
)
_PATTERNS = (
    re.compile(
        rf"{_WORD}{{1,5}}?(?:村|圩|墟|屯|寨)(?:{_WORD}{{0,3}}?{_NUMBER}?(?:队|巷|组|街|社|里))? ?{_DOOR}{_ROOM}"
    ),
    re.compile(rf"{_ROAD} ?{_DOOR}(?:{_WORD}{{2,9}}?(?={_BLOCK}))?{_ROOM}"),
    re.compile(rf"{_ESTATE}(?:{_BLOCK}){_IN_BLOCK}"),
    re.compile(rf"(?<=门牌)(?:号码?)?(?:是|为|[:：])? ?{_DOOR}"),
    re.compile(rf"(?<=住)在?{_ROAD}\d{{1,4}}(?![\d年月日米路])"),
)
# District and town stay readable: a petition is routed by them, and they are nobody's address.
_DIVISION = re.compile(
    r"(?:广东省?)?(?:江门市|蓬江区?|江海区?|新会区?|台山市?|开平市?|鹤山市?|恩平市?|[^\W\d_]{2,3}?(?:市|(?<![小社])区|县|镇|街道|乡))"
    r"(?=[^\W\d_]+[\d一二三四五六七八九十a-z])"
)
_WAY = (
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Drive|Dr|Lane|Ln|Way|Crescent|Cres|Court|Ct|Place|Pl|Terrace|Square|Close|Parade|"
    r"Highway|Kingsway|Broadway|Jalan)\b\.?(?: (?:East|West|North|South|[NSEW]\b))?"
)
_ENGLISH = re.compile(
    r"(?:\b(?:[Uu]nit|[Ff]lat|[Aa]pt\.?|[Aa]partment|[Ss]uite|[Rr]oom|[Rr]m) ?[\dA-Za-z]{1,5},? ?|#\d{1,5}[ ,-]{1,2})?"
    r"(?:\d{1,2}/F,? ?)?(?<![\d.])\d{1,5}(?:-\d{1,5})?[A-Za-z]?,? (?:[NSEW]\.? )?(?:[A-Z][A-Za-z'.]+ ){0,4}?" + _WAY
)


_BLOCK_ENGLISH = re.compile(
    r"\b(?:[Ff]lat|[Uu]nit|[Rr]oom) ?[\dA-Za-z]{1,4},? ?(?:\d{1,2}(?:/F|th [Ff]loor|[Ff])|(?:[Bb]lock|[Tt]ower) ?[\dA-Za-z]{1,3})(?:,? ?(?:[Bb]lock|[Tt]ower) ?[\dA-Za-z]{1,3})?"
)


def find_addresses(text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses; `folded` is `text` folded."""
    if not any(char.isdigit() or char in "一二三四五六七八九十" for char in folded):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            yield _without_division(folded, match.start()), match.end()
    for pattern in (_ENGLISH, _BLOCK_ENGLISH):
        for match in pattern.finditer(text):
            yield match.span()


def _without_division(folded: str, start: int) -> int:
    while (match := _DIVISION.match(folded, start)) is not None:
        start = match.end()
    return start
