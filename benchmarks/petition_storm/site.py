"""The petition system under the storm, served alone, with the vault key that `assistant audit verify` will read.

`--twin` forgets idempotency keys, to show that the storm notices what they prevent.
"""

from pathlib import Path

from assistant.backends import repository
from assistant.backends.petition.endpoints import create_app
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.vault.cipher import Cipher, key_file
from benchmarks.serving import asked, serve

PEPPER = "petition query codes"


def cipher_of(folder: Path) -> Cipher:
    """The cipher of the storm, from the key file that the first start makes."""
    return Cipher(key_file(folder / "vault.key"))


def main() -> None:
    """Serves until it is killed."""
    told = asked(folder=Path)
    engine = create_database(told.url)
    upgrade(engine)
    if told.twin:
        repository.claim_request = lambda *_anything: True
        repository.keep_response = lambda *_anything: None
    cipher = cipher_of(told.folder)
    serve(create_app(engine=engine, cipher=cipher, pepper=cipher.derive(PEPPER)), told.port)


if __name__ == "__main__":
    main()
