"""What is fuzzed, served alone: a backend over SQLite, or the gateway over scripted dialogue and search.

Query codes are all one and guessing closes nothing, so that the fuzzer gets beyond the door.
"""

import argparse
import secrets
from pathlib import Path
from typing import Any

import uvicorn

from assistant.backends import access
from assistant.backends.cipher import AesGcmCipher
from assistant.backends.notary.endpoints import create_app as create_notary
from assistant.backends.petition.endpoints import create_app as create_petition
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from tests.integration.gateway_site import Site, a_hit

CODE = "482913"


async def _at_once(_seconds: float) -> None:
    """The fuzzer does not wait."""


def main() -> None:
    """Serves until it is told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("api", choices=("petition", "notary", "gateway"))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    app: Any
    if asked.api == "gateway":
        site = Site(asked.folder)
        site.search.hit = a_hit()
        app = site.app
    else:
        access.MAX_FAILURES = 10**9
        secrets.randbelow = lambda _below: int(CODE)
        engine = create_database(f"sqlite:///{asked.folder / 'fuzz.db'}")
        upgrade(engine)
        make = create_petition if asked.api == "petition" else create_notary
        app = make(engine=engine, cipher=AesGcmCipher(b"k" * 32), pepper=b"p" * 32, delay=_at_once)
    uvicorn.run(app, host="127.0.0.1", port=asked.port, log_level="error", access_log=False)


if __name__ == "__main__":
    main()
