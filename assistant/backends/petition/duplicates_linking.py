"""Finds, beside the requests, which petitions hang together, and writes links for staff. Nothing is merged.

It works off petitions without a mark, so a crash loses nothing and a second run finds nothing new.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

import numpy as np
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from assistant.backends.petition import duplicates_repository as repository
from assistant.backends.petition.duplicates import Link, Matter, Scorer, Vectors, groups
from assistant.backends.petition.duplicates_repository import Mark
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import FREE_WITHDRAWAL
from assistant.backends.petition.subject import VECTOR_LENGTH
from assistant.persistence.database import unit_of_work

_AT_ONCE = 50
REPEATED, JOINT = "repeated", "joint"
# Texts → one unit vector a row; the service's encoder, which this part does not know.
Encode = Callable[[list[str]], Vectors]


class Linking:
    """Marks new petitions and links them to those of the window."""

    def __init__(self, filing: Filing, *, encode: Encode, pepper: bytes, scorer: Scorer) -> None:
        self._filing = filing
        self._encode = encode
        self._pepper = pepper
        self._scorer = scorer

    def catch_up(self) -> list[Link]:
        """The links found for petitions that had no mark; those of the last ten minutes may still change and wait."""
        found: list[Link] = []
        with unit_of_work(self._filing.engine) as unit:
            ripe = self._filing.clock() - FREE_WITHDRAWAL
            waiting = repository.unmarked(unit.connection, ripe, _AT_ONCE)
        for number, at, sealed in waiting:
            matter, mark = self._read(number, at, sealed)
            try:
                with unit_of_work(self._filing.engine, write=True) as unit:
                    links = self._link(unit.connection, matter, mark)
                    unit.commit()
                    found += links
            except IntegrityError:  # another process marked it first, with the same result
                continue
        with unit_of_work(self._filing.engine) as unit:
            stale = repository.has_erased(unit.connection)
        if stale:
            with unit_of_work(self._filing.engine, write=True) as unit:
                repository.forget_erased(unit.connection)
                unit.commit()
        return found

    def person(self, value: str | None) -> str | None:
        """The keyed hash by which a telephone or identity number is known again; None for none."""
        plain = "".join(char for char in (value or "").upper() if char.isalnum())
        if not plain:
            return None
        plain = plain.removeprefix("86") if len(plain) == 13 and plain.isdecimal() else plain
        return hmac.new(self._pepper, plain.encode(), hashlib.sha256).hexdigest()[:32]

    def _read(self, number: str, at: datetime, sealed: bytes) -> tuple[Matter, Mark]:
        received = self._filing.opened(number, sealed)
        text = str(received.get("text", ""))
        petitioner = received.get("petitioner") or {}
        hashes = {self.person(petitioner.get(name)) for name in ("phone", "id_number")} - {None}
        route = self._filing.router.route(
            text,
            subject=received.get("subject"),
            district=received.get("district"),
            address=received.get("address"),
        )
        vector = np.asarray(self._encode([text[:VECTOR_LENGTH]])[0], dtype=np.float32)
        person = frozenset(str(each) for each in hashes)
        matter = Matter(number, text, vector, at, route.place.code, person)
        reasons = frozenset({f"level_{route.desk.level}"} if route.desk.level in self._scorer.key_levels else ())
        kept = {"text": text, "vector": base64.b64encode(vector.astype("<f2").tobytes()).decode()}
        mark = Mark(
            number,
            at,
            route.desk.level,
            route.desk.rule,
            route.desk.sea,
            route.place.code,
            person,
            reasons,
            self._filing.seal(number, kept),
        )
        return matter, mark

    def _link(self, connection: Connection, matter: Matter, mark: Mark) -> list[Link]:
        window = self._scorer.window
        earlier = repository.marks_between(connection, matter.at - window, matter.at + window)
        links = self._scorer.links(matter, [self._matter(each) for each in earlier])
        repository.add_mark(connection, mark)
        repository.add_links(connection, links, self._filing.clock())
        self._key_cases(connection, mark, [*earlier, mark])
        return links

    def _key_cases(self, connection: Connection, mark: Mark, marks: list[Mark]) -> None:
        """Three times by one person, or five people of one matter, make every petition of it a key case."""
        known = {each.number: each for each in marks}
        group = next((each for each in groups(repository.links(connection)) if mark.number in each), frozenset())
        members = [known[number] for number in group if number in known]
        if sum(bool(each.person & mark.person) for each in members) >= self._scorer.key_repeats:
            own = [each.number for each in members if each.person & mark.person]
            repository.add_key_reason(connection, own, REPEATED)
        if people(members) >= self._scorer.joint_people:
            repository.add_key_reason(connection, group, JOINT)

    def _matter(self, mark: Mark) -> Matter:
        kept = self._filing.opened(mark.number, mark.sealed)
        vector = np.frombuffer(base64.b64decode(kept["vector"]), dtype="<f2").astype(np.float32)
        return Matter(mark.number, str(kept["text"]), vector, mark.registered_at, mark.place, mark.person)


def people(marks: list[Mark]) -> int:
    """How many different people stand behind `marks`; one without a hash is one person."""
    seen: list[frozenset[str]] = []
    for mark in marks:
        if not mark.person or not any(mark.person & other for other in seen):
            seen.append(mark.person)
    return len(seen)
