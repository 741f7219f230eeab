"""Whether overseas remote video notarisation is open to somebody, as small rules with the facts they rest on.

Pure. Each rule looks at one thing and says nothing or one finding. What a code means, on which facts and on which
section of the knowledge it stands, is in knowledge/vocabulary/eligibility.yml.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from assistant.backends.notary.eligibility_case import Case, Known
from assistant.backends.notary.eligibility_needs import instead, needs

LONG_TERM_DAYS = 180
_WITHIN_CHINA = frozenset({"CN", "HK", "MO", "TW"})


class Weight(Enum):
    """What a finding does: it bars, has to be settled elsewhere first, is still to be asked, or is fine."""

    BARS = "bars"
    REFERS = "refers"
    OPEN = "open"
    FINE = "fine"


@dataclass(frozen=True)
class Finding:
    """One code of knowledge/vocabulary/eligibility.yml; `ask` is the field whose value would decide."""

    code: str
    weight: Weight
    ask: str | None = None


@dataclass(frozen=True)
class Verdict:
    """`eligible` is yes, no or depends; reasons say why, needs what to do or bring, ask what still decides."""

    eligible: str
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    ask: tuple[str, ...]


Rule = Callable[[Case, Known], Finding | None]


def nationality(case: Case, _known: Known) -> Finding:
    """Only citizens of China who are residents of the mainland (video_notary_020)."""
    match case.nationality:
        case "cn":
            return Finding("chinese-citizen", Weight.FINE)
        case "foreign":
            return Finding("foreign-nationality", Weight.BARS)
        case "hk-mo-tw":
            return Finding("not-mainland-resident", Weight.BARS)
        case "unsure":
            return Finding("nationality-unsure", Weight.REFERS)
    return Finding("nationality-decides", Weight.OPEN, ask="nationality")


def place(case: Case, _known: Known) -> Finding | None:
    """One must come to a Chinese mission, and there is none inside China (video_notary_046)."""
    return Finding("no-mission-there", Weight.BARS) if case.country in _WITHIN_CHINA else None


def residence(case: Case, _known: Known) -> Finding:
    """A long stay: a residence, work or study permit, or 180 days on end (video_notary_022)."""
    if case.long_term or (case.days is not None and case.days >= LONG_TERM_DAYS):
        return Finding("long-term-resident", Weight.FINE)
    if case.long_term is False and case.days is not None:
        return Finding("short-stay", Weight.BARS)
    return Finding("residence-decides", Weight.OPEN, ask="residence")


def use(case: Case, _known: Known) -> Finding:
    """The certificate is for use in China (video_notary_026)."""
    if case.use_in_china is None:
        return Finding("use-decides", Weight.OPEN, ask="use_in_china")
    return Finding("use-in-china", Weight.FINE) if case.use_in_china else Finding("use-abroad", Weight.BARS)


def matter(case: Case, known: Known) -> Finding:
    """One of the fifteen matters (video_notary_028)."""
    if case.matter is None:
        return Finding("matter-decides", Weight.OPEN, ask="matter")
    if case.matter in known.matters:
        return Finding("matter-covered", Weight.FINE)
    return Finding("matter-not-covered", Weight.BARS)


def mission_does_it(case: Case, known: Known) -> Finding | None:
    """Video is for what the mission cannot do itself, and this one does (video_notary_026, video_notary_069)."""
    direct = case.mission in known.certifying and case.matter in known.direct
    return Finding("mission-does-it", Weight.BARS) if direct and case.property is False else None


def attendance(case: Case, _known: Known) -> Finding | None:
    """One appears in person at the mission (video_notary_046)."""
    return Finding("must-attend", Weight.BARS) if case.attends is False else None


def district(case: Case, known: Known) -> Finding | None:
    """A mission that serves only who lives in its district (video_notary_059)."""
    bars = case.in_district is False and case.mission in known.district_only
    return Finding("outside-district", Weight.BARS) if bars else None


def interest(case: Case, _known: Known) -> Finding | None:
    """Who has nothing to do with the matter cannot apply (video_notary_032)."""
    return Finding("no-interest", Weight.BARS) if case.related is False else None


def dispute(case: Case, _known: Known) -> Finding | None:
    """Parties who disagree cannot notarise (video_notary_033)."""
    return Finding("parties-disagree", Weight.BARS) if case.disputed else None


def papers(case: Case, _known: Known) -> Finding | None:
    """Papers that are not enough and cannot be added to (video_notary_035)."""
    return Finding("papers-missing", Weight.BARS) if case.papers is False else None


def fee(case: Case, _known: Known) -> Finding | None:
    """Who will not pay the fee as regulated is refused (video_notary_038)."""
    return Finding("fee-refused", Weight.BARS) if case.pays is False else None


def capacity(case: Case, _known: Known) -> Finding | None:
    """Who lacks full capacity applies through a guardian, or not at all (video_notary_031)."""
    if case.party_capable is not False or case.guardian:
        return None
    if case.guardian is False:
        return Finding("no-guardian", Weight.BARS)
    return Finding("guardian-applies", Weight.OPEN, ask="guardian")


def helper(case: Case, _known: Known) -> Finding | None:
    """Who needs somebody's help asks the office first (video_notary_039)."""
    return Finding("helper-ask-office", Weight.REFERS) if case.needs_helper else None


def which_mission(case: Case, _known: Known) -> Finding | None:
    """Conditions differ by mission, so it has to be named before a slot is offered (video_notary_071)."""
    return Finding("mission-decides", Weight.OPEN, ask="mission") if case.mission is None else None


# In the order in which one is asked: what bars most people first.
RULES: tuple[Rule, ...] = (
    nationality, place, residence, use, matter, mission_does_it, attendance, district, interest, dispute, papers, fee,
    capacity, helper, which_mission,
)  # fmt: skip


def decide(case: Case, known: Known) -> Verdict:
    """The verdict on `case`, asking only for what can still change it.

    When something bars, nothing more is asked: no answer could change it. What must be settled elsewhere first
    (a nationality in doubt, a helper) ends the questions too: the citizen is sent there, not through the rest.
    """
    findings = [found for rule in RULES if (found := rule(case, known)) is not None]
    bars = _codes(findings, Weight.BARS)
    if bars:
        return Verdict("no", bars, instead(case, bars, known), ())
    refers = _codes(findings, Weight.REFERS)
    if refers:
        return Verdict("depends", refers, instead(case, refers, known), ())
    left_open = [each for each in findings if each.weight is Weight.OPEN]
    ask = tuple(each.ask for each in left_open if each.ask is not None)
    reasons = tuple(each.code for each in (left_open or findings))
    return Verdict("depends" if left_open else "yes", reasons, needs(case, known), ask)


def _codes(findings: list[Finding], weight: Weight) -> tuple[str, ...]:
    return tuple(each.code for each in findings if each.weight is weight)
