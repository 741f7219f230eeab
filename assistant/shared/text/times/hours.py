"""Hours of a day: parts of it, and which of two hours "three o'clock" is."""

from dataclasses import dataclass

# In hours. Morning is the part in which an office could be open, so it begins at six.
PARTS = {
    "dawn": (0, 6),
    "morning": (6, 12),
    "noon": (11, 13),
    "afternoon": (12, 18),
    "dusk": (17, 19),
    "evening": (18, 24),
}
NAMES = {
    "dawn": "凌晨 清早五更 天未光",
    "morning": "清晨 清早 早晨 早上 大清早 朝早 朝头早 上午 上昼 朝 早",
    "noon": "中午 晌午 午间",
    "afternoon": "下午 下昼 午后 晏昼 晏下昼",
    "dusk": "傍晚 黄昏 傍黑",
    "evening": "晚上 晚间 夜晚 夜里 夜间 晚头 晚黑 深夜 半夜 晚",
}
PART_OF = {name: part for part, words in NAMES.items() for name in words.split()} | {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "evening",
    "lunchtime": "noon",
    "lunch time": "noon",
}
DAY = 24 * 60


@dataclass(frozen=True)
class Clock:
    """A time of day as said. `exact`: 24-hour notation or am and pm, so nothing is left to guess. `minutes` from
    midnight; more than a day is the next day."""

    minutes: int
    exact: bool = False

    def on(self, part: str | None) -> int:
        """Minutes after midnight of the day that was named, with the part of day that was said with it.

        Without a part one to six o'clock are in the afternoon, as offices and people are awake then.
        """
        hour, rest = divmod(self.minutes, 60)
        if self.exact and part is None:
            return self.minutes
        if part is None:
            return self.minutes + 12 * 60 if 1 <= hour <= 6 else self.minutes
        if hour > 12 or hour == 0:
            return DAY + rest if part == "evening" and hour == 0 else self.minutes
        if part == "evening":
            # 晚上一点 is the night that follows that evening, and so is 晚上十二点.
            return (24 + hour % 12) * 60 + rest if hour == 12 or hour <= 4 else self.minutes + 12 * 60
        if part in ("afternoon", "dusk"):
            return self.minutes if hour == 12 else self.minutes + 12 * 60
        if part == "noon":
            return self.minutes if hour >= 10 else self.minutes + 12 * 60
        return rest if hour == 12 and part == "dawn" else self.minutes

    def after(self, start: int, part: str | None, own: str | None) -> int:
        """As the end of a range that starts at `start`: the first such time later than it."""
        if own is not None:
            end = self.on(own)
            return end if end > start else end + DAY
        if self.exact:
            return self.minutes if self.minutes > start else self.minutes + DAY
        first = self.on(part)
        turns = [self.minutes, self.minutes + 12 * 60, self.minutes + DAY, self.minutes + 36 * 60]
        return min(each for each in [first, *turns, self.minutes + 2 * DAY] if each > start)


NOON, MIDNIGHT = Clock(12 * 60, exact=True), Clock(DAY, exact=True)
