"""Replies of contracts/replies.py, sent through Rasa's dispatcher. Codes and data only: words are the gateway's."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from assistant.retrieval.schemas import Hit
from assistant.shared.contracts.outcomes import Outcome

Event = dict[str, Any]
Data = dict[str, Any]


class Say:
    """What one action says, in order."""

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher

    def utter(self, response: str, **fields: Any) -> None:
        """Words of domain/*.yml."""
        self._dispatcher.utter_message(response=response, **fields)

    def answer(self, hit: Hit, also: list[Hit]) -> None:
        """An approved passage, and near ones by name."""
        near = [
            {"entry_id": other.entry_id, "anchor": other.anchor, "title": other.title,
             **({"en": other.en.title} if other.en else {})}
            for other in also
        ]
        self._send("answer", Outcome.ANSWERED_KNOWLEDGE, hit=hit.model_dump(mode="json"), also=near)

    def choices(self, prompt: str, choices: list[Data], outcome: Outcome = Outcome.CLARIFY_CHOICES) -> None:
        """Ways to understand what was asked, or places to choose from."""
        self._send("choices", outcome, prompt=prompt, choices=choices)

    def refuse(self, reason: str, outcome: Outcome, *, place: str | None = None, hit: Hit | None = None) -> None:
        """No confirmed answer; a gap passage says whom to ask."""
        extra = {"hit": hit.model_dump(mode="json")} if hit is not None else {}
        self._send("refuse", outcome, reason=reason, place=place, **extra)

    def guard(self, guard: str, outcome: Outcome, detail: str | None = None, *, way_on: str = "ask") -> None:
        """Danger, wrong door or abuse."""
        self._send("guard", outcome, guard=guard, detail=detail, way_on=way_on)

    def words(self, key: str, outcome: Outcome, **fields: Any) -> None:
        """Words of gateway/wording.py."""
        self._send("words", outcome, key=key, args=fields)

    def form(self, form_id: str, outcome: Outcome, values: dict[str, str]) -> None:
        """The form, beside the next question."""
        self._send("form", outcome, form_id=form_id, values=values)

    def summary(self, told: dict[str, str]) -> None:
        """What a petition will say, to be looked at before it is sent."""
        self._send("summary", Outcome.FLOW_PETITION, told=told)

    def receipt(self, receipt: Data) -> None:
        """A petition was registered."""
        self._send("receipt", Outcome.FLOW_PETITION, receipt=receipt)

    def status(self, kind: str, status: Data) -> None:
        """Where a petition or booking stands."""
        self._send("status", Outcome.FLOW_TRACK, object=kind, status=status)

    def eligibility(self, eligibility: Data) -> None:
        """Whether it can be done by video."""
        self._send("eligibility", Outcome.FLOW_BOOKING, eligibility=eligibility)

    def slots(self, slots: list[Data], office: Data, mission: Data) -> None:
        """Free times."""
        self._send("slots", Outcome.FLOW_BOOKING, slots=slots, office=office, mission=mission)

    def hold(self, hold: Data) -> None:
        """A time is kept."""
        self._send("hold", Outcome.FLOW_BOOKING, hold=hold)

    def booking(self, booking: Data) -> None:
        """A booking was made or cancelled."""
        self._send("booking", Outcome.FLOW_BOOKING, booking=booking)

    def unavailable(self) -> None:
        """A system behind does not answer; nothing that was filled in is lost."""
        self.words("backend_unavailable", Outcome.ERROR_BACKEND_UNAVAILABLE)

    def search_unavailable(self) -> None:
        """The knowledge cannot be asked at the moment."""
        self.words("search_unavailable", Outcome.ERROR_BACKEND_UNAVAILABLE)

    def brief(self, hit: Data) -> None:
        """The first sentence of an answer that was given."""
        self._send("brief", Outcome.ANSWERED_KNOWLEDGE, hit=hit)

    def again(self, reply: Data) -> None:
        """A reply that was sent before."""
        self._dispatcher.utter_message(json_message=reply)

    def _send(self, kind: str, outcome: Outcome, **fields: Any) -> None:
        self._dispatcher.utter_message(json_message={"kind": kind, "outcome": outcome.value, **fields})
