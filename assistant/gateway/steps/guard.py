"""Danger first: words that mean an emergency are answered before limits, understanding or any other wait."""

from assistant.gateway.guards import Guards
from assistant.gateway.turn import SAYING, Turn
from assistant.shared.contracts.outcomes import Outcome


class GuardStep:
    """Stops a turn that tells of danger to life, with the number to call. An open form stays open."""

    name = "guard"
    always = False

    def __init__(self, guards: Guards) -> None:
        self._guards = guards

    async def __call__(self, turn: Turn) -> None:
        if turn.said.kind != SAYING:
            return
        danger = self._guards.danger(turn.understood)
        if danger is not None:
            turn.stop(
                Outcome.GUARD_EMERGENCY,
                {
                    "kind": "guard",
                    "outcome": Outcome.GUARD_EMERGENCY.value,
                    "guard": danger.guard,
                    "detail": danger.detail,
                },
            )
