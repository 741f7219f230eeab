"""What a citizen can prove and take away: a receipt that verifies, and everything that is held of the petition."""

import hmac

from sqlalchemy import Connection

from assistant.backends.access import Access
from assistant.backends.canonical import fingerprint
from assistant.backends.clock import iso
from assistant.backends.petition import audit_repository, describing, repository
from assistant.backends.petition.audit import Staff
from assistant.backends.petition.describing import Answer
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Actor
from assistant.persistence.database import unit_of_work
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX, is_number


class Receipts:
    """Verifying and exporting."""

    def __init__(self, filing: Filing, access: Access) -> None:
        self._filing = filing
        self._access = access

    def verify(self, number: str, receipt_hash: str) -> Answer:
        """Whether number and hash belong together, and whether what lies here is still what was received.

        Needs no code and tells nothing else: a hash of 256 bits cannot be guessed.
        """
        told = number.strip().upper().replace(" ", "").replace("-", "")
        wanted = receipt_hash.strip().lower()
        nothing = {"number": told, "verified": False, "current": False, "unchanged": False, "received_at": None}
        if not is_number(told, PETITION_PREFIX):
            return nothing
        with unit_of_work(self._filing.engine) as unit:
            received_at = repository.find_receipt(unit.connection, told, wanted)
            if received_at is None:
                return nothing
            filed = self._filing.load(unit.connection, told)
            held = fingerprint(self._filing.opened(told, filed.sealed)) if filed.sealed else ""
        return {
            "number": told,
            "verified": True,
            "current": hmac.compare_digest(filed.receipt_hash, wanted),
            "unchanged": hmac.compare_digest(held, filed.receipt_hash),
            "received_at": iso(received_at),
        }

    def export(self, number: str, code: str) -> Answer:
        """Everything that is held of the petition, in the clear, for who knows number and code; the log tells of it."""
        self._access.admit(number, code)
        filing, now = self._filing, self._filing.clock()
        with unit_of_work(filing.engine, write=True) as unit:
            connection = unit.connection
            answer = self._everything(connection, number)
            by = Staff(Actor.CITIZEN)
            filing.audit.add(connection, at=now, by=by, what="export", number=number, why="own-data")
            unit.commit()
        return {**answer, "exported_at": iso(now)}

    def _everything(self, connection: Connection, number: str) -> Answer:
        filing = self._filing
        filed = filing.load(connection, number)
        return {
            "number": number,
            "petition": filing.opened(number, filed.sealed),
            "standing": describing.standing(filing, connection, filed),
            "history": [
                {
                    "at": iso(each.at),
                    "event": each.event,
                    "actor": each.actor,
                    "said": filing.said(number, each),
                }
                for each in repository.timeline(connection, number)
            ],
            "reads": [
                {"at": iso(each.at), "actor": each.actor, "why": each.why}
                for each in audit_repository.reads_of(connection, number)
            ],
        }
