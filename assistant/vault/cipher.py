"""AES-256-GCM with named keys: the newest seals, any known one opens, so that keys can be rotated."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.shared.errors import SetupError

_NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True)
class Sealed:
    """Ciphertext and the name of the key that opens it."""

    key_id: str
    data: bytes


class Cipher:
    """Seals and opens bytes. `bound_to` ties a value to its place: moved elsewhere it does not open."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise SetupError("the vault has no key", mend="make one with `assistant vault new-key`")
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._newest = next(iter(keys))
        self._oldest_key = list(keys.values())[-1]

    def seal(self, plain: bytes, *, bound_to: str) -> Sealed:
        """`plain` under the newest key, with a fresh nonce in front."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return Sealed(self._newest, nonce + self._keys[self._newest].encrypt(nonce, plain, bound_to.encode()))

    def open(self, sealed: Sealed, *, bound_to: str) -> bytes:
        """What was sealed; SetupError when its key is gone or the data was changed or moved."""
        key = self._keys.get(sealed.key_id)
        if key is None:
            raise SetupError(
                f"vault key {sealed.key_id!r} is not configured", mend="put it back into ASSISTANT_VAULT_KEYS"
            )
        try:
            return key.decrypt(sealed.data[:_NONCE_BYTES], sealed.data[_NONCE_BYTES:], bound_to.encode())
        except InvalidTag:
            raise SetupError(
                f"a vault value under key {sealed.key_id!r} does not open", mend="check that the key is the right one"
            ) from None

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """`seal` as one run of bytes that names its key: what a backend keeps in a column."""
        sealed = self.seal(plain, bound_to=context.hex())
        return sealed.key_id.encode() + b"\0" + sealed.data

    def decrypt(self, sealed: bytes, *, context: bytes) -> bytes:
        """What `encrypt` was given with the same `context`; SetupError otherwise."""
        key_id, _, data = sealed.partition(b"\0")
        return self.open(Sealed(key_id.decode(errors="replace"), data), bound_to=context.hex())

    def derive(self, purpose: str) -> bytes:
        """A 32-byte secret for one purpose, the same for as long as the oldest key stays."""
        return hmac.new(self._oldest_key, f"derive\0{purpose}".encode(), hashlib.sha256).digest()

    def fingerprint(self, value: str, *, bound_to: str) -> str:
        """A keyed hash (HMAC-SHA-256, hex) by which the same value is recognised without being opened.

        It is made with the oldest key, so that it stays the same when a newer key is put in front.
        """
        return hmac.new(self._oldest_key, f"{bound_to}\0{value}".encode(), hashlib.sha256).hexdigest()


def new_key() -> str:
    """A fresh key as a setting spells it: `id:base64`."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def parse_keys(setting: str) -> dict[str, bytes]:
    """Keys by name, newest first, from `id:base64,id:base64`; SetupError names the one that is wrong."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        key_id, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not key_id or len(key) != KEY_BYTES:
            raise SetupError(
                f"vault key {key_id!r} has {len(key)} bytes; expected {KEY_BYTES} in base64",
                mend="make one with `assistant vault new-key`",
            )
        keys[key_id] = key
    return keys


def key_file(path: Path) -> dict[str, bytes]:
    """The keys in `path`, made with one fresh key and mode 600 if it is not there. For development only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(new_key(), encoding="ascii")
    return parse_keys(path.read_text(encoding="ascii"))
