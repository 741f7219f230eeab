"""What encrypts personal data at rest: a port that the vault fills, and a plain AES-GCM one with a single key."""

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.shared.errors import SetupError

_NONCE = 12


class Cipher(Protocol):
    """Authenticated encryption; `context` must be the same on the way back, so that rows cannot be swapped."""

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """`plain` sealed together with `context`; never the same bytes twice."""
        ...

    def decrypt(self, sealed: bytes, *, context: bytes) -> bytes:
        """What was sealed under the same `context`; SetupError when key, context or bytes are not the right ones."""
        ...


class AesGcmCipher:
    """A `Cipher` with one 32-byte key and no rotation."""

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise SetupError(f"the key has {len(key)} bytes", mend="give a random key of 32 bytes")
        self._aes = AESGCM(key)

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._aes.encrypt(nonce, plain, context)

    def decrypt(self, sealed: bytes, *, context: bytes) -> bytes:
        try:
            return self._aes.decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
        except (InvalidTag, ValueError) as error:
            raise SetupError(
                f"{len(sealed)} sealed bytes do not open with this key and context",
                mend="use the key they were sealed with; else the row was changed or moved",
            ) from error
