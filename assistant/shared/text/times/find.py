"""The one function that others call: every time in a text, with the moments that it means."""

from datetime import datetime

from assistant.shared.errors import BadInput
from assistant.shared.text.numbers.folding import fold
from assistant.shared.text.times.atoms import find_atoms
from assistant.shared.text.times.days import YEARS, Lean
from assistant.shared.text.times.grammar import Moment, Phrase, carried_on, next_workdays, phrases
from assistant.shared.text.times.length import Away, Length
from assistant.shared.text.times.model import TimeFound
from assistant.shared.text.times.resolve import Resolver
from assistant.shared.text.times.zones import known

# Beyond this nobody means a date by what they write, and a page of digits costs time.
LONGEST = 4000


def find_times(text: str, *, now: datetime, zone: str, lean: Lean = "future") -> list[TimeFound]:
    """Every time in the first 4,000 characters of `text`, in order, none overlapping another.

    As said at `now` by somebody who lives in `zone` (IANA). `lean` tells whether 周三 or 15号 without more is the next
    one (an appointment) or the last one (a complaint). Raises BadInput for a naive `now` or an unknown zone.
    """
    return [found for _, found in phrases_and_times(text, now=now, zone=zone, lean=lean)]


def phrases_and_times(text: str, *, now: datetime, zone: str, lean: Lean = "future") -> list[tuple[Phrase, TimeFound]]:
    """As `find_times`, each with the phrase that says it: for whoever has to know what was left unsaid."""
    if now.tzinfo is None or now.year - 5 not in YEARS or now.year + 5 not in YEARS:
        raise BadInput(f"now is {now.isoformat()}", mend="Give a time with its zone, of this century or the last.")
    if not known(zone):
        raise BadInput(f"there is no time zone {zone!r}", mend="Give an IANA name such as Asia/Shanghai.")
    folded = fold(text[:LONGEST])
    said = phrases(folded, find_atoms(folded, text))
    for start, end in next_workdays(folded):
        if all(end <= phrase.start or phrase.end <= start for phrase in said):
            away = Away(Length(workdays=1, side="later"))
            said.append(Phrase(start, end, Moment(start, end, day=away)))
    resolver = Resolver(now, zone, lean)
    in_order = sorted(said, key=lambda phrase: phrase.start)
    return [(phrase, resolver.resolve(phrase)) for phrase in carried_on(in_order)]
