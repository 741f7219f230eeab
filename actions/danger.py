"""What is said before anything else where danger may have been told: the numbers to call, or a word of care."""

from typing import NamedTuple

from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome

DANGERS = ("emergency", "self_harm")


class Likely(NamedTuple):
    """From which likelihood on it is said: a line too much costs a glance, a line too few may cost a life."""

    emergency: float
    self_harm: float


# Far below what is acted on; who answers the question of a form with two words speaks of neither.
IN_A_STORY, IN_DOUBT = Likely(0.15, 0.2), Likely(0.2, 0.2)
IN_A_QUESTION, IN_AN_ANSWER = Likely(0.3, 0.2), Likely(0.8, 0.8)


def mind_danger(turn: Turn, say: Say, at_least: Likely = IN_A_STORY) -> None:
    """Where an emergency is so likely, the numbers to call are said first; where somebody may speak of ending their
    own life, a word of care."""
    if turn.pressed:
        return
    if turn.likelihood("emergency") >= at_least.emergency:
        say.words("danger_first", Outcome.FLOW_PETITION)
    elif turn.likelihood("self_harm") >= at_least.self_harm:
        say.words("care_first", Outcome.FLOW_PETITION)
