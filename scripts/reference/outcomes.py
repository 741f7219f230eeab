"""docs/reference/outcomes.md: the closed set of ways in which a turn can end, and the files that decide for each."""

import re

from assistant.shared.contracts.outcomes import Outcome
from scripts.build.paths import ROOT
from scripts.reference.page import page, table

_MEANING = {
    Outcome.ANSWERED_KNOWLEDGE: "A question was answered with an approved passage, its source and its date; in the "
    "middle of a flow too, which then goes on.",
    Outcome.ANSWERED_SMALLTALK: "A greeting, thanks, or what the assistant is.",
    Outcome.CLARIFY_CHOICES: "Two to four ways to understand the question were offered, or there was nothing to read.",
    Outcome.FLOW_PETITION: "A step in filing, supplementing, hurrying or withdrawing a petition.",
    Outcome.FLOW_BOOKING: "A step in booking, moving or cancelling a remote video notarisation.",
    Outcome.FLOW_TRACK: "Where a petition or a booking stands, or a step towards it.",
    Outcome.HANDOVER_QUEUED: "The citizen waits for a person of the staff.",
    Outcome.HANDOVER_CLOSED: "Nobody is on line; the hotline and its hours were named.",
    Outcome.UNANSWERABLE_NO_SOURCE: "There is no confirmed answer, and it was said whom to ask. Nothing is invented.",
    Outcome.GUARD_EMERGENCY: "Danger to life: the number to call came first.",
    Outcome.GUARD_WRONG_DOOR: "The matter belongs to a court, arbitration, administrative review or discipline: the "
    "right door was named.",
    Outcome.GUARD_OUT_OF_SCOPE: "Not a matter of government services.",
    Outcome.GUARD_OTHER_PLACE: "Another city's matter.",
    Outcome.GUARD_ABUSE: "Abuse was answered calmly.",
    Outcome.ERROR_DIALOGUE_UNAVAILABLE: "Rasa did not answer: the hotline, and a passage where the search is sure.",
    Outcome.ERROR_BACKEND_UNAVAILABLE: "The petition or notary system, or the search, did not answer.",
    Outcome.ERROR_RATE_LIMITED: "Too many turns in a minute; it was said when to go on.",
    Outcome.ERROR_INTERNAL: "Something broke inside; the hotline was named, and no stack was shown.",
}
_DECIDING = ("assistant/gateway", "actions", "domain")


def outcomes_page() -> str:
    """The page as it must be for the code as it is; KeyError for an outcome without a meaning."""
    sources = _sources()
    rows = [(f"`{outcome}`", outcome.family, _MEANING[outcome], _deciding(outcome, sources)) for outcome in Outcome]
    return page(
        "Outcomes",
        "assistant/shared/contracts/outcomes.py and the files that name each outcome",
        "Every turn ends in exactly one of these. The first part of the name is the family. Where a turn says several "
        "things, the first that is not of a flow names the outcome; if all are, the last does.",
        table(("outcome", "family", "means", "decided in"), rows),
        "Counted by `assistant_turns_total{outcome,script}` in `/metrics`, and kept with each turn in the database.",
    )


def _sources() -> dict[str, str]:
    files = [
        path for folder in _DECIDING for suffix in ("*.py", "*.yml") for path in sorted((ROOT / folder).rglob(suffix))
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}


def _deciding(outcome: Outcome, sources: dict[str, str]) -> str:
    named = re.compile(rf"Outcome\.{outcome.name}\b|\boutcome: {outcome.value}\b")
    return ", ".join(f"`{path}`" for path, text in sources.items() if named.search(text)) or "nothing yet"
