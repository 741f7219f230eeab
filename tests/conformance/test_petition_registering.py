"""Registering a petition: the receipt, the key, and what is refused."""

from datetime import date
from typing import Any

import pytest

from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, is_number
from tests.conformance.petitions import NAME, PHONE, TEXT, a_petition, registered
from tests.conformance.system import System, at_once, fresh_key

PERSON = {"name": NAME, "phone": PHONE}
UNUSABLE: dict[str, dict[str, Any]] = {
    "no text": {"text": ""},
    "no telephone": {"petitioner": {"name": NAME}},
    "no name and not anonymous": {"petitioner": {"phone": PHONE}},
    "a field that does not exist": {"urgency": "high"},
    "a language that does not exist": {"language": "klingon"},
    "six representatives": {"representatives": ["某人"] * 6},
    "a story of 10,001 characters": {"text": "长" * 10_001},
}
USABLE: dict[str, dict[str, Any]] = {
    "anonymous": {"petitioner": {"phone": PHONE, "anonymous": True}},
    "for somebody else": {"on_behalf_of": "母亲"},
    "Traditional characters": {"text": "樓下燒烤店油煙好大", "language": "hant"},
    "English, with an emoji": {"text": "The street light is out 💡", "language": "en"},
    "a story of 10,000 characters": {"text": "长" * 10_000},
    "without a subject or a district": {"subject": None, "district": None},
    "with a photo": {"attachments": [{"name": "灯.jpg", "sha256": "a" * 64, "size": 1024, "media_type": "image/jpeg"}]},
}


def test_a_receipt_has_a_number_with_a_right_check_digit(system: System) -> None:
    """A receipt names a number: XF, the Beijing date, a serial, and an ISO 7064 check digit that is right."""
    number = registered(system)["number"]

    assert is_number(number, PETITION_PREFIX), f"the number is {number!r}"


def test_a_receipt_has_a_code_of_six_digits(system: System) -> None:
    """A receipt names a query code of six digits."""
    code = registered(system)["query_code"]

    assert len(code) == 6 and code.isdecimal(), f"the code has {len(code)} characters"


def test_the_legal_dates_are_within_the_law(system: System) -> None:
    """A receipt names the days by which it is told and finished: at most 15 and 75 days from registration."""
    receipt = registered(system)
    digits = receipt["number"][2:10]
    day = date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")

    told, done = (date.fromisoformat(receipt[name]) - day for name in ("accept_by", "finish_by"))

    assert 0 < told.days <= 15, f"accept_by is {told.days} days after registration"
    assert told <= done and done.days <= 75, f"finish_by is {done.days} days after registration"


def test_the_same_key_gives_the_same_receipt(system: System) -> None:
    """The same key and body a second time give the same receipt, and register nothing."""
    key = fresh_key()

    first, second = (system.ask("post", "/petitions", a_petition(), key=key, wants=201) for _ in range(2))

    assert first == second, f"two receipts: {first['number']} and {second['number']}"


def test_the_same_key_at_the_same_moment_is_one_petition(system: System) -> None:
    """The same key from four connections at the same moment is one petition with one receipt."""
    key = fresh_key()

    receipts = at_once(4, lambda _n: system.ask("post", "/petitions", a_petition(), key=key, wants=201))

    assert all(each == receipts[0] for each in receipts), "the receipts differ"


def test_a_key_is_not_used_for_something_else(system: System) -> None:
    """The same key with another body is refused as idempotency-key-reused."""
    key = fresh_key()
    system.ask("post", "/petitions", a_petition(), key=key, wants=201)

    system.ask("post", "/petitions", a_petition(text="别的事"), key=key, wants=409, refused="idempotency-key-reused")


def test_a_refused_request_leaves_its_key_free(system: System) -> None:
    """A key whose request was refused may be used again once the cause is mended."""
    key = fresh_key()
    system.ask("post", "/petitions", a_petition(text=""), key=key, wants=422)

    system.ask("post", "/petitions", a_petition(), key=key, wants=201)


@pytest.mark.parametrize("key", ["", "short", "with space in it", "x" * 101])
def test_a_post_without_a_usable_key_is_refused(system: System, key: str) -> None:
    """A petition without a usable Idempotency-Key is refused."""
    system.ask("post", "/petitions", a_petition(), key=key, wants=422, refused="bad-input")


def test_two_petitions_have_two_numbers(system: System) -> None:
    """Eight petitions at the same moment have eight numbers."""
    numbers = {each["number"] for each in at_once(8, lambda _n: registered(system))}

    assert len(numbers) == 8, f"there are {len(numbers)} numbers"


@pytest.mark.parametrize("case", USABLE)
def test_what_citizens_send_is_taken(system: System, case: str) -> None:
    """What citizens send is taken."""
    registered(system, **USABLE[case])


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_handled_is_refused(system: System, case: str) -> None:
    """What cannot be handled is refused as bad-input, and the refusal repeats nothing personal."""
    refusal = system.ask("post", "/petitions", a_petition(**UNUSABLE[case]), wants=422, refused="bad-input")

    assert not any(each in str(refusal) for each in (NAME, PHONE, TEXT)), "it repeats what the citizen wrote"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"text": "\xff\xfe"}'], ids=["empty", "half", "list", "no UTF-8"])
def test_a_body_that_is_none_is_refused(system: System, raw: bytes) -> None:
    """A body that cannot be read is refused as bad-input."""
    system.ask("post", "/petitions", raw=raw, wants=422, refused="bad-input")
