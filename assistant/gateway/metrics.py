"""Counts and durations of turns, for Prometheus. No label ever holds what a citizen said."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from assistant.gateway.turn import Turn

_BUCKETS = (1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 500, 1000, 2500, 5000, 10000)


class Metrics:
    """One registry a process, so that tests have their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "assistant_turns", "Turns by outcome and script.", ["outcome", "script"], registry=self.registry
        )
        self._topics = Counter(
            "assistant_topics", "Turns by service domain, where one was clear.", ["topic"], registry=self.registry
        )
        self._steps = Histogram(
            "assistant_step_milliseconds",
            "Milliseconds by step of a turn.",
            ["step"],
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def count(self, turn: Turn) -> None:
        """A finished turn is counted."""
        self._turns.labels(str(turn.outcome), turn.script).inc()
        if turn.topic:
            self._topics.labels(turn.topic).inc()
        for step, milliseconds in turn.timings.items():
            self._steps.labels(step).observe(milliseconds)
