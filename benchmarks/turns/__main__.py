"""`python -m benchmarks.turns`: both systems side by side, in print, in var/bench/turns.json and as a chart."""

import argparse
import json
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from benchmarks.turns import processes, report
from benchmarks.turns.chart import chart
from benchmarks.turns.figures import COLD, OURS, REPEATED, STOCK, Level, verdicts
from benchmarks.turns.project import trained_model
from benchmarks.turns.talk import TURNS, Talk
from scripts.build.console import Fault, say
from scripts.build.paths import ROOT, VAR

_PORTS = range(8130, 8150)


def run(shortened: int, keep_stock: bool) -> dict[str, Any]:
    """Everything that was measured."""
    listed = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text("utf-8"))
    model, current = trained_model(keep=keep_stock)
    port, dialogue_port, stock_port = free_ports(3)
    actions = f"http://127.0.0.1:{port}/actions/webhook"
    with processes.ours(port, dialogue_port) as site, processes.stock(model, stock_port, actions) as rasa:
        systems = {OURS: site, STOCK: rasa}
        talk = Talk(systems, listed, {clients: count // shortened for clients, count in TURNS.items()})
        missed = talk.warm_up()
        say(f"  … measuring with {len(talk.questions)} questions that both answer; a line a level")
        for clients in TURNS:
            for variant in (COLD, REPEATED):
                talk.measure(variant, clients)
        memory = {
            system: {name: processes.resident_mb(pid) for name, pid in running.pids.items()}
            for system, running in systems.items()
        }
    return {
        "machine": processes.machine(), "questions": len(talk.questions), "missed": missed, "errors": talk.errors,
        "levels": talk.levels, "steps": talk.steps(), "memory_mb": memory, "stock_is_current": current,
        "ready_s": {system: running.ready_after for system, running in systems.items()},
    }  # fmt: skip


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on."""
    found: list[int] = []
    for port in _PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
        if len(found) == count:
            return found
    raise Fault(f"fewer than {count} ports are free from {_PORTS.start} to {_PORTS.stop - 1}")


def write(found: dict[str, Any], bars: list[Any]) -> None:
    """The figures lie in var/bench/turns.json and the chart in docs/images/bench.svg."""
    levels: list[Level] = found["levels"]
    kept = {**found, "levels": [item.as_json() for item in levels], "verdicts": [vars(bar) for bar in bars]}
    figures, image = VAR / "bench" / "turns.json", ROOT / "docs" / "images" / "bench.svg"
    for path, content in (
        (figures, json.dumps(kept, ensure_ascii=False, indent=1) + "\n"), (image, chart(levels, found["machine"]))
    ):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def main() -> int:
    """1 when a bar is missed or nothing could be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shortened", type=int, default=1, metavar="N", help="1/N of the turns; writes no files")
    parser.add_argument(
        "--keep-stock", action="store_true",
        help="use the stock model that is there even if the training sentences have changed since",
    )  # fmt: skip
    options = parser.parse_args()
    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or what was started would live on
    try:
        found = run(options.shortened, options.keep_stock)
    except KeyboardInterrupt:
        return 130
    except Fault as fault:
        say(f"\n  ✗ {fault}")
        return 1
    memory = sum(rss for rss, _ in found["memory_mb"][OURS].values())
    bars = verdicts(found["levels"], memory)
    say(report.text(found, bars))
    if options.shortened == 1:
        write(found, bars)
    say(f"  measured in {time.monotonic() - began:.0f} s")
    return 0 if all(bar.passed for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
