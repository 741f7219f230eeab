"""What is fuzzed, served alone: a backend over SQLite, or the gateway over scripted dialogue and search.

Query codes are all one and guessing closes nothing, so that the fuzzer gets beyond the door.
"""

import argparse
import secrets
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from assistant.backends import access
from assistant.backends.cipher import AesGcmCipher
from assistant.backends.notary.client import NotaryClient
from assistant.backends.notary.endpoints import create_app as create_notary
from assistant.backends.petition.client import PetitionClient
from assistant.backends.petition.endpoints import create_app as create_petition
from assistant.backends.petition.public_client import PublicTableClient
from assistant.gateway.app import create_app as create_gateway
from assistant.gateway.dialogue_client import DialogueClient
from assistant.persistence.database import create_database
from assistant.persistence.migrate import upgrade
from assistant.retrieval.client import RetrievalClient
from assistant.vault.cipher import Cipher
from tests.integration.gateway_site import Site, a_hit

CODE = "482913"


def secrets_of_one_kind() -> None:
    """Every query code is `CODE`, and no number of wrong ones closes anything; in this process only."""
    access.MAX_FAILURES = 10**9
    secrets.randbelow = lambda _below: int(CODE)


def _gateway(folder: Path, parts: dict[str, Any]) -> Any:
    site = Site(folder)
    site.search.hit = a_hit()
    petition, notary = (
        httpx.AsyncClient(transport=httpx.ASGITransport(make(**parts)), base_url="http://backend")
        for make in (create_petition, create_notary)
    )
    return create_gateway(
        settings=site.settings,
        engine=site.engine,
        cipher=Cipher({"k1": b"1" * 32}),
        dialogue=DialogueClient(httpx.AsyncClient(transport=httpx.MockTransport(site.dialogue), base_url="http://d")),
        retrieval=RetrievalClient(httpx.AsyncClient(transport=httpx.MockTransport(site.search), base_url="http://r")),
        notary=NotaryClient(notary),
        receipts=PetitionClient(petition),
        public_tables=PublicTableClient(petition),
        clock=site.clock,
    )


async def _at_once(_seconds: float) -> None:
    """The fuzzer does not wait."""


def main() -> None:
    """Serves until it is told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("api", choices=("petition", "notary", "gateway"))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    secrets_of_one_kind()
    parts: dict[str, Any] = {"cipher": AesGcmCipher(b"k" * 32), "pepper": b"p" * 32, "delay": _at_once}
    parts["engine"] = create_database(f"sqlite:///{asked.folder / 'fuzz.db'}")
    upgrade(parts["engine"])
    backends = {"petition": create_petition, "notary": create_notary}
    app = _gateway(asked.folder, parts) if asked.api == "gateway" else backends[asked.api](**parts)
    uvicorn.run(app, host="127.0.0.1", port=asked.port, log_level="error", access_log=False)


if __name__ == "__main__":
    main()
