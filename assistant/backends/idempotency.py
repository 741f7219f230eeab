"""The same request twice is one deed and one answer, whatever was lost on the way back.

The answer may hold a query code that is stored nowhere else in the clear, so it is kept encrypted under its
own key. Deriving the code from the key instead would let anyone who learns a key compute the code.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from assistant.backends import repository
from assistant.backends.canonical import canonical_json
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Clock
from assistant.backends.errors import KeyReused
from assistant.persistence.database import unit_of_work

REMEMBERED_FOR = timedelta(days=7)
Answer = dict[str, Any]


class Requests:
    """Runs a deed once for each (scope, key) and remembers what it answered."""

    def __init__(self, engine: Engine, *, cipher: Cipher, pepper: bytes, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._pepper = pepper
        self._clock = clock

    def answer_once(self, scope: str, key: str, body: Any, deed: Callable[[Connection], Answer]) -> Answer:
        """The answer of `deed`, run now or remembered from the same key and body; KeyReused for another body.

        Deed, claim of the key and answer are one transaction: a crash leaves all of it or nothing. A deed that
        raises is not remembered, so the caller may mend the cause and use the same key again.
        """
        # Keyed, because a plain hash of a body with a telephone number in it could be searched.
        digest = hmac.new(self._pepper, canonical_json(body), hashlib.sha256).hexdigest()
        context = f"request:{scope}:{key}".encode()
        now = self._clock()
        with unit_of_work(self._engine, write=True) as unit:
            connection = unit.connection
            repository.forget_requests(connection, before=now - REMEMBERED_FOR)
            # On PostgreSQL the claim waits for a transaction that holds the same key; where that one was undone,
            # the key is ours, else its answer can be read.
            claimed = repository.claim_request(connection, scope, key, digest, now)
            if claimed:
                answer = deed(connection)
                sealed = self._cipher.encrypt(canonical_json(answer), context=context)
                repository.keep_response(connection, scope, key, sealed)
                unit.commit()
                return answer
            found = repository.find_request(connection, scope, key)
            if found is None or found.response is None or not hmac.compare_digest(found.body_digest, digest):
                raise KeyReused(key)
            remembered: Answer = json.loads(self._cipher.decrypt(found.response, context=context))
            return remembered
