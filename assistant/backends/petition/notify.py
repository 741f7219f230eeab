"""Tells the owner of a petition what others did to it: in an open chat, and by message where the owner agreed.

A step is noted in the transaction that takes it and told afterwards, so none is lost. After a crash it may be handed
over twice, under one key, and who takes notices drops the second.
"""

import logging

from sqlalchemy.exc import SQLAlchemyError

from assistant.backends.clock import beijing_day
from assistant.backends.notices import Notice, Notifier, Silence
from assistant.backends.petition import clocks, notify_repository
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Event
from assistant.backends.petition.notify_repository import Untold
from assistant.backends.petition.repository import Filed
from assistant.persistence.database import unit_of_work
from assistant.shared.errors import AssistantError

log = logging.getLogger(__name__)
_AT_ONCE = 100
# What is worth a message to a telephone; an open chat hears of every step.
MILESTONES = (
    Event.TRANSFER, Event.ACCEPT, Event.REFUSE, Event.EXTEND, Event.ANSWER, Event.END, Event.MERGE, Event.CONCLUDE,
    Event.CLOSE,
)  # fmt: skip


class News:
    """Hands over what is due. `chat` gets every step without a telephone number, `outbox` what the owner agreed to."""

    def __init__(self, filing: Filing, *, chat: Notifier | None = None, outbox: Notifier | None = None) -> None:
        self._filing = filing
        self._chat = chat or Silence()
        self._outbox = outbox or Silence()

    def tell_due(self) -> int:
        """How many steps were told; one that fails stays due, and what follows it in its petition waits for it."""
        filing = self._filing
        with unit_of_work(filing.engine) as unit:
            due = notify_repository.untold(unit.connection, _AT_ONCE)
        stuck: set[str] = set()
        done = 0
        for each in due:
            if each.number in stuck:
                continue
            try:
                self._tell(each)
                with unit_of_work(filing.engine, write=True) as unit:
                    notify_repository.told(unit.connection, each, filing.clock())
                    unit.commit()
            except (OSError, SQLAlchemyError, AssistantError) as error:
                log.warning("news of a petition stay due: %s", type(error).__name__)
                stuck.add(each.number)
            else:
                done += 1
        return done

    def _tell(self, each: Untold) -> None:
        with unit_of_work(self._filing.engine) as unit:
            filed = self._filing.load(unit.connection, each.number)
        key, kind = f"petition:{each.number}:{each.seq}", f"petition-{each.event.replace('_', '-')}"
        data = {
            "number": each.number,
            "event": each.event,
            "status": each.status,
            "finish_by": clocks.finish_by(filed.petition).isoformat(),
            "day": beijing_day(each.at).isoformat(),
        }
        self._chat.send(Notice(key, kind, "", each.at, data))
        if Event(each.event) in MILESTONES and (reached := self._agreed(filed)):
            channel, to = reached
            self._outbox.send(Notice(key, kind, to, each.at, data, channel))

    def _agreed(self, filed: Filed) -> tuple[str, str] | None:
        """Channel and telephone number of an owner who wants messages; None for who did not say so."""
        number = filed.petition.number
        received = self._filing.opened(number, filed.sealed)
        channel, phone = received.get("notify_by"), (received.get("petitioner") or {}).get("phone")
        return (str(channel), str(phone)) if channel and phone else None
