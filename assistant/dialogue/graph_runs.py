"""Runs Rasa's component graph without dask, whose scheduling costs more than most of our components.

Same components, same order of dependencies, same inputs and results (tests/dialogue/test_graph_runs.py).
"""

from typing import Any, Callable, Dict, List, Optional, Text, Tuple

from rasa.engine.runner.dask import DaskGraphRunner

Call = Tuple[Text, Callable[..., Any], Tuple[Text, ...]]


class DirectGraphRunner:
    """Calls the nodes of a loaded graph one after another; the order is worked out once for each set of targets."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._schema = loaded._graph_schema
        self._nodes = loaded._instantiated_nodes
        self._plans: Dict[Tuple[Text, ...], List[Call]] = {}

    def run(
        self, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
    ) -> Dict[Text, Any]:
        """The results of `targets`, as DaskGraphRunner.run gives them."""
        wanted = tuple(targets if targets else self._schema.target_names)
        plan = self._plans.get(wanted)
        if plan is None:
            plan = self._plans.setdefault(wanted, self._plan(list(wanted)))
        done: Dict[Text, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, node, needs in plan:
            done[name] = node(*(done[each] for each in needs))
        return dict(done[name] for name in wanted)

    def _plan(self, targets: List[Text]) -> List[Call]:
        schema = self._schema.minimal_graph_schema(targets).nodes
        ordered: List[Call] = []
        placed = set()

        def place(name: Text) -> None:
            if name in placed or name not in schema:
                return
            placed.add(name)
            needs = tuple(schema[name].needs.values())
            for each in needs:
                place(each)
            ordered.append((name, self._nodes[name], needs))

        for name in targets:
            place(name)
        return ordered


def install(agent: Any) -> None:
    """The agent's loaded model runs without dask from now on."""
    agent.processor.graph_runner = DirectGraphRunner(agent.processor.graph_runner)
