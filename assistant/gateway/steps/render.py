"""Turns what the dialogue decided into what the citizen reads."""

import logging

from assistant.gateway.pipeline import internal_error
from assistant.gateway.rendering.renderer import Renderer
from assistant.gateway.turn import Turn
from assistant.shared.contracts.outcomes import Outcome

log = logging.getLogger(__name__)


class RenderStep:
    """The replies as message contents in the citizen's script."""

    name = "render"
    always = True

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    async def __call__(self, turn: Turn) -> None:
        try:
            turn.pieces = await self._renderer.render(turn)
        except Exception as error:
            # Whatever a backend or the dialogue sent that cannot be shown, the citizen is told something useful.
            log.error("turn %s cannot be rendered: %s", turn.id, type(error).__name__)
            turn.stop(Outcome.ERROR_INTERNAL, internal_error())
            turn.pieces = await self._renderer.render(turn)
