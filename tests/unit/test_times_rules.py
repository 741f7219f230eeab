"""The rules of ADR 10 one by one: guessing, clock changes, zones, what is not published, what is refused."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.shared.errors import BadInput
from assistant.shared.text.numbers.find import find_quantities
from assistant.shared.text.numbers.folding import fold
from assistant.shared.text.numbers.values import english, numeral, whole
from assistant.shared.text.relations import find_relations
from assistant.shared.text.script import to_traditional
from assistant.shared.text.times import Kind, TimeFound, find_times
from assistant.shared.text.times.model import Note

WEDNESDAY = "2026-11-18T10:00"
SHANGHAI = "Asia/Shanghai"
WORDS = (
    "今天 明天 后天 大后天 昨天 上周三 下周三 周五 下个月15号 月底前 国庆后第一个工作日 上午 下午 晚上 三点半 8点一刻 12点 三天内 半个月前 "
    "北京时间 我这边时间 聽日 下晝 朝早 後日 尋晚 到 至 - 和 的 前 后 之前 以后 起 每 第 今 二月三十 农历八月十五 年三十 2026年 十二月 15日 一 二 "
    "next Tue 9pm my time the day after tomorrow between 3 and 5 on Friday end of month noon midnight half past two ago in within "
    "2026-11-01 01:30 25:99 99 万 块 岁 我 老豆 八十几 个 人 户 % , 。 Z +08:00"
).split()
said = st.lists(st.sampled_from(WORDS), max_size=12).map("".join) | st.text(max_size=60)
zones = st.sampled_from(
    [SHANGHAI, "America/Toronto", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu",
     "Pacific/Kiritimati", "Pacific/Apia", "America/Havana", "America/St_Johns", "Africa/Casablanca", "UTC"]
)  # fmt: skip
moments = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


def times(text: str, *, now: str = WEDNESDAY, zone: str = SHANGHAI, lean: str = "future") -> list[TimeFound]:
    """What is found, said at `now` on the clock of `zone`."""
    return find_times(text, now=datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone)), zone=zone, lean=lean)  # type: ignore[arg-type]


def one(text: str, **how: str) -> TimeFound:
    """The only time that is found."""
    (found,) = times(text, **how)
    return found


@pytest.mark.parametrize(
    ("text", "future", "past"),
    [
        ("周五", "2026-11-20", "2026-11-13"), ("周三", "2026-11-18", "2026-11-18"), ("15号", "2026-12-15", "2026-11-15"),
        ("8月", "2027-08-01/2027-09-01", "2026-08-01/2026-09-01"), ("国庆节", "2027-10-01", "2026-10-01/2026-10-08"),
        ("晚上八点", "2026-11-18T20:00", "2026-11-17T20:00"), ("上午九点", "2026-11-19T09:00", "2026-11-18T09:00"),
        ("周五下午三点", "2026-11-20T15:00", "2026-11-13T15:00"), ("下周五", "2026-11-27", "2026-11-27"),
    ],
)  # fmt: skip
def test_an_appointment_lies_ahead_and_what_is_complained_of_behind(text: str, future: str, past: str) -> None:
    assert one(text).value == future
    assert one(text, lean="past").value == past


def test_an_hour_that_is_skipped_moves_on_and_says_so() -> None:
    found = one("tomorrow 2:30am", now="2026-03-07T12:00", zone="America/New_York")
    assert (found.note, found.value) == (Note.GAP, "2026-03-08T03:30")


def test_of_an_hour_that_comes_twice_the_first_is_meant_and_it_says_so() -> None:
    found = one("tomorrow 1:30am", now="2026-10-31T12:00", zone="America/New_York")
    assert found.note is Note.FOLD
    assert found.since is not None and found.since.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_year_whose_holidays_are_not_announced_is_not_guessed() -> None:
    found = one("国庆后第一个工作日")
    assert (found.note, found.understood, found.value) == (Note.UNPUBLISHED, False, "?calendar-unpublished")
    assert one("三个工作日内", now="2026-12-30T10:00").note is Note.UNPUBLISHED


def test_a_feast_has_its_day_before_anything_is_announced_and_a_note() -> None:
    found = one("明年中秋")
    assert (found.value, found.note) == ("2027-09-15", Note.UNPUBLISHED)


def test_relative_days_are_counted_where_the_named_clock_hangs() -> None:
    # 22:00 on Tuesday in Toronto is Wednesday in Beijing.
    found = one("北京时间明天上午9点", now="2026-11-17T22:00", zone="America/Toronto")
    assert found.since == datetime(2026, 11, 19, 9, tzinfo=ZoneInfo(SHANGHAI))
    assert (found.zone, found.named) == (SHANGHAI, True)


def test_naming_ones_own_zone_changes_nothing() -> None:
    assert one("北京时间明晚八点").value == one("明晚八点").value


@pytest.mark.parametrize(
    "text",
    "一下 三水区 五邑 12345 二手 六安 十分感谢 万一 千万别 五一路 第三天 二年级 90后 每周三下午 早晨 晚上好".split(),
)
def test_what_only_looks_like_a_time_or_number_is_none(text: str) -> None:
    assert times(text) == []
    assert find_quantities(text, zone=SHANGHAI) == []


def test_a_clock_without_its_zone_and_a_zone_that_does_not_exist_are_refused() -> None:
    with pytest.raises(BadInput, match="2026-11-18T10:00:00"):
        find_times("明天", now=datetime(2026, 11, 18, 10), zone=SHANGHAI)
    with pytest.raises(BadInput, match="Mars/Olympus"):
        find_times("明天", now=datetime(2026, 11, 18, 10, tzinfo=UTC), zone="Mars/Olympus")


@settings(max_examples=250, deadline=None)
@given(said, moments, zones, st.sampled_from(["future", "past"]))
def test_spans_lie_in_the_text_apart_and_every_range_has_a_length(
    text: str, now: datetime, zone: str, lean: str
) -> None:
    end = 0
    for found in find_times(text, now=now, zone=zone, lean=lean):  # type: ignore[arg-type]
        assert end <= found.start < found.end <= len(text)
        end = found.end
        if found.since is not None and found.until is not None:
            assert found.since < found.until
        assert found.understood or found.note is not None
        assert (found.length is not None) == (found.kind is Kind.DURATION)
        assert found.kind is not Kind.DEADLINE or found.since is None


@settings(max_examples=150, deadline=None)
@given(said)
def test_quantities_and_people_lie_in_the_text_apart(text: str) -> None:
    for all_found in (find_quantities(text, zone="America/Toronto"), find_relations(text)):
        end = 0
        for found in all_found:
            assert end <= found.start < found.end <= len(text)
            assert found.value
            end = found.end


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([word for word in WORDS if not word.isascii()]), min_size=1, max_size=6).map("".join))
def test_the_script_does_not_change_what_is_meant(text: str) -> None:
    other = to_traditional(text)
    if len(other) == len(text):
        assert [found.value for found in times(other)] == [found.value for found in times(text)]


@settings(max_examples=100, deadline=None)
@given(moments, zones, zones)
def test_showing_a_moment_in_another_zone_never_changes_it(now: datetime, zone: str, other: str) -> None:
    for found in find_times("明天下午三点 三天后 半小时后", now=now, zone=zone):
        assert found.since is not None
        assert found.since.astimezone(ZoneInfo(other)) == found.since
        assert found.since.tzinfo is not None


@given(st.text(max_size=80))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿廿0123456789.,", max_size=24))
def test_reading_a_numeral_gives_a_number_or_none(text: str) -> None:
    value = numeral(text)
    assert value is None or value >= 0
    assert whole(text) is None or whole(text) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [("三万五", 35_000), ("一百二", 120), ("一百零二", 102), ("两千三", 2_300), ("3.5万", 35_000), ("1万2", 12_000), ("廿五", 25),
     ("二〇二七", 2027), ("一千零五", 1005), ("一百一十五", 115), ("1.2亿", 120_000_000), ("两三", None), ("万", None), ("十几", None)],
)  # fmt: skip
def test_a_numeral_is_worth_what_people_mean(said: str, value: float | None) -> None:
    assert numeral(said) == value


def test_english_number_words_add_up() -> None:
    assert [english(each) for each in ("half a million", "twenty-five", "two hundred and fifty", "a dozen", "soon")] == [
        500_000, 25, 250, 12, None,
    ]  # fmt: skip


def test_a_thousand_lengths_never_leave_the_calendar() -> None:
    for number in (1, 99, 150, 999, 9999):
        for unit in ("天", "周", "个月", "年", "小时", "个工作日"):
            for side in ("后", "前", "内", ""):
                for found in times(f"{number}{unit}{side}"):
                    assert found.since is None or found.since.date() > date(1899, 12, 31)
