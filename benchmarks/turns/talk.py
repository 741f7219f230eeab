"""Who asks what, of which system, in which order: each level in rounds, so that drift of the machine hits both."""

import json
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from benchmarks.turns.figures import COLD, OURS, STOCK, Level, Said, level
from benchmarks.turns.processes import Running, busy_seconds
from benchmarks.turns.report import progress
from scripts.build.console import Fault, say, stage
from scripts.build.paths import ROOT, SERVICE_PYTHON
from scripts.build.processes import environment

# Turns at each number of clients; a level ends early after so many seconds in all its rounds.
TURNS = {1: 60, 8: 200, 32: 320}
_LEVEL_SECONDS = 90.0
_ROUNDS = ((OURS, STOCK), (STOCK, OURS))
_LEAST_QUESTIONS = 40
_WARMING = {"openings": ["啊，"], "endings": [""]}


@dataclass
class Talk:
    """Both systems running, the questions that both answer, and what has been measured so far."""

    systems: dict[str, Running]
    listed: dict[str, list[str]]
    turns: dict[int, int] = field(default_factory=lambda: TURNS)
    questions: list[str] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _fresh: Iterator[str] = field(default_factory=lambda: iter(()))
    _steps: dict[str, list[float]] = field(default_factory=dict)

    def warm_up(self) -> dict[str, list[str]]:
        """Every question has been asked twice; those that both answer are `questions`; returns what each did not."""
        asked = self.listed["questions"]
        others = list(fresh_questions(_WARMING, asked))
        missed: dict[str, list[str]] = {}
        for system in self.systems:
            with stage(system, f"warming up with {len(asked)} questions, each asked in two ways"):
                found = [self._ask(system, 4, ways, _LEVEL_SECONDS) for ways in (asked, others)]
            answered = [{turn["place"] for turn in each["turns"] if turn["answered"]} for each in found]
            missed[system] = [text for place, text in enumerate(asked) if not all(place in each for each in answered)]
        lost = {text for texts in missed.values() for text in texts}
        self.questions = [text for text in asked if text not in lost]
        if len(self.questions) < _LEAST_QUESTIONS:
            told = [f"{system} did not answer {text}" for system, texts in missed.items() for text in texts]
            few = f"{len(self.questions)} questions are answered by both, {_LEAST_QUESTIONS} are needed"
            raise Fault("\n    ".join([few, *told, *self.errors[:5]]))
        self._fresh = fresh_questions(self.listed, self.questions)
        return missed

    def measure(self, variant: str, clients: int) -> None:
        """One level of both systems more is known."""
        repeated = cycle(self.questions)
        found: dict[str, list[dict[str, Any]]] = {OURS: [], STOCK: []}
        for systems in _ROUNDS:
            for system in systems:
                count = max(self.turns[clients] // len(_ROUNDS), clients)
                texts = list(islice(self._fresh if variant == COLD else repeated, count))
                if len(texts) < count:
                    raise Fault("questions.yml has too few openings and endings for so many questions, each asked once")
                found[system].append(self._ask(system, clients, texts, _LEVEL_SECONDS / len(_ROUNDS)))
        for system, rounds in found.items():
            self._add(system, variant, clients, rounds)

    def steps(self) -> dict[str, float]:
        """Median milliseconds of each step of our turns, as the service told them at one client, cold."""
        return {name: statistics.median(values) for name, values in self._steps.items()}

    def _add(self, system: str, variant: str, clients: int, rounds: Sequence[dict[str, Any]]) -> None:
        told = [turn for each in rounds for turn in each["turns"]]
        if (system, variant, clients) == (OURS, COLD, 1):
            for turn in told:
                for name, value in turn["timings"].items():
                    self._steps.setdefault(name, []).append(value)
        found = level(
            system, variant, clients, [Said(turn["ms"], turn["answered"], turn["error"]) for turn in told],
            **{name: sum(each[name] for each in rounds) for name in ("seconds", "generator_cpu", "others_cpu")},
            cpu={name: sum(each["cpu"][name] for each in rounds) for name in rounds[0]["cpu"]},
        )  # fmt: skip
        self.levels.append(found)
        say(f"    {progress(found)}")

    def _ask(self, system: str, clients: int, texts: list[str], seconds: float) -> dict[str, Any]:
        plan = {
            "system": system, "url": self.systems[system].url, "clients": clients, "seconds": seconds, "texts": texts
        }  # fmt: skip
        began, busy, before = time.monotonic(), busy_seconds(), self._spent()
        done = subprocess.run(
            [str(SERVICE_PYTHON), "-m", "benchmarks.turns.load"], cwd=ROOT, env=environment(),
            input=json.dumps(plan), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Fault(f"the load generator failed against {system}:\n{done.stderr[-1500:]}")
        found: dict[str, Any] = json.loads(done.stdout)
        found["cpu"] = {name: spent - before[name] for name, spent in self._spent().items()}
        known = sum(found["cpu"].values()) + found["generator_total"]
        elapsed = time.monotonic() - began  # with the generator's own start, unlike the level's seconds
        found["others_cpu"] = max(busy_seconds() - busy - known, 0.0) / elapsed * found["seconds"]
        self.errors += [f"{system}, {clients} clients: {turn['error']}" for turn in found["turns"] if turn["error"]]
        return found

    def _spent(self) -> dict[str, float]:
        return {name: busy_seconds(pid) for each in self.systems.values() for name, pid in each.pids.items()}


def fresh_questions(listed: dict[str, list[str]], kept: Sequence[str]) -> Iterator[str]:
    """Questions that never repeat: every opening and ending around every kept question, neighbours different."""
    openings = listed["openings"]
    for ending in listed["endings"]:
        for shift in range(len(openings)):
            for place, question in enumerate(kept):
                yield openings[(place + shift) % len(openings)] + question + ending
