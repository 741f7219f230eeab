"""Money: 一百二十块, 3.5万元, 两千蚊, CAD 500, half a million yuan. Both runtimes; currency by ISO 4217."""

import re
from functools import cache

from assistant.shared.text.numbers.pattern import BIG, ENGLISH_NUMBER, FREE, MORE, TO, Quantity, span, spread, step
from assistant.shared.text.numbers.values import DIGITS, english, numeral

_HAN = {
    "CNY": "元 块钱 块 圆 毛 毫子 分钱 人民币 蚊", "CAD": "加币 加元 加纸", "USD": "美金 美元 美刀 美纸",
    "HKD": "港币 港元 港纸", "AUD": "澳币 澳元 澳纸", "EUR": "欧元", "GBP": "英镑", "SGD": "新币 坡币 新元 坡纸",
    "MYR": "马币 令吉", "JPY": "日元 日币 日圆", "TWD": "台币 新台币", "MOP": "澳门币 葡币", "NZD": "纽币 纽元",
    "THB": "泰铢",
}  # fmt: skip
_PARTS = {"毛": 0.1, "毫子": 0.1, "分钱": 0.01}
_SIGNS = {
    "hk$": "HKD",
    "us$": "USD",
    "au$": "AUD",
    "a$": "AUD",
    "ca$": "CAD",
    "c$": "CAD",
    "s$": "SGD",
    "nz$": "NZD",
    "nt$": "TWD",
    "¥": "CNY",
    "£": "GBP",
    "€": "EUR",
    "rmb": "CNY",
    "cny": "CNY",
    "cad": "CAD",
    "usd": "USD",
    "hkd": "HKD",
    "aud": "AUD",
    "sgd": "SGD",
    "gbp": "GBP",
    "eur": "EUR",
    "myr": "MYR",
    "nzd": "NZD",
}
_PEOPLE = {
    "canadian": "CAD",
    "us": "USD",
    "u.s.": "USD",
    "american": "USD",
    "australian": "AUD",
    "hong kong": "HKD",
    "singapore": "SGD",
    "new zealand": "NZD",
}
_UNITS = {
    "yuan": "CNY",
    "rmb": "CNY",
    "pound": "GBP",
    "pounds": "GBP",
    "euro": "EUR",
    "euros": "EUR",
    "ringgit": "MYR",
    "usd": "USD",
    "cad": "CAD",
    "hkd": "HKD",
    "aud": "AUD",
    "sgd": "SGD",
    "gbp": "GBP",
    "eur": "EUR",
}
_SCALE = {"k": 1_000, "m": 1_000_000, "万": 10_000, "thousand": 1_000, "million": 1_000_000}
_NO_MONEY = r"(?![砖地田肉牌板儿头石糖表布屏状级区玻旦宵素月首件])"


def find_amounts(folded: str, zone: str) -> list[Quantity]:
    """Every amount of money in a folded text as `CUR 123.5` or `CUR 100-200`; `zone` tells whose dollars and 蚊."""
    han, sign, words = _patterns()
    found = []
    for match in han.finditer(folded):
        number = _han_number(match)
        if number is not None:
            found.append(Quantity("amount", *match.span(), f"{_han_currency(match['u'], zone)} {number}"))
    for match in sign.finditer(folded):
        said = match["sign"]
        currency = _SIGNS.get(said) or _dollars(zone)
        value = float(match["n"].replace(",", "")) * _SCALE.get((match["scale"] or "").strip(), 1)
        found.append(Quantity("amount", *match.span(), f"{currency} {span(value)}"))
    for match in words.finditer(folded):
        amount = english(match["n"])
        if amount is not None:
            said = match["u"]
            currency = _UNITS.get(said) or _PEOPLE.get((match["who"] or "").strip()) or _dollars(zone)
            found.append(Quantity("amount", *match.span(), f"{currency} {span(amount)}"))
    return found


def _han_number(match: "re.Match[str]") -> str | None:
    unit = match["u"]
    scale = _PARTS.get(unit, 1.0)
    value = numeral(match["n"])
    if match["to"]:
        last = numeral(match["to"])
        # 三到五千: the unit of the second is that of the first.
        return span(value, last) if value is not None and last is not None and value < last else None
    if value is None:
        guess = spread(match["n"])
        return span(*guess) if guess else None
    if match["more"]:
        return span(value, value + step(match["n"]) - 1) if value >= 10 else None
    tail = match["tail"]
    half = 0.5 if tail == "半" else _tenth(tail) if tail else 0.0
    coin = _tenth(match["coin"]) if match["coin"] else 0.0
    return span(round(value * scale + half + coin, 4))


def _tenth(said: str) -> float:
    return (DIGITS[said] if said in DIGITS else int(said)) / 10


def _han_currency(unit: str, zone: str) -> str:
    if unit == "蚊":
        return {"Asia/Hong_Kong": "HKD", "Asia/Macau": "MOP"}.get(zone, "CNY")
    return next(code for code, units in _HAN.items() if unit in units.split())


def _dollars(zone: str) -> str:
    if zone in ("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax"):
        return "CAD"
    if zone.startswith("Australia/"):
        return "AUD"
    return {"Asia/Hong_Kong": "HKD", "Asia/Singapore": "SGD", "Pacific/Auckland": "NZD", "Asia/Taipei": "TWD"}.get(
        zone, "USD"
    )


@cache
def _patterns() -> tuple["re.Pattern[str]", "re.Pattern[str]", "re.Pattern[str]"]:
    units = sorted((unit for words in _HAN.values() for unit in words.split()), key=len, reverse=True)
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
    return (
        re.compile(
            rf"{FREE}(?P<n>{BIG})(?:{TO}(?P<to>{BIG}))?(?P<more>{MORE})?\s?(?P<u>{'|'.join(units)}){_NO_MONEY}"
            rf"(?:(?<=[块元])(?P<coin>[一二三四五六七八九\d])[毛角]|(?<=[块蚊])(?P<tail>[一二三四五六七八九半\d](?![十百千万个点份张度只次斤天间条件本套晚位米人户年\d])))?整?"
        ),
        re.compile(
            rf"(?<![a-z\d])(?P<sign>{signs}|\$)\s?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<scale>\s?(?:k\b|m\b|万|thousand\b|million\b))?"
        ),
        re.compile(
            rf"(?<![\w.,])(?P<n>{ENGLISH_NUMBER})\s+(?P<who>(?:{'|'.join(map(re.escape, _PEOPLE))})\s+)?"
            rf"(?P<u>dollars?|bucks|{'|'.join(_UNITS)})\b"
        ),
    )
