"""The petition system under the storm, served alone, with the vault key that `assistant audit verify` will read.

`--twin` forgets idempotency keys, to show that the storm notices what they prevent.
"""

import argparse
from pathlib import Path

import uvicorn

from assistant.backends import repository
from assistant.backends.petition.endpoints import create_app
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.vault.cipher import Cipher, key_file

PEPPER = "petition query codes"


def cipher_of(folder: Path) -> Cipher:
    """The cipher of the storm, from the key file that the first start makes."""
    return Cipher(key_file(folder / "vault.key"))


def main() -> None:
    """Serves until it is killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--twin", action="store_true")
    asked = parser.parse_args()
    engine = create_database(asked.url)
    upgrade(engine)
    if asked.twin:
        repository.claim_request = lambda *_anything: True
        repository.keep_response = lambda *_anything: None
    cipher = cipher_of(asked.folder)
    app = create_app(engine=engine, cipher=cipher, pepper=cipher.derive(PEPPER))
    uvicorn.run(app, host="127.0.0.1", port=asked.port, log_level="critical", access_log=False)


if __name__ == "__main__":
    main()
