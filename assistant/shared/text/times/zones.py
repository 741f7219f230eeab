"""Which zone a speaker names: 北京时间, my time, Vancouver time. And moments of a zone, clock changes included."""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from assistant.shared.text.times.model import Note

CHINA = "Asia/Shanghai"
_CITIES = {
    CHINA: "北京 中国 国内 内地 大陆 江门 你们那边 你们那里 你哋嗰边 beijing|china|chinese|your",
    "Asia/Hong_Kong": "香港 hong kong|hk", "Asia/Macau": "澳门 macau|macao", "Asia/Taipei": "台北 台湾 taipei",
    "Asia/Singapore": "新加坡 星洲 singapore", "Asia/Kuala_Lumpur": "吉隆坡 马来西亚 大马 kuala lumpur|malaysia",
    "Asia/Bangkok": "曼谷 泰国 bangkok", "Asia/Tokyo": "东京 日本 tokyo|japan", "Asia/Seoul": "首尔 韩国 seoul",
    "Asia/Dubai": "迪拜 dubai", "Asia/Jakarta": "雅加达 jakarta", "Asia/Manila": "马尼拉 菲律宾 manila",
    "Australia/Sydney": "悉尼 雪梨 sydney", "Australia/Melbourne": "墨尔本 melbourne",
    "Australia/Brisbane": "布里斯班 布里斯本 brisbane", "Australia/Perth": "珀斯 perth",
    "Australia/Adelaide": "阿德莱德 adelaide", "Pacific/Auckland": "奥克兰 新西兰 纽西兰 auckland",
    "America/Vancouver": "温哥华 vancouver", "America/Edmonton": "卡尔加里 卡加利 埃德蒙顿 calgary|edmonton",
    "America/Winnipeg": "温尼伯 winnipeg", "America/Toronto": "多伦多 渥太华 蒙特利尔 满地可 toronto|ottawa|montreal",
    "America/Halifax": "哈利法克斯 halifax",
    "America/New_York": "纽约 美东 波士顿 华盛顿 new york|boston|eastern", "America/Chicago": "芝加哥 chicago|houston",
    "America/Denver": "丹佛 denver", "America/Phoenix": "凤凰城 phoenix",
    "America/Los_Angeles": "三藩市 旧金山 洛杉矶 罗省 美西 西雅图 san francisco|los angeles|la|seattle|pacific",
    "Pacific/Honolulu": "夏威夷 檀香山 honolulu|hawaii", "America/Lima": "利马 秘鲁 lima",
    "America/Panama": "巴拿马 panama", "America/Sao_Paulo": "圣保罗 sao paulo",
    "America/Mexico_City": "墨西哥城 mexico city",
    "America/Caracas": "加拉加斯 委内瑞拉 caracas", "Europe/London": "伦敦 英国 曼彻斯特 london|uk",
    "Europe/Paris": "巴黎 法国 paris", "Europe/Amsterdam": "阿姆斯特丹 荷兰 amsterdam",
    "Europe/Berlin": "柏林 德国 berlin",
    "Europe/Rome": "罗马 意大利 rome", "Europe/Madrid": "马德里 西班牙 madrid",
    "Africa/Johannesburg": "约翰内斯堡 南非 johannesburg",
    "UTC": "格林威治 格林尼治 世界协调 gmt|utc",
}  # fmt: skip
_OWN_HAN = "我这边 我这里 我呢边 我呢度 我当地 我们这边 我们当地 我哋呢边 当地 本地 我的 我嘅"
_OWN_ENGLISH = "my|local|our"


def _split(words: str) -> tuple[list[str], list[str]]:
    """The Chinese names and the English ones, which stand last with | between them."""
    first = re.search(r"[a-z]", words)
    cut = first.start() if first else len(words)
    return words[:cut].split(), [word for word in words[cut:].strip().split("|") if word]


@cache
def names() -> dict[str, str | None]:
    """Every folded name of a zone; None is the speaker's own."""
    found: dict[str, str | None] = dict.fromkeys([*_OWN_HAN.split(), *_OWN_ENGLISH.split("|")])
    for zone, words in _CITIES.items():
        for each in _split(words):
            found |= dict.fromkeys(each, zone)
    return found


@cache
def pattern() -> str:
    """The words that name a zone, brackets included."""
    by_length = sorted(names(), key=len, reverse=True)
    han = "|".join(name for name in by_length if not name.isascii())
    english = "|".join(name for name in by_length if name.isascii())
    return (
        rf"[(\[]?\s*(?:(?:按|用)?(?P<zone_han>{han})(?:的|嘅)?时间"
        rf"|\b(?P<zone_en>{english})(?: standard| daylight)? time\b"
        r"|\b(?P<zone_bare>gmt|utc)\b)(?:\s*[)\]])?"
    )


def moment(day: date, minutes: int, zone: tzinfo) -> tuple[datetime, Note | None]:
    """`minutes` after midnight on the clock of `zone`, and a note where the clock changes just then.

    An hour that is skipped moves on by what was skipped (2:30 is 3:30); of an hour that comes twice the first is meant.
    """
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)
    real = local.astimezone(timezone.utc).astimezone(zone)
    if real.replace(tzinfo=None) != local.replace(tzinfo=None):
        return real, Note.GAP
    return real, Note.FOLD if real.utcoffset() != local.replace(fold=1).utcoffset() else None


def later(start: datetime, minutes: int) -> datetime:
    """So many minutes of real time later, on the clock of the same zone."""
    return (start.astimezone(timezone.utc) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def known(name: str) -> bool:
    """Whether `name` is an IANA zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
