"""`make evaluate`: how good it is, part by part, beside its bars. Writes docs/scorecard.md, .json and its pictures."""

import argparse
import sys
import time

from assistant.shared.errors import AssistantError
from scripts.build.console import Fault, say
from scripts.evaluation import scorecard
from scripts.evaluation.figures import Section
from scripts.evaluation.parts import PARTS, Options


def main() -> int:
    """1 when a part could not be measured or, with --quick, when a headline figure fell by more than a point."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: … understanding outside --worst 20")
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; without one, all but those marked *")
    parser.add_argument("--quick", action="store_true", help="small samples, compared with the scorecard, not written")
    parser.add_argument("--worst", type=int, default=10, help="how many wrong ones to show")
    parser.add_argument("--folds", type=int, default=5, help="of cross-validation")
    parser.add_argument("--accept", action="store_true", help="write tests/nlu/known_wrong.yml afresh")
    chosen = parser.parse_args()
    named = [name.rstrip("*") for name in chosen.parts]
    unknown = [name for name in named if name not in (part.rstrip("*") for part in PARTS)]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; choose from {', '.join(PARTS)}")
    options = Options(quick=chosen.quick, worst=chosen.worst, folds=chosen.folds, accept=chosen.accept)
    failed, fallen = [], []
    for name, measure in PARTS.items():
        plain = name.rstrip("*")
        if plain not in named and (named or name.endswith("*")):
            continue
        started = time.monotonic()
        say(f"— {plain}")
        try:
            found = measure(options)
        except (AssistantError, Fault) as error:
            say(f"  ✗ {error}")
            failed.append(plain)
            continue
        _show(found, time.monotonic() - started)
        fallen += scorecard.fallen(found, scorecard.load(), quick=chosen.quick)
        if not chosen.quick:
            scorecard.store([found])
    for sentence in fallen:
        say(f"  ↓ {sentence}")
    return 1 if failed or (chosen.quick and fallen) else 0


def _show(section: Section, seconds: float) -> None:
    for figure in section.figures:
        value = str(int(figure.value)) if figure.counts else f"{figure.value:.3f}"
        bar = "" if figure.bar is None else f"{'≥' if figure.at_least else '≤'} {figure.bar:.3g}"
        mark = {None: " ", True: "✓", False: "✗"}[figure.met]
        say(f"  {mark} {value:>7} {bar:<8} {figure.name} (of {figure.of})")
    say(f"    {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
