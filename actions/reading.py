"""How a reply reads: said again, said shorter, in another script, in bigger letters."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import LISTEN
from actions.answering import as_hit
from actions.ports import Retrieval
from actions.say import Event, Say
from actions.turn import Turn
from assistant.shared.errors import NotFound, RetrievalUnavailable

Data = dict[str, Any]
_KEPT_ONLY = frozenset({"kind", "outcome", "ref"})  # what the tracker store keeps of a reply once it is written
_LANGUAGES = ("hans", "hant", "en")


class ActionRepeat(Action):
    """What was said last is said again."""

    brief = False
    nothing = "utter_nothing_to_repeat"

    def __init__(self, retrieval: Retrieval) -> None:
        self._retrieval = retrieval

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The replies of the turn before were sent once more, or it is said that there are none."""
        say = Say(dispatcher)
        said = [await self._again(say, event) for event in Turn(tracker).last_said]
        if not any(said):
            say.utter(self.nothing)
        return [LISTEN]

    async def _again(self, say: Say, event: Data) -> bool:
        """Whether this reply could be sent again: in full while it is in memory, an answer by its reference later."""
        custom: Data = (event.get("data") or {}).get("custom") or {}
        kind = custom.get("kind")
        if kind in ("answer", "brief"):
            reply = custom if "hit" in custom else await self._fetched(custom)
            if reply is None:
                return False
            if self.brief:
                say.brief(reply["hit"])
            else:
                say.again(reply)
            return True
        if self.brief and kind is not None:
            return False
        if kind is not None and set(custom) - _KEPT_ONLY:
            say.again(custom)
            return True
        response = str((event.get("metadata") or {}).get("utter_action") or "")
        if kind is None and response.startswith("utter_") and not self.brief:
            say.utter(response)
            return True
        return False

    async def _fetched(self, custom: Data) -> Data | None:
        ref = custom.get("ref") or {}
        try:
            page = await self._retrieval.entry(str(ref.get("entry_id")))
        except (NotFound, RetrievalUnavailable):
            return None
        hit = as_hit(page, str(ref.get("anchor") or "")).model_dump(mode="json")
        return {"kind": custom["kind"], "outcome": custom["outcome"], "hit": hit, "also": []}


class ActionSaySimpler(ActionRepeat):
    """The last answer in one sentence, with the way to all of it."""

    brief = True
    nothing = "utter_simpler_than_that"

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_say_it_simpler"


class ActionChangeLanguage(Action):
    """Replies come in the script asked for from now on, whatever the citizen types in."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_change_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """`reply_script` is set, or it is asked which one."""
        turn, say = Turn(tracker), Say(dispatcher)
        script = wanted_script(turn)
        if script is None:
            say.utter("utter_which_language")
            return [LISTEN]
        say.utter("utter_language_changed")
        return [SlotSet("reply_script", script), LISTEN]


class ActionBiggerText(Action):
    """Where the letters are made bigger."""

    def name(self) -> str:
        """As domain/slots.yml lists it."""
        return "action_bigger_text"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """It is said which button does it."""
        Say(dispatcher).utter("utter_bigger_text")
        return [LISTEN]


def wanted_script(turn: Turn) -> str | None:
    """hans, hant or en as named; plain Chinese keeps the characters that the citizen writes; None when none is."""
    named = turn.entity("language")
    if named == "zh":
        written = turn.metadata.get("script")
        return "hant" if written in ("hant", "yue") else "hans"
    return str(named) if named in _LANGUAGES else None
