"""The dialogue process: `python -m assistant.dialogue.server --model var/models/dialogue.tar.gz`.

Rasa behind our one channel; its REST API stays closed. GET / says whether it is up.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, List, Optional

from assistant.dialogue.quiet import quiet
from assistant.dialogue.settings import ROOT, DialogueSettings
from assistant.shared.heap import settle


def create_app(model: Path, settings: DialogueSettings) -> Any:
    """A sanic app that loads the model when it starts. `quiet()` must have been called before."""
    from rasa.core.agent import load_agent
    from rasa.core.run import configure_app
    from rasa.core.utils import AvailableEndpoints

    from assistant.dialogue import action_calls, graph_runs
    from assistant.dialogue.channel import AssistantInput

    action_calls.install()
    app = configure_app([AssistantInput(settings.internal_key)], enable_api=False, use_uvloop=True)
    app.config.ACCESS_LOG = False

    async def load(app: Any, loop: Any) -> None:
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        endpoints.action = action_calls.ActionEndpoint(settings.actions_url, settings.internal_key)
        app.ctx.agent = await load_agent(model_path=str(model), endpoints=endpoints, loop=loop)
        if not app.ctx.agent.is_ready():
            raise SystemExit(f"the model {model} cannot be loaded: train it with python -m assistant.dialogue.train")
        graph_runs.install(app.ctx.agent)
        app.ctx.actions = endpoints.action
        settle()

    async def close(app: Any, _loop: Any) -> None:
        await app.ctx.actions.close()

    app.register_listener(load, "before_server_start")
    app.register_listener(close, "after_server_stop")
    return app


def main(arguments: Optional[List[str]] = None) -> None:
    """The command line."""
    example = "example: python -m assistant.dialogue.server --port 5005"
    parser = argparse.ArgumentParser(description=__doc__, epilog=example)
    parser.add_argument("--model", type=Path, default=ROOT / "var" / "models" / "dialogue.tar.gz")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--interface", default="127.0.0.1")
    chosen = parser.parse_args(arguments)
    if not chosen.model.exists():
        raise SystemExit(f"there is no model at {chosen.model}: train it with python -m assistant.dialogue.train")
    quiet()
    (ROOT / "var").mkdir(exist_ok=True)
    app = create_app(chosen.model, DialogueSettings.from_environment())

    async def announce(_app: Any, _loop: Any) -> None:
        sys.stdout.write(f"dialogue ready at http://{chosen.interface}:{chosen.port}\n")
        sys.stdout.flush()

    app.register_listener(announce, "after_server_start")
    app.run(host=chosen.interface, port=chosen.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
