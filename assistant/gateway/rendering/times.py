"""Instants in words: the citizen's own time, Beijing's and the mission's, and the day said where they differ.

How an instant is told never changes which instant it is: an hour that a clock change repeats is told with its offset.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.gateway.rendering.piece import Reader

BEIJING = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def instant(value: str) -> datetime:
    """The aware datetime of an ISO 8601 text that a backend gave."""
    return datetime.fromisoformat(value.replace("Z", "+00:00"))


def day(reader: Reader, value: str) -> str:
    """The Beijing date: 2027年1月21日, or 21 Jan 2027. `value` may be a date or an instant."""
    moment = datetime.fromisoformat(value) if len(value) == 10 else instant(value).astimezone(BEIJING)
    if reader.script == "en":
        return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment.year}年{moment.month}月{moment.day}日"


def clock(reader: Reader, moment: datetime) -> str:
    """A local date and time: 12月1日（周二）晚上8:00, or Tue 1 Dec 20:00."""
    if reader.script == "en":
        return f"{_WEEKDAYS['en'][moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment:%H:%M}"
    hour = moment.hour
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "中午" if hour < 13 else "下午" if hour < 18 else "晚上"
    words = (
        f"{moment.month}月{moment.day}日（周{_WEEKDAYS['zh'][moment.weekday()]}）"
        f"{part}{hour if hour <= 12 else hour - 12}:{moment:%M}"
    )
    return reader.chinese(words)


def both(reader: Reader, value: str, mission_zone: str | None = None) -> str:
    """An instant on the citizen's clock, Beijing's and the mission's; a clock that agrees is told once.

    Where another clock has another day, words say which: the next day, or the day before, seen from the citizen.
    """
    moment = instant(value)
    here, beijing = moment.astimezone(ZoneInfo(reader.timezone)), moment.astimezone(BEIJING)
    if here.utcoffset() == beijing.utcoffset():
        words = reader.say("time_beijing", beijing=_sure(reader, beijing))
    else:
        day_there = _other_day(reader, "beijing", here, beijing)
        words = reader.say("time_both", here=_sure(reader, here), beijing=_sure(reader, beijing), day=day_there)
    there = moment.astimezone(ZoneInfo(mission_zone)) if mission_zone else here
    if there.utcoffset() == here.utcoffset():
        return words
    day_there = _other_day(reader, "mission", here, there)
    return reader.say("time_mission", words=words, there=_sure(reader, there), day=day_there)


def _other_day(reader: Reader, place: str, here: datetime, there: datetime) -> str:
    """Nothing, or that the day at `place` is another than the citizen's."""
    days = (there.date() - here.date()).days
    return reader.say(f"day_{place}_{days}") if days else ""


def _sure(reader: Reader, moment: datetime) -> str:
    """A local date and time; with its offset in the hour that a clock change brings twice."""
    words = clock(reader, moment)
    if moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset():
        return words
    return words + reader.say("time_offset", offset=offset(moment))


def offset(moment: datetime) -> str:
    """How far a clock is from UTC: UTC-7, UTC+5:45."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"
