"""The numbers to call, said before anything else where what was told may be danger to somebody now."""

from actions.say import Say
from actions.turn import Turn
from assistant.shared.contracts.outcomes import Outcome

DANGERS = ("emergency", "self_harm")
# Likelihoods far below what is acted on: a line too much costs a glance, a line too few may cost a life.
IN_A_STORY, IN_A_QUESTION, IN_AN_ANSWER = 0.15, 0.3, 0.8


def mind_danger(turn: Turn, say: Say, at_least: float = IN_A_STORY) -> None:
    """Where danger is at least so likely, the numbers to call are said first."""
    if not turn.pressed and turn.likelihood("emergency") >= at_least:
        say.words("danger_first", Outcome.FLOW_PETITION)
