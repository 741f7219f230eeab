"""The vault: what is personal in a citizen's words is kept here, encrypted, and a placeholder goes on instead."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.persistence.database import UnitOfWork, unit_of_work
from assistant.persistence.tables.gateway import vault_items
from assistant.shared.contracts.placeholders import PLACEHOLDER, Kind, placeholder
from assistant.shared.errors import NotFound
from assistant.vault.cipher import Cipher, Sealed
from assistant.vault.find import find_personal_data

Clock = Callable[[], datetime]


class Vault:
    """Placeholders for one session's personal data. The same value in a session has the same placeholder."""

    def __init__(self, engine: Engine, cipher: Cipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def protect(self, session_id: str, text: str, *, expecting: Kind | None = None) -> str:
        """`text` (normalised) with everything personal in it kept here and replaced by placeholders."""
        hidden, end = "", 0
        for item in find_personal_data(text, expecting=expecting):
            hidden += text[end : item.start] + self.keep(session_id, item.kind, item.value)
            end = item.end
        return hidden + text[end:]

    def keep(self, session_id: str, kind: Kind, value: str) -> str:
        """The placeholder under which `value` now lies in the vault."""
        fingerprint = self._cipher.fingerprint(value, bound_to=session_id)
        for _ in range(8):  # another turn of this session may take the same index at the same moment
            try:
                with unit_of_work(self._engine, write=True) as unit:
                    index = self._find(unit, session_id, kind, fingerprint)
                    if index is None:
                        index = self._store(unit, session_id, kind, fingerprint, value)
                        unit.commit()
                    return placeholder(kind, index)
            except IntegrityError:
                continue
        raise RuntimeError(f"no free {kind} placeholder in session {session_id} after 8 tries")

    def fingerprint(self, session_id: str, value: str) -> str:
        """A keyed hash by which `value` is recognised again in its session; it cannot be guessed back."""
        return self._cipher.fingerprint(value, bound_to=session_id)

    def keep_form(self, session_id: str, values: Mapping[str, str]) -> str:
        """The reference (`form:1`) under which a submitted form's values now lie here."""
        kept = self.keep(session_id, Kind.FORM, json.dumps(dict(values), ensure_ascii=False, sort_keys=True))
        return kept.strip("⟦⟧")

    def form(self, session_id: str, ref: str) -> dict[str, str]:
        """The values of the form kept as `ref`; NotFound when there is none or it was purged."""
        match = PLACEHOLDER.fullmatch(f"⟦{ref}⟧")
        if match is None or match["kind"] != Kind.FORM:
            raise NotFound(f"form reference {ref!r} is not of the shape form:1", mend="send the form again")
        value = self._open(session_id, match)
        if value is None:
            raise NotFound(f"form {ref!r} is not in the vault any more", mend="send the form again")
        values: dict[str, str] = json.loads(value)
        return values

    def resolve(self, session_id: str, text: str) -> str:
        """`text` with real values in place of placeholders. Only for a call to a backend; purged ones stay."""
        return PLACEHOLDER.sub(lambda match: self._open(session_id, match) or match.group(), text)

    def present(self, session_id: str, text: str) -> str:
        """`text` as its own citizen may see it again: numbers masked, purged values as `•••`."""
        return PLACEHOLDER.sub(lambda match: _masked(match["kind"], self._open(session_id, match)), text)

    def purge(self, *, older_than: timedelta) -> int:
        """How many values were deleted because they had been here for longer than `older_than`."""
        with unit_of_work(self._engine, write=True) as unit:
            gone = unit.connection.execute(
                delete(vault_items).where(vault_items.c.at < self._clock() - older_than)
            ).rowcount
            unit.commit()
        return int(gone)

    def forget(self, session_id: str) -> int:
        """How many values of a session were deleted, all there were."""
        with unit_of_work(self._engine, write=True) as unit:
            gone = unit.connection.execute(delete(vault_items).where(vault_items.c.session_id == session_id)).rowcount
            unit.commit()
        return int(gone)

    def _find(self, unit: UnitOfWork, session_id: str, kind: Kind, fingerprint: str) -> int | None:
        index: int | None = unit.connection.execute(
            select(vault_items.c.index).where(
                vault_items.c.session_id == session_id,
                vault_items.c.kind == kind.value,
                vault_items.c.fingerprint == fingerprint,
            )
        ).scalar()
        return index

    def _store(self, unit: UnitOfWork, session_id: str, kind: Kind, fingerprint: str, value: str) -> int:
        highest = unit.connection.execute(
            select(func.max(vault_items.c.index)).where(
                vault_items.c.session_id == session_id, vault_items.c.kind == kind.value
            )
        ).scalar()
        index = int(highest or 0) + 1
        sealed = self._cipher.seal(value.encode(), bound_to=f"{session_id}/{kind.value}/{index}")
        unit.connection.execute(
            insert(vault_items).values(
                session_id=session_id,
                kind=kind.value,
                index=index,
                fingerprint=fingerprint,
                key_id=sealed.key_id,
                sealed=sealed.data,
                at=self._clock(),
            )
        )
        return index

    def _open(self, session_id: str, match: re.Match[str]) -> str | None:
        kind, index = match["kind"], int(match["index"])
        with unit_of_work(self._engine) as unit:
            row = unit.connection.execute(
                select(vault_items.c.key_id, vault_items.c.sealed).where(
                    vault_items.c.session_id == session_id,
                    vault_items.c.kind == kind,
                    vault_items.c.index == index,
                )
            ).one_or_none()
        if row is None:
            return None
        return self._cipher.open(Sealed(row.key_id, row.sealed), bound_to=f"{session_id}/{kind}/{index}").decode()


def _masked(kind: str, value: str | None) -> str:
    """Names, addresses, e-mail and query codes whole; long numbers with only their ends."""
    if value is None or kind == Kind.FORM:
        return "•••"
    if kind in (Kind.NAME, Kind.ADDRESS, Kind.EMAIL, Kind.CODE):
        return value
    head, tail = (3, 4) if kind == Kind.PHONE else (1, 2)
    if len(value) <= head + tail:
        return "•" * len(value)
    return value[:head] + "•" * (len(value) - head - tail) + value[-tail:]
