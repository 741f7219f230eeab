"""Department and level of the labelled messages in tests/unit/petition_cases, told apart by what was looked at.

Example: `python -m scripts.evaluation.petition_routing --worst 20`; `--folds` also learns five times, a minute and a
half, and judges the messages that were learned from by models that never saw them.
"""

import argparse
import sys
from dataclasses import dataclass

import yaml

from assistant.backends.petition.divisions import load_divisions
from assistant.backends.petition.routing import Route, Router, load_router
from assistant.backends.petition.subject import load_subject
from assistant.backends.petition.subject_training import REPLIED, learn, message_text, read_bodies
from scripts.build.console import say
from scripts.build.paths import REFERENCE, ROOT, SHARED, SUBJECT
from scripts.evaluation.public_sets import read_rows
from scripts.evaluation.reply_bodies import body_in, read_names
from scripts.evaluation.scores import macro_f1

REAL = "gov_messages/tipdm2020c_unlabelled.jsonl"
SEED = 20261122
_TITLE = 60  # characters: what stands before the first full stop of a learned message is its title if no longer
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


def on_real_messages(router: Router, name: str) -> tuple[int, float, float, float, float]:
    """How many rows of ../shared are labelled; the shares with the body, with a right one, with the level, with either.

    SetupError when the messages are not beside the repository.
    """
    rows = {int(row["msg_id"]): row for row in read_rows(REAL)}
    labels = [line.split() for line in (CASES / name).read_text().splitlines() if line and not line.startswith("#")]
    first = any_right = level = either = 0
    for number, bodies, wanted in labels:
        row = rows[int(number)]
        route = router.route(str(row["text"]), subject=row["topic"], district=None, address=None)
        right = bodies.split(",")
        first += route.department == right[0]
        any_right += route.department in right
        level += route.desk.level == wanted.split("|")[0]
        either += route.desk.level in wanted.split("|")
    return (len(labels), *(right / len(labels) for right in (first, any_right, level, either)))


def in_folds() -> None:
    """Prints how often the rules alone, and a router that learned from the other folds, have the body that we gave a
    message, and the one that the official reply names; and of how many messages it is not sure."""
    from sklearn.model_selection import StratifiedKFold

    texts, bodies = read_bodies(SHARED / "data" / "gov_messages")
    names = read_names()
    replies = {message_text(row): body_in(str(row["reply"]), names) for row in read_rows(f"gov_messages/{REPLIED}")}
    alone = load_router()
    found: dict[str, list[tuple[Route, int]]] = {"rules alone": [], "with what was learned": []}
    words = alone.taught()
    for taught, asked in StratifiedKFold(5, shuffle=True, random_state=SEED).split(texts, bodies):
        model = learn(
            [*(texts[i] for i in taught), *(word for word, _ in words)],
            [*(bodies[i] for i in taught), *(body for _, body in words)],
        )
        for name, router in (("rules alone", alone), ("with what was learned", load_router(learned=model))):
            for i in asked:
                title, _, text = texts[i].partition("。")
                titled = 0 < len(title) <= _TITLE
                found[name].append((_route(router, title if titled else None, text if titled else texts[i]), int(i)))
    for name, routes in found.items():
        sure = [(route, i) for route, i in routes if route.reason != "fallback"]
        named = [(route, body) for route, i in routes if (body := replies.get(texts[i])) is not None]
        say(
            f"five folds, {name}: {len(routes)} messages, department "
            f"{sum(route.department == bodies[i] for route, i in routes) / len(routes):.3f}; "
            f"told without falling back {len(sure) / len(routes):.3f}, of these right "
            f"{sum(route.department == bodies[i] for route, i in sure) / len(sure):.3f}; {len(named)} whose reply "
            f"names the body, {sum(route.department == body for route, body in named) / len(named):.3f}"
        )


def _route(router: Router, title: str | None, text: str) -> Route:
    return router.route(text, subject=title, district=None, address=None)


def main() -> int:
    """Prints the shares, and of the rows that were looked at the wrong ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--real", default="real.txt", help="the file of tests/unit/petition_cases to score")
    options = parser.parse_args()
    model = load_subject(SUBJECT)
    router = load_router(divisions=load_divisions(REFERENCE / "divisions.json"), learned=model)
    say(f"learned from real messages: {'no' if model is None else 'yes'}")
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
    for name, judged in (("rules alone", load_router()), ("as shipped", router)):
        count, first, any_right, level, either = on_real_messages(judged, options.real)
        say(
            f"{options.real}, {count} real messages of another city, {name}: department {first:.3f} "
            f"({any_right:.3f} any right), level {level:.3f} ({either:.3f} either)"
        )
    if options.folds:
        in_folds()
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
