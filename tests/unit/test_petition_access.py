"""Query codes, sealed rows and the working-day calendar that both systems stand on."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.access import Access
from assistant.backends.cipher import AesGcmCipher
from assistant.backends.clock import beijing_day, day_end, day_start, iso, system_clock
from assistant.backends.workdays import add_workdays, calendar_published, is_workday
from assistant.persistence.database import create_database
from assistant.shared.errors import SetupError


def an_access(folder: Path, pepper: bytes = b"p" * 32) -> Access:
    engine = create_database(f"sqlite:///{folder / 'x.db'}")
    return Access(engine, prefix="XF", pepper=pepper, clock=system_clock, find_digest=lambda _c, _n: None)


def test_equal_codes_of_two_numbers_are_stored_differently_and_not_in_the_clear(tmp_path: Path) -> None:
    access = an_access(tmp_path)

    first, second = access.digest("XF1", "123456"), access.digest("XF2", "123456")

    assert first != second
    assert "123456" not in first


def test_a_digest_needs_the_pepper(tmp_path: Path) -> None:
    assert an_access(tmp_path).digest("XF1", "1") != an_access(tmp_path, b"q" * 32).digest("XF1", "1")


def test_a_short_pepper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="the pepper has 3 bytes"):
        an_access(tmp_path, b"abc")


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_is_sealed_opens_only_under_its_own_context(plain: bytes, context: bytes) -> None:
    cipher = AesGcmCipher(b"k" * 32)
    sealed = cipher.encrypt(plain, context=context)

    assert cipher.decrypt(sealed, context=context) == plain
    with pytest.raises(SetupError):
        cipher.decrypt(sealed, context=context + b"x")
    with pytest.raises(SetupError):
        AesGcmCipher(b"j" * 32).decrypt(sealed, context=context)


@given(st.binary(max_size=40))
def test_bytes_that_were_never_sealed_are_refused_not_returned(noise: bytes) -> None:
    with pytest.raises(SetupError):
        AesGcmCipher(b"k" * 32).decrypt(noise, context=b"")


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(SetupError, match="the key has 5 bytes"):
        AesGcmCipher(b"short")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-01", False),  # National Day
        ("2026-10-10", True),  # Saturday, made up for
        ("2026-10-11", False),  # Sunday
        ("2026-11-23", True),  # Monday
        ("2027-01-01", False),  # not published yet, but the same every year
        ("2027-01-02", False),  # not published yet: a Saturday
        ("2027-01-04", True),
    ],
)
def test_working_days_follow_chinas_calendar(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is works


def test_five_working_days_skip_weekend_and_holiday_and_count_the_day_made_up() -> None:
    assert add_workdays(date(2026, 11, 20), 5) == date(2026, 11, 27)
    assert add_workdays(date(2026, 9, 29), 5) == date(2026, 10, 12)  # 30 September, 8, 9, 10 (Saturday) and 12 October


def test_a_year_without_a_calendar_says_so() -> None:
    assert calendar_published(date(2026, 12, 31))
    assert not calendar_published(date(2099, 1, 1))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_beijing_day_begins_and_ends_on_itself(day: date) -> None:
    assert beijing_day(day_start(day)) == beijing_day(day_end(day)) == day
    assert (day_end(day) - day_start(day)).total_seconds() == 86_399


def test_no_instant_is_spelt_none() -> None:
    assert iso(None) is None
