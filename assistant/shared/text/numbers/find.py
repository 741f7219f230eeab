"""Every quantity of a text at once: money, ages, percentages, people and things counted, and large bare numbers.

Where two could claim the same characters the more telling one has them: money before ages before counts before numbers.
"""

import re
from functools import cache

from assistant.shared.text.ages import find_ages
from assistant.shared.text.amounts import find_amounts
from assistant.shared.text.numbers.folding import fold
from assistant.shared.text.numbers.pattern import BIG, ENGLISH_NUMBER, FREE, MORE, Quantity, span, spread, step
from assistant.shared.text.numbers.values import HAN, english, numeral
from assistant.shared.text.relations import find_relations

LONGEST = 4000
_UNITS = {
    "person": "个人 人 位 名 口人 口", "household": "户人家 户人 户", "times": "次 趟",
    "square_metre": "平方米 平方 平米 ㎡ 方",
    "copy": "份",
}  # fmt: skip
_UNIT_OF = {unit: name for name, units in _UNITS.items() for unit in units.split()}
_ENGLISH_UNITS = {
    "people": "person",
    "persons": "person",
    "workers": "person",
    "families": "household",
    "households": "household",
    "times": "times",
    "copies": "copy",
    "square metres": "square_metre",
    "square meters": "square_metre",
    "sqm": "square_metre",
}
# What makes another word of the unit: 户口, 人民, 位置, 名字, 方便, 次日.
_NO_UNIT = {
    "人": "民员工大才生口事行物类体参均气力家道格际流手头称文为间权身士寿防社保情",
    "位": "置数于子", "名": "字单称牌下胜著人誉额片词校医",
    "口": "岸腔味径号碑头", "户": "口籍型主外名头部均内", "次": "元方郎贷品数要日序年级性过",
    "方": "面便法案式向位形言可才程块米", "份": "子额量", "平方": "公千",
}  # fmt: skip
_TIME_UNITS = r"个?(?:多)?(?:天|日|年|月|周|星期|礼拜|小时|分钟|钟|工作日|岁|周岁|点|时)"
_NAMES = r"路|号|条|中学|小学|街|巷|里路|公里|层|度|级|个放心|个不|届"
_LARGE = re.compile("[百千万亿,]")
_CHENG = r"(?![都为了功年立人本绩长分员果交份熟语品因天])"


def find_quantities(text: str, *, zone: str) -> list[Quantity]:
    """Every quantity in the first 4,000 characters of `text`, in order, none overlapping another.

    `zone` tells whose dollars are meant.
    """
    folded = fold(text[:LONGEST])
    found: list[Quantity] = []
    for each in (
        *find_amounts(folded, zone), *find_ages(folded, find_relations(text[:LONGEST])), *_percents(folded),
        *_counts(folded), *_numbers(folded),
    ):  # fmt: skip
        if all(each.end <= other.start or other.end <= each.start for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def _percents(folded: str) -> list[Quantity]:
    found = []
    for match in _patterns()["percent"].finditer(folded):
        value = numeral(match["han"] or match["n"] or match["tenths"])
        if value is not None:
            tenths = 10 * value + (5 if match["half"] else 0)
            found.append(Quantity("percent", *match.span(), span(tenths if match["tenths"] else value)))
    return found


def _counts(folded: str) -> list[Quantity]:
    found = []
    for match in _patterns()["count"].finditer(folded):
        said, unit = match["n"], match["u"]
        value = _spanned(said, match["more"])
        # 一个人, 一次, 一份 hardly ever count anything; 三人 and 方 need room for doubt.
        single = value is None or value == "1"
        if single or (unit == "口" and folded[match.start() - 1 : match.start()] != "家"):
            continue
        if unit == "方" and (numeral(said) or 0) < 10:
            continue
        found.append(Quantity("count", *match.span(), f"{value} {_UNIT_OF[unit]}"))
    for match in _patterns()["english_count"].finditer(folded):
        number = english(match["n"])
        if number is not None:
            found.append(Quantity("count", *match.span(), f"{span(number)} {_ENGLISH_UNITS[match['u']]}"))
    return found


def _numbers(folded: str) -> list[Quantity]:
    found = []
    for match in _patterns()["number"].finditer(folded):
        # 三 and 12345 may be anything; 三千, 3万 and 12,500 are numbers.
        value = _spanned(match["n"], match["more"]) if _LARGE.search(match["n"]) else None
        if value is not None:
            found.append(Quantity("number", *match.span(), value))
    for match in _patterns()["english_number"].finditer(folded):
        number = english(match.group())
        if number is not None and not match.group().startswith("a "):
            found.append(Quantity("number", *match.span(), span(number)))
    return found


def _spanned(said: str, more: str | None) -> str | None:
    value = numeral(said)
    if value is None or value >= 1e15:
        guess = spread(said)
        return span(*guess) if guess else None
    if more:
        return span(value, value + step(said) - 1) if value >= 10 else None
    return span(value)


@cache
def _patterns() -> dict[str, "re.Pattern[str]"]:
    units = "|".join(
        unit + (f"(?![{_NO_UNIT[unit]}])" if unit in _NO_UNIT else "")
        for unit in sorted(_UNIT_OF, key=len, reverse=True)
    )
    return {
        "percent": re.compile(
            rf"百分之(?P<han>{BIG})|(?<![\w.])(?P<n>\d{{1,3}}(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)"
            rf"|(?<![一二三四五六七八九十])(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?{_CHENG}"
        ),
        "count": re.compile(rf"{FREE}(?<![番这每])(?P<n>{BIG})(?P<more>{MORE})?\s?(?P<u>{units})"),
        "english_count": re.compile(
            rf"(?<![\w.,])(?P<n>{ENGLISH_NUMBER})\s+(?P<u>{'|'.join(sorted(_ENGLISH_UNITS, key=len, reverse=True))})\b"
        ),
        "number": re.compile(rf"{FREE}(?P<n>{BIG})(?P<more>{MORE})?(?!{_TIME_UNITS}|{_NAMES}|[\d%{HAN}])"),
        "english_number": re.compile(
            r"(?<![\w.,$-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|half a (?:million|billion|thousand)"
            r"|(?:\d{1,6}(?:\.\d{1,6})?|[a-z]+(?:-[a-z]+)?)\s(?:hundred|thousand|million|billion)\b)"
        ),
    }
