"""Department and level of the labelled messages in tests/unit/petition_cases, told apart by what was looked at.

Example: `python -m scripts.evaluation.petition_routing --worst 20`
"""

import argparse
import sys
from dataclasses import dataclass

import yaml

from assistant.backends.petition.divisions import load_divisions
from assistant.backends.petition.routing import Router, load_router
from assistant.backends.petition.subject import load_subject
from scripts.build.console import say
from scripts.build.paths import REFERENCE, ROOT, VAR
from scripts.evaluation.public_sets import read_rows
from scripts.evaluation.scores import macro_f1

REAL = "gov_messages/tipdm2020c_unlabelled.jsonl"
CASES = ROOT / "tests" / "unit" / "petition_cases"


@dataclass(frozen=True)
class Message:
    """A labelled message; `again` is the same matter told by somebody else; `seen`: looked at for the rules."""

    department: str
    level: str
    text: str
    again: str | None
    seen: bool


def messages() -> list[Message]:
    """Every labelled message, file by file."""
    found = []
    for path in sorted(CASES.glob("*.yml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [
            Message(row[0], row[1], row[2], row[3] if len(row) > 3 else None, number % 2 == 0)
            for number, row in enumerate(rows)
        ]
    return found


def shares(router: Router, cases: list[Message]) -> tuple[float, float]:
    """How many departments and how many levels of `cases` are right, as shares."""
    routes = [router.route(each.text, subject=None, district=None, address=None) for each in cases]
    pairs = list(zip(cases, routes, strict=True))
    return (
        sum(case.department == route.department for case, route in pairs) / len(pairs),
        sum(case.level == route.desk.level for case, route in pairs) / len(pairs),
    )


def on_real_messages(router: Router) -> tuple[int, float, float, float]:
    """How many rows of ../shared are labelled; the shares with the body, with one of the right ones, with the level.

    SetupError when the messages are not beside the repository.
    """
    rows = {int(row["msg_id"]): row for row in read_rows(REAL)}
    labels = [line.split() for line in (CASES / "real.txt").read_text().splitlines() if not line.startswith("#")]
    first = any_right = level = 0
    for number, bodies, wanted in labels:
        row = rows[int(number)]
        route = router.route(str(row["text"]), subject=row["topic"], district=None, address=None)
        right = bodies.split(",")
        first += route.department == right[0]
        any_right += route.department in right
        level += route.desk.level == wanted
    return len(labels), first / len(labels), any_right / len(labels), level / len(labels)


def main() -> int:
    """Prints the shares, and of the rows that were looked at the wrong ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    model = load_subject(VAR / "petition_subject.npz")
    router = load_router(
        divisions=load_divisions(REFERENCE / "divisions.json"), subject_of=None if model is None else model.subject
    )
    say(f"learned subject: {'none' if model is None else 'used'}")
    cases = messages()
    again = [Message(each.department, each.level, each.again, None, each.seen) for each in cases if each.again]
    for name, part in (
        ("all", cases),
        ("looked at", [each for each in cases if each.seen]),
        ("only counted", [each for each in cases if not each.seen]),
        ("told again, only counted", again),
    ):
        department, level = shares(router, part)
        say(f"{name}: {len(part)} messages, department {department:.3f}, level {level:.3f}")
    levels = [router.route(each.text, subject=None, district=None, address=None).desk.level for each in cases]
    say(f"level macro-F1 {macro_f1([each.level for each in cases], levels):.3f}")
    count, first, any_right, level = on_real_messages(router)
    say(
        f"real messages of another city: {count}, department {first:.3f} ({any_right:.3f} any right), level {level:.3f}"
    )
    for case in [each for each in cases if each.seen]:
        route = router.route(case.text, subject=None, district=None, address=None)
        if options.worst and (route.department, route.desk.level) != (case.department, case.level):
            options.worst -= 1
            say(
                f"  {case.department} {case.level} ≠ {route.department} {route.desk.level} {route.matched}: {case.text}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
