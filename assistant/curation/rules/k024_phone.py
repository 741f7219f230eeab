"""K024 phone: a number to call stands whole in the directory or in a cited fact.

What: each telephone number in a section or in the card is one of the public numbers (vocabulary/channels.yml), of the
facts about hotlines with `use: ok`, or of the facts that the file cites; and a channel's `phone` can be dialled:
digits, `-`, spaces, `+`. Numbers are compared whole, without spaces and dashes.
Why: K008 finds digits that no fact has; it cannot see that two right halves make a wrong number. A wrong number rings
at a stranger's.
Mend: take the number of the fact as it stands there; if no fact has it, name 12345.
Where the fact book is absent, only the form of a channel's phone is looked at.

Pass:
    打12345问。
Fail:
    打0750-3456789问。      # in no fact
"""

import re
from collections.abc import Iterable, Iterator

from assistant.curation.facts import FactBook
from assistant.curation.findings import Context, Finding
from assistant.curation.model import Position
from assistant.curation.placing import find_in_section

CODE = "K024"
NAME = "unknown-phone"

DIRECTORY = "hotlines_"
_PHONE = re.compile(
    r"(?<![\d.])(?:\+\d[\d -]{6,}\d|0\d{2,3}[- ‐–—]?\d{7,8}|400[- ]?\d{3}[- ]?\d{4}|800[- ]?\d{3}[- ]?\d{4}"
    r"|(?:12|9[56])\d{3}|1(?:10|19|20|22))(?![\d.年元条件人个])"
)
_DIALLED = re.compile(r"\+?[\d -]{3,}")
_JOINT = re.compile(r"[-‐–—() （）+]")


def check(context: Context) -> Iterable[Finding]:
    """Every number that is in no directory, and every phone that cannot be dialled."""
    file = context.file
    known = None if context.facts is None else _known(context, context.facts)
    for section in file.sections:
        for match in _PHONE.finditer(section.text):
            if known is not None and bare(match[0]) not in known:
                yield _unknown(context, find_in_section(section, match[0]), match[0])
    channels = file.mapping("facts").get("channels")
    for index, row in enumerate(channels if isinstance(channels, list) else []):
        phone = row.get("phone") if isinstance(row, dict) else None
        if not isinstance(phone, str):
            continue
        at = file.at("facts", "channels", index)
        if not _DIALLED.fullmatch(phone.strip()):
            yield context.error(CODE, at, f"phone {phone!r} cannot be dialled", "write one number: digits, `-` and `+`")
        elif known is not None and bare(phone) not in known:
            yield _unknown(context, at, phone)


def bare(number: str) -> str:
    """`number` without what joins its digits."""
    return _JOINT.sub("", number)


def _unknown(context: Context, at: Position, number: str) -> Finding:
    return context.error(
        CODE, at, f"{number} is in no directory of numbers and in no cited fact", "use the fact's number, or 12345"
    )


def _known(context: Context, facts: FactBook) -> set[str]:
    cited = {fact for source in context.file.sources for fact in source.facts}
    texts = [
        fact.text for fact in facts.values() if fact.id in cited or (fact.id.startswith(DIRECTORY) and fact.use == "ok")
    ]
    numbers = set(context.vocabulary.public_numbers)
    for text in texts:
        numbers.update(_runs(text))
    return numbers


def _runs(text: str) -> Iterator[str]:
    """Every run of digits, alone and joined over dashes, so that both 0750-1234567 and 1234567 are known."""
    for match in re.finditer(r"\+?\d[\d\-‐–—() （）]*\d", text):
        yield bare(match[0])
        yield from re.findall(r"\d+", match[0])
