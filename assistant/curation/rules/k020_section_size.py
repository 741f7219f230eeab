"""K020 section-size: a section is one thing a person can use.

What: a section holds 20 to 400 Chinese characters (40 is the aim; outside is a warning, over 600 or none at all
an error), and a file has at most eight sections. A file that states a gap may have one short section.
Why: a section is what the assistant shows as an answer: too long and nobody reads it on a phone, too short and
it answers nothing.
Mend: split it by question, or join it with its neighbour.

Pass:
    ## 多久有答复 {#when}
    收到后15日内书面告诉您：收到没有、怎么办。[^s1]
Fail:
    ## 多久有答复 {#when}
    15日。[^s1]
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K020"
NAME = "section-size"

SHORT, LONG, TOO_LONG, MOST = 20, 400, 600, 8
_MARK = re.compile(r"\[\^[^\]]*\]|\s")


def check(context: Context) -> Iterable[Finding]:
    """Sections too long or too short, and too many of them."""
    file = context.file
    for section in file.sections:
        length = len(_MARK.sub("", section.text))
        fault = f"section {section.heading!r} holds {length} characters"
        if length == 0 or length > TOO_LONG:
            yield context.error(CODE, section.at, fault, f"write {SHORT} to {LONG}")
        elif length > LONG or (length < SHORT and not file.gap):
            yield context.warning(CODE, section.at, fault, f"{SHORT} to {LONG} are wanted")
    if len(file.sections) > MOST:
        yield context.warning(
            CODE, file.at(), f"{len(file.sections)} sections", f"split the file: {MOST} sections at most"
        )
