"""Instants in words: the citizen's own time and Beijing's, and the day said where the two differ."""

from datetime import datetime
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


def both(reader: Reader, value: str) -> str:
    """An instant in the citizen's zone and in Beijing's; once only where both clocks agree."""
    moment = instant(value)
    here, beijing = moment.astimezone(ZoneInfo(reader.timezone)), moment.astimezone(BEIJING)
    if here.utcoffset() == beijing.utcoffset():
        return reader.say("time_beijing", beijing=clock(reader, beijing))
    key = "time_both_other_day" if here.date() != beijing.date() else "time_both"
    return reader.say(key, here=clock(reader, here), beijing=clock(reader, beijing))
