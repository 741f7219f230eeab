"""What one action call costs the dialogue process: Rasa's own way beside ours. Run with the dialogue's Python.

Measures the check of an answer and the making of a request, in process, for a conversation of 60 events.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 40
ROOT = Path(__file__).resolve().parents[1]


def median_ms(call: Callable[[], Any]) -> float:
    """The median of `ROUNDS` calls, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """One line for each part of a call, with the ratio."""
    from assistant.dialogue.quiet import quiet

    quiet()
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    from assistant.dialogue import action_calls

    domain = Domain.load(str(ROOT / "domain"))
    tracker = DialogueStateTracker.from_events("bench", [
        event for turn in range(20)
        for event in (UserUttered(f"第{turn}句话"), ActionExecuted("action_answer"), SlotSet("last_petition", None))
    ], slots=domain.slots)
    action = RemoteAction("action_answer", None)
    result = {
        "events": [{"event": "followup", "name": "action_listen", "timestamp": None}],
        "responses": [{"custom": {"kind": "answer", "hit": {"text": "答" * 300}}, "buttons": [], "elements": []}],
    }
    stock = {
        "check an answer": median_ms(lambda: action._validate_action_result(result)),
        "make a request": median_ms(lambda: json.dumps(action._action_call_format(tracker, domain))),
    }
    stock_bytes = len(json.dumps(action._action_call_format(tracker, domain)))
    action_calls.install()
    ours = {
        "check an answer": median_ms(lambda: action._validate_action_result(result)),
        "make a request": median_ms(lambda: json.dumps(action._action_call_format(tracker, domain))),
    }
    our_bytes = len(json.dumps(action._action_call_format(tracker, domain)))
    print(f"{'p50 of ' + str(ROUNDS):<18}{'stock ms':>10}{'ours ms':>10}{'ratio':>8}")
    for name, before in stock.items():
        print(f"{name:<18}{before:>10.3f}{ours[name]:>10.3f}{before / ours[name]:>7.0f}×")
    print(f"{'bytes sent':<18}{stock_bytes:>10}{our_bytes:>10}{stock_bytes / our_bytes:>7.0f}×")


if __name__ == "__main__":
    main()
