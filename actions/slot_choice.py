"""Which of the times offered a citizen means: "2", 第二个, 周四那个, 12月3号, the last one."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions.turn import Turn

Offered = list[dict[str, str]]
LISTED = 6
_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]")
_CLOCK = re.compile(
    r"(上午|早上|下午|晚上|中午)?\s?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:点|[::](\d\d)|\s?(am|pm))(半)?",
    re.IGNORECASE,
)
_HOURS = {**{char: n for n, char in enumerate("一二三四五六七八九十", start=1)}, "十一": 11, "十二": 12}


def offered(slots: list[dict[str, Any]]) -> Offered:
    """What has to be remembered of the times that were shown."""
    return [{"slot_id": str(slot["slot_id"]), "start": str(slot["start"])} for slot in slots]


def choose(turn: Turn, slots: Offered) -> str | None:
    """The id of the slot meant; None when nothing fits or several do."""
    ordinal = turn.entity("ordinal")
    listed = slots[:LISTED]
    if ordinal == "last" and listed:
        return listed[-1]["slot_id"]
    if ordinal is not None:
        return listed[int(ordinal) - 1]["slot_id"] if 0 < int(ordinal) <= len(listed) else None
    zone = _zone(turn.metadata.get("timezone"))
    times = [(slot["slot_id"], datetime.fromisoformat(slot["start"].replace("Z", "+00:00")).astimezone(zone))
             for slot in slots]
    fitting = [(slot_id, start) for slot_id, start in times if _fits(turn, start)]
    clock = _clock(turn)
    if clock is not None:
        fitting = [(slot_id, start) for slot_id, start in fitting if (start.hour, start.minute) == clock]
    days = {start.date() for _, start in fitting}
    named_day = turn.has("weekday") or _DAY.search(turn.text) is not None
    # "The Thursday one" is the first of the first Thursday; a bare time of day must leave one slot only.
    return fitting[0][0] if fitting and (named_day or (len(days) == 1 and len(fitting) == 1)) else None


def _fits(turn: Turn, start: datetime) -> bool:
    weekday = turn.entity("weekday")
    if weekday is not None and start.isoweekday() != int(weekday):
        return False
    match = _DAY.search(turn.text)
    if match is None:
        return True
    month, day = match.groups()
    return start.day == int(day) and (month is None or start.month == int(month))


def _clock(turn: Turn) -> tuple[int, int] | None:
    match = _CLOCK.search(turn.text)
    if match is None:
        return None
    part, said, minute, half_day, half = match.groups()
    hour = int(said) if said.isdigit() else _HOURS.get(said, 0)
    if hour < 12 and (part in ("下午", "晚上") or (half_day or "").lower() == "pm"):
        hour += 12
    return hour, 30 if half else int(minute or 0)


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "Asia/Shanghai")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Asia/Shanghai")
