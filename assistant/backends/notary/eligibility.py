"""Whether overseas remote video notarisation is open to somebody, as small rules with the facts they rest on.

Pure. Each rule looks at one thing and says nothing or one finding; the words are in knowledge/vocabulary.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

LONG_TERM_DAYS = 180
_WITHIN_CHINA = frozenset({"CN", "HK", "MO", "TW"})


@dataclass(frozen=True)
class Case:
    """What is known of somebody; None is not known yet."""

    nationality: str | None = None
    long_term: bool | None = None
    days: int | None = None
    use_in_china: bool | None = None
    matter: str | None = None
    mission: str | None = None
    country: str | None = None
    needs_helper: bool | None = None
    party_capable: bool | None = None
    disputed: bool | None = None


class Weight(Enum):
    """What a finding does: it bars, leaves it open, is fine, or only has to be brought or done."""

    BARS = "bars"
    OPEN = "open"
    FINE = "fine"
    NEED = "need"


@dataclass(frozen=True)
class Finding:
    """One code of knowledge/vocabulary/eligibility.yml; `ask` is the field whose value would decide."""

    code: str
    weight: Weight
    ask: str | None = None


@dataclass(frozen=True)
class Known:
    """What the rules must know of the catalogue: matters that are covered, those missions certify themselves."""

    matters: frozenset[str]
    direct: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """`eligible` is yes, no or depends; reasons say why, needs what to do or bring, ask what still decides."""

    eligible: str
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    ask: tuple[str, ...]


Rule = Callable[[Case, Known], Finding | None]


def nationality(case: Case, _known: Known) -> Finding:
    """Only citizens of China who are residents of the mainland."""
    match case.nationality:
        case "cn":
            return Finding("chinese-citizen", Weight.FINE)
        case "foreign":
            return Finding("foreign-nationality", Weight.BARS)
        case "unsure":
            return Finding("nationality-unsure", Weight.OPEN)
    return Finding("nationality-decides", Weight.OPEN, ask="nationality")


def place(case: Case, _known: Known) -> Finding | None:
    """One must come to a Chinese mission, and there is none inside China."""
    return Finding("no-mission-there", Weight.BARS) if case.country in _WITHIN_CHINA else None


def residence(case: Case, _known: Known) -> Finding:
    """A long stay: a residence, work or study permit, or 180 days on end."""
    if case.long_term or (case.days is not None and case.days >= LONG_TERM_DAYS):
        return Finding("long-term-resident", Weight.FINE)
    if case.long_term is False and case.days is not None:
        return Finding("short-stay", Weight.BARS)
    return Finding("residence-decides", Weight.OPEN, ask="residence")


def use(case: Case, _known: Known) -> Finding:
    """The certificate is for use in China."""
    if case.use_in_china is None:
        return Finding("use-decides", Weight.OPEN, ask="use_in_china")
    return Finding("use-in-china", Weight.FINE) if case.use_in_china else Finding("use-abroad", Weight.BARS)


def matter(case: Case, known: Known) -> Finding:
    """One of the fifteen matters."""
    if case.matter is None:
        return Finding("matter-decides", Weight.OPEN, ask="matter")
    if case.matter in known.matters:
        return Finding("matter-covered", Weight.FINE)
    return Finding("matter-not-covered", Weight.BARS)


def dispute(case: Case, _known: Known) -> Finding | None:
    """Parties who disagree cannot notarise."""
    return Finding("parties-disagree", Weight.BARS) if case.disputed else None


def capacity(case: Case, _known: Known) -> Finding | None:
    """Who lacks full capacity applies through a guardian."""
    return Finding("guardian-applies", Weight.OPEN) if case.party_capable is False else None


def helper(case: Case, _known: Known) -> Finding | None:
    """Who needs somebody's help asks the office first."""
    return Finding("helper-ask-office", Weight.OPEN) if case.needs_helper else None


def which_mission(case: Case, _known: Known) -> Finding | None:
    """Conditions differ by mission, so it has to be named before a slot is offered."""
    return Finding("mission-decides", Weight.OPEN, ask="mission") if case.mission is None else None


RULES: tuple[Rule, ...] = (
    nationality, place, residence, use, matter, dispute, capacity, helper, which_mission,
)  # fmt: skip


def decide(case: Case, known: Known) -> Verdict:
    """The verdict on `case`. When something bars, nothing more is asked: no answer could change it."""
    findings = [found for rule in RULES if (found := rule(case, known)) is not None]
    bars = [each.code for each in findings if each.weight is Weight.BARS]
    if bars:
        return Verdict("no", tuple(bars), _instead(case, bars), ())
    left_open = [each for each in findings if each.weight is Weight.OPEN]
    ask = tuple(each.ask for each in left_open if each.ask is not None)
    reasons = tuple(each.code for each in (left_open or findings))
    return Verdict("depends" if left_open else "yes", reasons, _needs(case, known), ask)


def _instead(case: Case, bars: list[str]) -> tuple[str, ...]:
    """What to do instead, by what bars."""
    needs: list[str] = []
    if "foreign-nationality" in bars or "short-stay" in bars:
        needs.append("instead-canada-apostille" if case.country == "CA" else "instead-apostille")
        needs += ["ask-using-body", "ask-mission"]
    if "no-mission-there" in bars:
        needs.append("instead-office-in-person")
    if "use-abroad" in bars:
        needs += ["instead-use-abroad", "ask-using-body"]
    if "matter-not-covered" in bars:
        needs.append("ask-office")
    return tuple(dict.fromkeys(needs))


def _needs(case: Case, known: Known) -> tuple[str, ...]:
    """What to bring, do or know, for who is not barred."""
    needs = ["appear-in-person", "office-by-place", "office-decides", "missions-differ"]
    if case.matter in known.direct:
        needs.append("mission-may-do-it")
    if case.matter in ("declaration", "mandate"):
        needs.append("property-mandate-any-office")
    if case.mission == "washington":
        needs.append("live-in-district")
    if case.mission == "kuching":
        needs.append("office-first")
    if case.mission == "vancouver":
        needs.append("ask-using-body-first")
    return tuple(needs)


def all_codes() -> frozenset[str]:
    """Every code that `decide` can say; a test compares it with the vocabulary and with what cases produce."""
    return frozenset({
        "chinese-citizen", "foreign-nationality", "nationality-unsure", "nationality-decides", "no-mission-there",
        "long-term-resident", "short-stay", "residence-decides", "use-in-china", "use-abroad", "use-decides",
        "matter-covered", "matter-not-covered", "matter-decides", "parties-disagree", "guardian-applies",
        "helper-ask-office", "mission-decides", "instead-canada-apostille", "instead-apostille", "ask-using-body",
        "ask-mission", "instead-office-in-person", "instead-use-abroad", "ask-office", "appear-in-person",
        "office-by-place", "office-decides", "missions-differ", "mission-may-do-it", "property-mandate-any-office",
        "live-in-district", "office-first", "ask-using-body-first",
    })  # fmt: skip
