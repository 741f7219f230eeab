"""What an action call costs in Rasa, mended in this one place with the same results (test_action_calls.py).

Rasa checks every answer of the action server against a JSON schema that it builds anew each time (40–80 ms), sends
the whole domain and every event of the conversation along, and opens a new connection for each call.
"""

from typing import Any, ClassVar, Dict, List, Optional, Text

import aiohttp
import rasa
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

_LOOK_BACK = frozenset({"action_repeat", "action_say_it_simpler"})


class CompiledCheck:
    """The schema of action results, compiled once: the same verdict and the same error as `jsonschema.validate`.

    Nearly every event is a plain `slot`, `followup` or `active_loop`; those are checked by hand and only what looks
    odd goes through the schema, which tries each event against twenty alternatives.
    """

    _PLAIN: ClassVar[Dict[Text, Any]] = {
        "slot": {"event", "timestamp", "name", "value"},
        "followup": {"event", "timestamp", "name"},
        "active_loop": {"event", "timestamp", "name"},
    }

    def __init__(self, schema: Dict[Text, Any]) -> None:
        kind = validator_for(schema)
        kind.check_schema(schema)
        self._validator = kind(schema)

    def check(self, result: Any) -> None:
        """ValidationError when the action server's answer is not as it must be."""
        if self._is_plain(result):
            return
        error = best_match(self._validator.iter_errors(result))
        if error is not None:
            error.message += (
                f". Failed to validate Action server response from API, make sure your response from the Action "
                f"endpoint is valid. For more information about the format visit {DOCS_BASE_URL}/custom-actions"
            )
            raise error

    def _is_plain(self, result: Any) -> bool:
        if not isinstance(result, dict):
            return False
        events, responses = result.get("events", []), result.get("responses", [])
        return (
            isinstance(events, list) and isinstance(responses, list)
            and all(isinstance(each, dict) for each in responses)
            and all(self._is_plain_event(event) for event in events)
        )

    def _is_plain_event(self, event: Any) -> bool:
        if not isinstance(event, dict) or not isinstance(event.get("event"), str):
            return False
        known = self._PLAIN.get(event["event"])
        name, moment = event.get("name"), event.get("timestamp")
        return (
            known is not None and event.keys() <= known and (moment is None or type(moment) in (int, float))
            and (isinstance(name, str) or (name is None and event["event"] == "active_loop" and "name" in event))
            and ("value" in event or event["event"] != "slot")
        )


class ActionEndpoint(EndpointConfig):
    """The action server over connections that stay open; made inside the running loop."""

    def __init__(self, url: Text, key: Text) -> None:
        super().__init__(url=url, headers={"X-Assistant-Key": key})
        self._session: Optional[aiohttp.ClientSession] = None

    def session(self) -> Any:
        """The one session, which leaving its `async with` block does not close."""
        if self._session is None or self._session.closed:
            self._session = super().session()
        return _Lent(self._session)

    async def close(self) -> None:
        """All connections are closed."""
        if self._session is not None:
            await self._session.close()


class _Lent:
    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: Any) -> None:
        """Stays open for the next call."""


def call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> Dict[Text, Any]:
    """The request: no domain, and of the events only those since the citizen spoke. Actions need no more.

    Those that say something again get what was said in the turn before.
    """
    state = tracker.current_state(EventVerbosity.NONE)
    said = last_said(tracker) if self._name in _LOOK_BACK else []
    state["events"] = [*said, *_this_turn(tracker)]
    return {
        "next_action": self._name, "sender_id": tracker.sender_id, "tracker": state, "domain": {},
        "version": rasa.__version__,
    }


def last_said(tracker: DialogueStateTracker) -> List[Dict[Text, Any]]:
    """What was said in the latest turn before this one in which anything was."""
    said: List[Dict[Text, Any]] = []
    before = False
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            if said:
                break
            before = True
        elif before and isinstance(event, BotUttered):
            said.insert(0, event.as_dict())
    return said


def _this_turn(tracker: DialogueStateTracker) -> List[Dict[Text, Any]]:
    events: List[Dict[Text, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            events.append(event.as_dict())
            break
    return events


def install() -> None:
    """From now on action calls of this process are the mended ones. Only entry points of ours call this."""
    compiled = CompiledCheck(RemoteAction.action_response_format_spec())

    def check(self: RemoteAction, result: Dict[Text, Any]) -> bool:
        compiled.check(result)
        return True

    RemoteAction._validate_action_result = check
    RemoteAction._action_call_format = call_format


