"""Rasa's SQL tracker store without reading and rebuilding a whole conversation at every turn.

The last conversations stay in memory beside the id of their last row; another process's write changes that id,
and the conversation is read again. Same table, same rows, as Rasa's own store.
"""

import itertools
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY
from sqlalchemy.pool import StaticPool

LONG = 48  # events, about six turns: RulePolicy walks through all of them at every prediction


@dataclass
class _Kept:
    tracker: DialogueStateTracker
    last_id: int
    saved: int


class TurnTrackerStore(SQLTrackerStore):
    """A store of at most `kept` conversations in memory over the SQL table."""

    def __init__(
        self, domain: Optional[Domain] = None, host: Optional[Text] = None,
        event_broker: Optional[EventBroker] = None, kept: int = 2000, **kwargs: Any,
    ) -> None:
        super().__init__(domain=domain, host=host, event_broker=event_broker, **kwargs)
        if self.engine.dialect.name == "sqlite":
            self._keep_one_connection()
        table = self.SQLEvent.__table__
        # Made once: in every turn SQLAlchemy would take longer over building them than SQLite over running them.
        self._last_id_of = sa.select(sa.func.max(table.c.id)).where(table.c.sender_id == sa.bindparam("sender"))
        self._insert = table.insert()
        self._kept: OrderedDict[Text, _Kept] = OrderedDict()
        self._size = kept

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The conversation as it was last saved, by whichever process."""
        with self.engine.connect() as connection:
            last_id = connection.execute(self._last_id_of, {"sender": sender_id}).scalar()
        if last_id is None:
            return None
        kept = self._kept.get(sender_id)
        # A turn that broke off leaves events that were never saved: then what is kept is not what is stored.
        if kept is not None and kept.last_id == last_id and len(kept.tracker.events) == kept.saved:
            return kept.tracker
        tracker = await super().retrieve(sender_id)
        if tracker is not None:
            self._keep(sender_id, tracker, last_id)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """The events of this turn are stored."""
        await self.stream_events(tracker)
        kept = self._kept.get(tracker.sender_id)
        if kept is not None and kept.tracker is tracker:
            fresh: List[Any] = list(itertools.islice(tracker.events, kept.saved, None))
        else:
            with self.session_scope() as session:
                fresh = list(self._additional_events(session, tracker))
        if not fresh:
            return
        if len(tracker.events) > LONG and tracker.active_loop is None:
            again = _fresh_start(tracker, [event for event in fresh if event.type_name == "bot"])
            fresh += again
            # The session's own first event is older than SessionStarted, from which the store reads.
            stored = [event.as_dict() for event in again[1:]]
            tracker = DialogueStateTracker.from_dict(tracker.sender_id, stored, self.domain.slots)
        rows = [_row(tracker.sender_id, event) for event in fresh]
        with self.engine.begin() as connection:
            connection.execute(self._insert, rows)
            last_id = connection.execute(self._last_id_of, {"sender": tracker.sender_id}).scalar()
        self._keep(tracker.sender_id, tracker, last_id)

    def _keep_one_connection(self) -> None:
        """SQLAlchemy opens a SQLite file anew for every statement; the turns of one process can share a connection."""
        url = self.engine.url
        self.engine.dispose()
        self.engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        sa.event.listen(self.engine, "connect", _make_durable_and_quick)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    def _keep(self, sender_id: Text, tracker: DialogueStateTracker, last_id: int) -> None:
        self._kept[sender_id] = _Kept(tracker, last_id, len(tracker.events))
        self._kept.move_to_end(sender_id)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)


def _fresh_start(tracker: DialogueStateTracker, said: List[Any]) -> List[Any]:
    """The events of Rasa's own session start with all slots carried over: all events are replayed in every turn.

    What was said in this turn stays, since a citizen may want it said again.
    """
    start = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]  # first: what is older than it is not read
    slots = [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.value != slot.initial_value]
    return [*start, *slots, *said, ActionExecuted(ACTION_LISTEN_NAME)]


def _row(sender_id: Text, event: Any) -> Dict[Text, Any]:
    data = event.as_dict()
    custom = (data.get("data") or {}).get("custom") if event.type_name == "bot" else None
    if custom:
        # What was said stands in the gateway's transcript; here it would only be read and written again each time.
        kept = {name: custom[name] for name in ("kind", "outcome", "ref") if name in custom}
        if isinstance(custom.get("hit"), dict):
            kept["ref"] = {name: custom["hit"].get(name) for name in ("entry_id", "anchor")}
        data["data"] = {**data["data"], "custom": kept}
    return {
        "sender_id": sender_id, "type_name": event.type_name, "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get(INTENT_NAME_KEY),
        "action_name": data.get("name"), "data": json.dumps(data, ensure_ascii=False),
    }


def _make_durable_and_quick(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
