"""How every form goes on: one turn in, the slots that changed and the next question out.

A form is a tuple of steps, each of which knows its slot and how to read a value out of a turn. What is not an
answer is an interruption (interruptions.py); Rasa's form then asks the open question again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import LISTEN
from actions.answering import Answering
from actions.danger import DANGERS, IN_A_STORY, IN_AN_ANSWER, mind_danger
from actions.guards import guard
from actions.interruptions import Interruptions, Meaning, Reading
from actions.reading import wanted_script
from actions.say import Event, Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome
from assistant.shared.errors import Unavailable

MAYBE = 0.15
Slots = dict[str, Any]
Reader = Callable[[Turn], Slots | None]


@dataclass(frozen=True)
class Step:
    """One question. `read` gives the slots that an answer fills, or None when it holds no answer.

    `free_text`: any words may be the answer; `any_words`: none of them is out of scope. `story`: the answer tells what
    happened. `fields`: what a citizen calls it, as the lexicon names it (entity `field`). `when`: whether it is
    asked at all, by what is known.
    """

    slot: str
    read: Reader
    fields: tuple[str, ...]
    free_text: bool = False
    story: bool = False
    any_words: bool = False
    when: Callable[[Slots], bool] = lambda _known: True


@dataclass
class Progress:
    """Where a form stands after this turn. `ask` None means that it is done or given up; `go_to` is what runs next."""

    slots: Slots
    ask: str | None
    go_to: str | None = None


class FormAction(Action):
    """`validate_<form>` of Rasa. A form gives `steps`, `cleared` and what happens when it opens and goes on."""

    form: str
    form_id: str
    steps: tuple[Step, ...]
    cancelled: str

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._interruptions = Interruptions(answering)

    def name(self) -> str:
        """The name under which Rasa calls the form's validation."""
        return f"validate_{self.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Event]:
        """The form has moved on by one turn. When a system behind is down, it stands where it stood."""
        turn, say = Turn(tracker), Say(dispatcher)
        try:
            progress = await (self._begun(turn, say) if turn.requested is None else self._continued(turn, say))
        except Unavailable:
            say.unavailable()
            progress = Progress(self.on_failure(turn), turn.requested or self._first_open(turn.slots, {}))
        # Rasa takes a form that sets no slot but requested_slot for one that could not use the message, and rejects it.
        slots = progress.slots or {self.steps[0].slot: turn.slot(self.steps[0].slot)}
        events: list[Event] = [SlotSet(name, value) for name, value in slots.items()]
        return [*events, SlotSet("requested_slot", progress.ask), _next(progress)]

    async def opened(self, turn: Turn, say: Say) -> Progress:
        """The first turn of the form."""
        raise TypeError(f"{self.form} does not say how it opens")

    async def answered(self, turn: Turn, say: Say, step: Step, slots: Slots) -> Progress:
        """`slots` were just filled: what is next."""
        return Progress(slots, self._first_open(turn.slots, slots))

    async def not_understood(self, turn: Turn, say: Say, step: Step) -> Progress:
        """No answer was found in what was said."""
        say.utter("utter_not_that")
        return Progress({}, step.slot)

    async def asking(self, turn: Turn, say: Say, progress: Progress) -> Progress:
        """An earlier question is about to be asked again: what must be shown for it is shown."""
        return progress

    async def submitted(self, turn: Turn, say: Say, step: Step) -> Progress:
        """A form of the widget came back; one that does not belong here has expired."""
        say.utter("utter_choice_expired")
        return Progress({}, step.slot)

    def amended(self, turn: Turn) -> tuple[Step, Slots] | None:
        """What a sentence such as "not A but B" puts right, whatever was asked; None when it is no such sentence."""
        return None

    def cleared(self) -> Slots:
        """The slots of a form that is done or given up."""
        return {step.slot: None for step in self.steps}

    def on_failure(self, turn: Turn) -> Slots:
        """Slots to set when a system behind did not answer."""
        return {}

    async def _begun(self, turn: Turn, say: Say) -> Progress:
        """Opened, unless the first message may be a question as well and the knowledge answers it."""
        if turn.is_question and not turn.pressed and turn.likelihood("ask") >= MAYBE:
            found = await self._answering.search(turn)
            if found is not None and found.decision == "answer" and not found.hits[0].gap:
                await self._answering.reply(turn, say, found)
                return Progress({}, None)
        return await self.opened(turn, say)

    def _first_open(self, known: Slots, fresh: Slots) -> str | None:
        merged = {**known, **fresh}
        return next((step.slot for step in self.steps if merged.get(step.slot) is None and step.when(merged)), None)

    def _step(self, slot: str | None) -> Step:
        return next((step for step in self.steps if step.slot == slot), self.steps[0])

    async def _continued(self, turn: Turn, say: Say) -> Progress:
        step = self._step(turn.requested)
        if turn.intent == "submit_form":
            if turn.entity("form_id") == "petition" and self.form_id != "petition":
                return Progress({}, None, go_to="petition_form")
            return await self.submitted(turn, say, step)
        amended = None if turn.pressed or turn.is_question else self.amended(turn)
        if amended is not None:
            return await self.asking(turn, say, await self.answered(turn, say, *amended))
        values = step.read(turn)
        ours = not step.free_text or (step.any_words and turn.act == "out_of_scope")
        reading = await self._interruptions.read(
            turn, form=self.form, free_text=step.free_text, expected=values is not None and ours, story=step.story,
        )
        if reading.meaning is not Meaning.ANSWER:
            return await self._interrupted(turn, say, step, reading)
        mind_danger(turn, say, IN_A_STORY if step.free_text else IN_AN_ANSWER)
        if values is None:
            return await self.not_understood(turn, say, step)
        return await self.answered(turn, say, step, values)

    async def _interrupted(self, turn: Turn, say: Say, step: Step, reading: Reading) -> Progress:
        match reading.meaning:
            case Meaning.QUESTION if turn.intent == "ask_entry":
                await self._answering.open(turn, say)
            case Meaning.QUESTION:
                await self._answering.reply(turn, say, reading.found)
            case Meaning.GUARD:
                held = step.story and reading.detail in DANGERS
                guard(turn, say, reading.detail, way_on="held" if held else "ask")
                if reading.detail == "wrong_door":
                    return Progress({**self.cleared(), "held_story": turn.text}, None)
                if held:
                    return Progress({"held_story": turn.text}, step.slot)
            case Meaning.TALK:
                say.utter(reading.detail)
            case Meaning.PERSON:
                say.words("handover_closed", Outcome.HANDOVER_CLOSED)
            case Meaning.CANCEL:
                say.utter(self.cancelled)
                return Progress(self.cleared(), None)
            case Meaning.BACK:
                return await self.asking(turn, say, self._back(turn, say, step))
            case Meaning.CORRECT:
                return await self.asking(turn, say, await self._corrected(turn, say, step))
            case Meaning.AGAIN:
                return await self.asking(turn, say, Progress({}, step.slot))
            case Meaning.LANGUAGE:
                script = wanted_script(turn)
                say.utter("utter_language_changed" if script else "utter_which_language")
                return Progress({"reply_script": script} if script else {}, step.slot)
            case Meaning.ELSEWHERE:
                say.utter("utter_set_aside")
                return Progress({}, None, go_to=reading.detail)
        return Progress({}, step.slot)

    def _back(self, turn: Turn, say: Say, step: Step) -> Progress:
        earlier = [each.slot for each in self.steps[: self.steps.index(step)] if each.when(turn.slots)]
        if not earlier:
            say.utter("utter_first_step")
            return Progress({}, step.slot)
        return Progress({earlier[-1]: None}, earlier[-1])

    async def _corrected(self, turn: Turn, say: Say, step: Step) -> Progress:
        """The named step is asked again, or filled at once when the new value came along."""
        fields = {turn.entity("value")} if turn.pressed else set(turn.entities_of("field"))
        named = next((each for each in self.steps if fields & set(each.fields)), None)
        if named is None:
            say.utter("utter_which_to_change")
            return Progress({}, step.slot)
        values = None if named.free_text else named.read(turn)
        if values is not None:
            return await self.answered(turn, say, named, values)
        return Progress({named.slot: None}, named.slot)


def _next(progress: Progress) -> Event:
    """Rasa need not predict what is known: it listens, or goes on with another form."""
    event: Event = FollowupAction(progress.go_to) if progress.go_to else LISTEN
    return event
