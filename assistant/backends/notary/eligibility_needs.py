"""What somebody brings, does or asks: a row a condition, in the order in which it is told. Pure.

A row's code is one of knowledge/vocabulary/eligibility.yml, which names the facts and the section it stands on.
"""

from collections.abc import Callable

from assistant.backends.notary.eligibility_case import Case, Known

Row = tuple[str, Callable[[Case, Known], bool]]
_ABOUT_PROPERTY = ("declaration", "mandate")
_OFFICES = ("taishan", "jiangmen", "elsewhere")

NEEDS: tuple[Row, ...] = (
    ("appear-in-person", lambda case, known: True),
    ("office-taishan", lambda case, known: case.home == "taishan"),
    ("office-wuyi", lambda case, known: case.home == "jiangmen"),
    ("office-elsewhere", lambda case, known: case.home == "elsewhere"),
    ("office-by-place", lambda case, known: case.home not in _OFFICES),
    ("property-mandate-any-office", lambda case, known: case.matter in _ABOUT_PROPERTY and case.property is not False),
    ("mission-cannot-property", lambda case, known: case.property is True),
    ("mission-may-do-it", lambda case, known: case.matter in known.direct and case.property is not True),
    ("guardian-comes", lambda case, known: case.party_capable is False),
    ("papers-by-office", lambda case, known: True),
    ("office-decides", lambda case, known: True),
    ("missions-differ", lambda case, known: True),
)

# For whom something bars or must be settled elsewhere: by the code that says so.
INSTEAD: tuple[tuple[str, frozenset[str]], ...] = (
    ("instead-apostille", frozenset({"foreign-nationality", "short-stay", "must-attend"})),
    ("instead-office-in-person", frozenset({"no-mission-there"})),
    ("instead-use-abroad", frozenset({"use-abroad"})),
    ("ask-using-body", frozenset({"foreign-nationality", "short-stay", "must-attend", "use-abroad"})),
    ("ask-mission", frozenset({
        "foreign-nationality", "short-stay", "must-attend", "mission-does-it", "outside-district",
        "nationality-unsure",
    })),
    ("ask-office", frozenset({
        "not-mainland-resident", "matter-not-covered", "no-interest", "parties-disagree", "papers-missing",
        "fee-refused", "no-guardian", "helper-ask-office",
    })),
)  # fmt: skip
_CANADA = {"instead-apostille": "instead-canada-apostille"}


def needs(case: Case, known: Known) -> tuple[str, ...]:
    """What to bring, do or know, for who is not barred; what the mission itself asks comes last."""
    general = (code for code, applies in NEEDS if applies(case, known))
    return (*general, *known.mission_needs.get(case.mission or "", ()))


def instead(case: Case, why: tuple[str, ...], known: Known) -> tuple[str, ...]:
    """What to do instead, and whom to ask, where the codes `why` bar or refer."""
    found = [code for code, causes in INSTEAD if causes & set(why)]
    if case.country == "CA":
        found = [_CANADA.get(code, code) for code in found]
    other = known.elsewhere.get(case.matter or "", ()) if "matter-not-covered" in why else ()
    return tuple(dict.fromkeys((*other, *found)))


def all_needs(known: Known) -> frozenset[str]:
    """Every code that `needs` and `instead` can say with this catalogue."""
    tables = {code for code, _ in NEEDS} | {code for code, _ in INSTEAD} | set(_CANADA.values())
    return frozenset(tables.union(*known.mission_needs.values(), *known.elsewhere.values()))
