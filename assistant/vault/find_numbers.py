"""Numbers that lead to a person, in a folded text. Judged by shape first: a mistyped one is still somebody's."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from assistant.shared.contracts.placeholders import Kind
from assistant.vault.spelling import SPOKEN_DIGITS

Span = tuple[Kind, int, int]

_GAP = r"[ \-.]?"
_ID_18 = re.compile(rf"(?<![0-9a-z])\d(?:{_GAP}\d){{16}}{_GAP}[0-9xo](?![0-9a-z])")
_ID_15 = re.compile(r"(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_HK_ID = re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d{6}[(（][0-9a][)）]")
_HK_ID_SAID = re.compile(
    r"香港(?:居民)?(?:永久性?)?(?:居民)?身份证(?:号码?)?(?:是|为|系|[:： ]){0,2}([a-z]{1,2}\d{6}[0-9a]?)(?![a-z0-9])"
)
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}(?!\d)")
_SPOKEN = re.compile(
    rf"(?<![{SPOKEN_DIGITS}\d])[幺么一1][三四五六七八九3-9][{SPOKEN_DIGITS}\d ]{{9,13}}(?![{SPOKEN_DIGITS}\d十百千万])"
)
_LANDLINE = re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[ \-–—]{0,2}[2-9]\d{6,7}(?!\d)")
_NEIGHBOUR = re.compile(r"(?<!\d)\(?(?:\+|00)?85[23]\)?[ -]?\d{4}[ -]?\d{4}(?!\d)")
_ABROAD = re.compile(r"(?<![\d+])(?:\+|(?<!\d[ -])00)[1-9]\d{0,2}(?:[ \-.()]{0,2}\d){6,13}(?!\d)")
_AMERICAN = re.compile(r"(?<!\d)(?:1[ \-.])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ \-.])\d{3}[ \-.]\d{4}(?!\d)")
_TELEPHONE_SAID = re.compile(
    r"(?:电话|手机|手提|座机|联系方式|联络|致电|打俾我|打给我|\btel\b|phone|mobile|\bcell|call me|whatsapp|reach me)"
    r"[^\d+\n]{0,10}?((?:\+|\()?\d(?:[ \-.()]{0,2}\d){6,14})(?!\d)"
)
_GROUPED = re.compile(r"(?<![\d+.,/:年月-])\d{2,5}(?:[ -]\d{3,4}){1,3}(?![\d.,/:年月元号-])")
_REGIONS = ("HK", "MO", "AU", "NZ", "GB", "SG", "MY", "FR")
_LONG_DIGITS = re.compile(r"(?<![\da-z.])\d(?:[ \-]?\d){10,21}(?![\da-z])")
_CARD_SAID = re.compile(r"(?:卡号?|账[号户]|户口|存折|bank|account|card)[^\d\n]{0,10}$")
_COUNTED = re.compile(
    r"(?:订单|单号|快递|运单|发票|编号|工单|受理|案号|流水|条码|isbn|代码|合同|批号|型号|版本|ip|字第|第)[^\d\n]{0,6}$"
)
_PASSPORT = re.compile(r"(?<![a-z0-9])(?:[egdspk]\d{8}|e[a-hj-np-z] ?\d{7})(?!\d)")
_SAYS = r"[^\w\n]{0,2}(?:号码?|证号|no\.?|number|num|#)?[^\w\n]{0,3}(?:是|为|系|就系|is|:|：)?[^\w\n]{0,2}"
_PASSPORT_SAID = re.compile(rf"(?:护照|passport){_SAYS}([a-z]{{0,3}}\d[a-z0-9]{{4,9}})(?![a-z0-9])")
_PERMIT = re.compile(r"(?<![a-z0-9])[hm]\d{8}(?:\d{2})?(?!\d)")
_PERMIT_SAID = re.compile(
    rf"(?:台胞证|回乡[证卡]|通行证|居住证|return permit){_SAYS}([a-z]?\d{{8,10}}|8[123]0000\d{{12}})(?!\d)"
)
_HMT_RESIDENT = re.compile(r"8[123]0000")
_ACCOUNT_SAID = re.compile(
    r"(?:微信|v信|wechat|weixin|(?<![a-z])vx|(?<![a-z])wx(?!id)|line(?= id)|telegram|企鹅)(?: ?id|号码?|账号|名)?(?:是|为|系|is|[:： ]){0,2} ?([a-z][\w-]{5,19}|\d{6,12})(?![\w-])"
    r"|(?<![a-z])qq(?:号码?|账号)?(?:是|为|系|[:： ]){0,2} ?(\d{5,11})(?!\d)"
)


def find_numbers(text: str, folded: str) -> Iterator[Span]:
    """Spans with their kind, surest first; `folded` is `text` folded."""
    if any(char.isdigit() for char in folded):
        yield from _written(folded)
    for match in _ACCOUNT_SAID.finditer(folded):
        yield Kind.ACCOUNT, *match.span(1 if match.group(1) else 2)
    for match in _SPOKEN.finditer(folded):
        if len(match.group().replace(" ", "")) == 11:
            yield Kind.PHONE, match.start(), match.start() + len(match.group().rstrip())


def _written(folded: str) -> Iterator[Span]:
    for match in _ID_18.finditer(folded):
        plain = re.sub(r"[ \-.]", "", match.group())
        if re.match(r"\d{6}(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d", plain) or not _COUNTED.search(
            _before(folded, match.start())
        ):
            yield (Kind.TRAVEL_PERMIT if _HMT_RESIDENT.match(plain) else Kind.ID_NUMBER), *match.span()
    for match in _LONG_DIGITS.finditer(folded):
        digits = re.sub(r"\D", "", match.group())
        if 16 <= len(digits) <= 19 and passes_luhn(digits):
            yield Kind.BANK_CARD, *match.span()
    for kind, pattern in (
        (Kind.ID_NUMBER, _HK_ID),
        (Kind.PHONE, _ABROAD),
        (Kind.PHONE, _MOBILE),
        (Kind.ID_NUMBER, _ID_15),
        (Kind.PASSPORT, _PASSPORT),
        (Kind.TRAVEL_PERMIT, _PERMIT),
        (Kind.PHONE, _LANDLINE),
        (Kind.PHONE, _NEIGHBOUR),
        (Kind.PHONE, _AMERICAN),
    ):
        for match in pattern.finditer(folded):
            if pattern is not _LANDLINE or not _COUNTED.search(_before(folded, match.start())):
                yield kind, *match.span()
    for kind, pattern in (
        (Kind.ID_NUMBER, _HK_ID_SAID),
        (Kind.PASSPORT, _PASSPORT_SAID),
        (Kind.TRAVEL_PERMIT, _PERMIT_SAID),
    ):
        for match in pattern.finditer(folded):
            if sum(char.isdigit() for char in match.group(1)) >= 5:
                yield kind, *match.span(1)
    yield from _cards_and_others(folded)


def _cards_and_others(folded: str) -> Iterator[Span]:
    """Long numbers, in doubt whatever is no order number; then telephones by the words before them or their groups."""
    for match in _LONG_DIGITS.finditer(folded):
        before = _before(folded, match.start())
        if _CARD_SAID.search(before) or not _COUNTED.search(before):
            yield Kind.BANK_CARD, *match.span()
    for match in _TELEPHONE_SAID.finditer(folded):
        yield Kind.PHONE, *match.span(1)
    for match in _GROUPED.finditer(folded):
        if is_national(match.group()):
            yield Kind.PHONE, *match.span()


def _before(folded: str, start: int) -> str:
    """The words just before `start`: a window, so that a long text costs no more by the square."""
    return folded[max(0, start - 24) : start]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is right by Luhn's test, as on every bank card."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def is_national(written: str) -> bool:
    """Whether `written` is a valid telephone number in just the grouping of a country where our people live."""
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(written, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            grouped = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            if grouped.replace("(", "").replace(")", "") == written.replace("-", " "):
                return True
    return False
