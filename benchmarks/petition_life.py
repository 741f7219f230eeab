"""Random histories of petitions against what the law says, told a second time here and apart from the tables.

`python -m benchmarks.petition_life [histories] [seed]`; a slice of it is a test. A history is up to 40 attempts:
half of them any event by anybody, half one that is possible now, with hours or months between.
"""

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from assistant.backends.petition import clocks, steps
from assistant.backends.petition.model import Actor, Door, Event, Given, IllegalStep, Petition, Place, Status
from assistant.backends.workdays import workdays_due

_CALENDAR = lru_cache(maxsize=None)(workdays_due)

_S = Status
# What may stand directly before a status, as a person who knows the law would say it.
BEFORE: dict[Status, set[Status]] = {
    _S.REGISTERED: {_S.REGISTERED, _S.TRANSFERRED},
    _S.TRANSFERRED: {_S.TRANSFERRED, _S.REGISTERED},
    _S.ACCEPTED: {_S.ACCEPTED, _S.REGISTERED, _S.TRANSFERRED},
    _S.NOT_ACCEPTED: {_S.REGISTERED, _S.TRANSFERRED},
    _S.HANDLING: {_S.HANDLING, _S.ACCEPTED},
    _S.EXTENDED: {_S.EXTENDED, _S.HANDLING},
    _S.ANSWERED: {_S.ANSWERED, _S.HANDLING, _S.EXTENDED, _S.REVIEW, _S.RE_REVIEW},
    _S.RATED: {_S.RATED, _S.ANSWERED},
    _S.REVIEW: {_S.REVIEW, _S.ANSWERED, _S.RATED},
    _S.RE_REVIEW: {_S.RE_REVIEW, _S.ANSWERED, _S.RATED},
    _S.CLOSED: {_S.NOT_ACCEPTED, _S.ANSWERED, _S.RATED},
    _S.MERGED: {_S.REGISTERED, _S.TRANSFERRED, _S.ACCEPTED, _S.HANDLING, _S.EXTENDED},
    _S.WITHDRAWN: {
        _S.REGISTERED, _S.TRANSFERRED, _S.ACCEPTED, _S.HANDLING, _S.EXTENDED, _S.REVIEW, _S.RE_REVIEW,
    },
}  # fmt: skip
_FOLLOWS = {place: [e for at, e in steps.TRANSITIONS if at == place] for place, _event in steps.TRANSITIONS}
_ENDED = {_S.CLOSED, _S.WITHDRAWN, _S.MERGED}
_MAY = {event: sorted(rule.actors) for event, rule in steps.RULES.items()}
_EVENTS, _ACTORS, _DOORS = tuple(Event), tuple(Actor), tuple(Door)
_ENDING = {Event.WITHDRAW, Event.END, Event.MERGE, Event.REFUSE, Event.CLOSE}
_CITIZEN = {Event.EDIT, Event.SUPPLEMENT, Event.URGE, Event.WITHDRAW, Event.RATE, Event.REVIEW}


@dataclass
class Tally:
    """What the histories met."""

    histories: int = 0
    taken: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)
    places: Counter[Place] = field(default_factory=Counter)
    transitions: Counter[tuple[Place, Event]] = field(default_factory=Counter)


def run(histories: int, seed: int) -> Tally:
    """The tally of so many random histories; the same seed gives the same ones."""
    chance = random.Random(seed)
    tally = Tally()
    for number in range(histories):
        _history(chance, tally, f"seed {seed} history {number}")
    tally.histories = histories
    return tally


def _history(chance: random.Random, tally: Tally, name: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(525_600))
    petition = Petition("XF1", Status.REGISTERED, now)
    for _ in range(chance.randrange(4, 40)):
        now += timedelta(minutes=chance.choice((1, 5, 600, 3_000, 20_000, 60_000)) * chance.random())
        event, actor = chance.choice(_EVENTS), chance.choice(_ACTORS)
        if chance.random() < 0.6:
            event, actor = _possible(chance, petition, now)
        given = Given(chance.randint(1, 5), chance.randint(1, 30), chance.choice(_DOORS), "XF2")
        before = petition
        verdict = None if event is Event.REGISTER else steps.judge(before, event, now, _CALENDAR)
        tally.places[before.place] += 1
        try:
            petition = steps.apply(before, event, now, _CALENDAR, actor=actor, given=given)
        except IllegalStep as refused:
            tally.refused += 1
            if verdict is not None and verdict.allowed and refused.reason != "not-yours":
                tally.faults.append(f"{name}: {event} was allowed and then refused")
            continue
        tally.taken += 1
        tally.transitions[before.place, event] += 1
        tally.faults += [f"{name}: {fault}" for fault in faults_between(before, petition, event, actor, now)]
        if petition.status in _ENDED:
            break
    tally.places[petition.place] += 1


def _possible(chance: random.Random, petition: Petition, now: datetime) -> tuple[Event, Actor]:
    follows = _FOLLOWS[petition.place]
    # Histories that end early see little of the law: nine of ten go on where they can.
    late = _ENDING if chance.random() < 0.9 else ()
    tried = sorted(follows, key=lambda event: (event in late, chance.random()))
    event = next((each for each in tried if steps.judge(petition, each, now, _CALENDAR).allowed), tried[0])
    return event, chance.choice(_MAY[event])


def faults_between(old: Petition, new: Petition, event: Event, actor: Actor, now: datetime) -> list[str]:
    """What the law would not have."""
    moved = old.accepted_at is not None and clocks.finish_by(new) < clocks.finish_by(old)
    asked = (clocks.review_by(old), clocks.review_by(new))
    found = {
        "follows what it cannot": old.status not in BEFORE[new.status],
        "went on after its end": old.status in _ENDED,
        "a citizen's step by somebody else": (event in _CITIZEN) is not (actor is Actor.CITIZEN),
        "the number changed": new.number != old.number,
        "the receipt's promise moved": clocks.accept_by(new) != clocks.accept_by(old),
        "the finish moved back": moved,
        "accepted twice": old.accepted_at is not None and new.accepted_at != old.accepted_at,
        "finish beyond 90 days": new.accepted_at is not None
        and clocks.finish_by(new) > clocks.after(new.accepted_at, 90),
        "extended twice": old.extension_days > 0 and new.extension_days != old.extension_days,
        "the review's last day moved back": asked[0] is not None and (asked[1] is None or asked[1] < asked[0]),
        "a round was lost": new.reviews < old.reviews or new.reviews > 2,
        "rated twice": old.rating is not None and new.rating != old.rating,
        "withdrawn freely too late": event is Event.WITHDRAW and now - new.registered_at > timedelta(minutes=10),
        "edited too late": event is Event.EDIT and now - new.registered_at > timedelta(minutes=10),
        "closed over an open review": event is Event.CLOSE
        and new.answered_at is not None
        and new.reviews < 2
        and (now - new.answered_at) < timedelta(days=30),
        "a bad rating that calls nobody": event is Event.RATE and (new.rating or 5) <= 2 and new.attention_at is None,
        "a clock after the end": new.status in _ENDED and clocks.running(new, _CALENDAR) != (),
        "more than one duty": len([term for term in clocks.running(new, _CALENDAR) if term.duty]) > 1,
    }
    return [fault for fault, seen in found.items() if seen]


def main(arguments: list[str]) -> int:
    """Prints the tally; status 1 where a fault was found."""
    histories = int(arguments[0]) if arguments else 100_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    began = time.perf_counter()
    tally = run(histories, seed)
    untaken = set(steps.TRANSITIONS) - set(tally.transitions)
    print(f"{tally.histories} histories, seed {seed}, {time.perf_counter() - began:.0f} s")
    print(f"{tally.taken} steps taken, {tally.refused} refused")
    print(f"{len(tally.places)} places, {len(tally.transitions)} of {len(steps.TRANSITIONS)} transitions met")
    print(f"{len(tally.faults)} faults", *tally.faults[:20], sep="\n  ")
    for place, event in sorted(untaken):
        print(f"never met: {event.value} when {place.status.value} in round {place.round}")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
