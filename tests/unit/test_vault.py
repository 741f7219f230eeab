"""The vault: placeholders, encryption, rotation, purge."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.errors import NotFound, SetupError
from assistant.vault.cipher import Cipher, key_file, new_key, parse_keys
from assistant.vault.vault import Vault


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def a_vault(folder: Path, *, clock: Clock | None = None, keys: str | None = None) -> Vault:
    engine = create_database(f"sqlite:///{folder / 'vault.db'}")
    upgrade(engine)
    return Vault(engine, Cipher(parse_keys(keys or new_key())), clock or Clock())


def test_the_same_value_has_the_same_placeholder_within_a_session_only(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    first = vault.protect("a", "电话13800138000，备用13900139000")
    assert first == "电话⟦phone:1⟧，备用⟦phone:2⟧"
    assert vault.protect("a", "还是13800138000") == "还是⟦phone:1⟧"
    assert vault.protect("b", "13900139000") == "⟦phone:1⟧"


def test_a_backend_call_gets_the_real_values_back_and_other_sessions_do_not(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    hidden = vault.protect("a", "我手机13800138000身份证440701199001011234")
    assert vault.resolve("a", hidden) == "我手机13800138000身份证440701199001011234"
    assert vault.resolve("b", hidden) == hidden


def test_the_database_file_holds_no_planted_value(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    vault.protect("a", "13800138000 440701199001011234 x@example.com")
    vault.keep_form("a", {"petition_name": "李大明", "petition_phone": "13800138000"})
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for planted in ("13800138000", "440701199001011234", "x@example.com", "李大明"):
        assert planted.encode() not in stored


def test_its_own_citizen_sees_numbers_masked_and_names_whole(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    hidden = vault.protect("a", "我叫李大明，13800138000，440701199001011234")
    assert vault.present("a", hidden) == "我叫李大明，138••••8000，4" + "•" * 15 + "34"
    assert vault.present("b", "⟦phone:1⟧") == "•••"


def test_a_submitted_form_comes_back_by_its_reference(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    ref = vault.keep_form("a", {"petition_name": "李大明"})
    assert ref == "form:1"
    assert vault.form("a", ref) == {"petition_name": "李大明"}
    with pytest.raises(NotFound, match="form:9"):
        vault.form("a", "form:9")
    with pytest.raises(NotFound, match="phone:1"):
        vault.form("a", "phone:1")


def test_old_values_are_purged_and_younger_ones_stay(tmp_path: Path) -> None:
    clock = Clock()
    vault = a_vault(tmp_path, clock=clock)
    vault.keep("a", Kind.PHONE, "13800138000")
    clock.now += timedelta(days=29)
    vault.keep("a", Kind.PHONE, "13900139000")
    clock.now += timedelta(days=2)
    assert vault.purge(older_than=timedelta(days=30)) == 1
    assert vault.resolve("a", "⟦phone:1⟧ ⟦phone:2⟧") == "⟦phone:1⟧ 13900139000"


def test_ending_a_session_forgets_everything_of_it(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    vault.keep("a", Kind.PHONE, "13800138000")
    vault.keep("b", Kind.PHONE, "13800138000")
    assert vault.forget("a") == 1
    assert vault.present("b", "⟦phone:1⟧") == "138••••8000"


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed(tmp_path: Path) -> None:
    old, fresh = new_key(), new_key()
    placeholder = a_vault(tmp_path, keys=old).keep("a", Kind.PHONE, "13800138000")
    rotated = a_vault(tmp_path, keys=f"{fresh},{old}")
    assert rotated.resolve("a", placeholder) == "13800138000"
    assert rotated.keep("a", Kind.PHONE, "13800138000") == placeholder
    with pytest.raises(SetupError, match="is not configured"):
        a_vault(tmp_path, keys=fresh).resolve("a", placeholder)


@given(st.binary(max_size=200), st.binary(min_size=1, max_size=20))
def test_sealed_bytes_open_only_in_their_own_place(plain: bytes, context: bytes) -> None:
    cipher = Cipher({"k1": b"1" * 32})
    sealed = cipher.encrypt(plain, context=context)
    assert cipher.decrypt(sealed, context=context) == plain
    with pytest.raises(SetupError):
        cipher.decrypt(sealed, context=context + b"!")
    with pytest.raises(SetupError):
        cipher.decrypt(sealed[:-1] + bytes([sealed[-1] ^ 1]), context=context)


def test_a_key_of_the_wrong_length_is_refused_by_name() -> None:
    with pytest.raises(SetupError, match="'short' has 3 bytes"):
        parse_keys("short:YWJj")


def test_the_key_file_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "vault.key"
    assert key_file(path) == key_file(path)
    assert path.stat().st_mode & 0o077 == 0
