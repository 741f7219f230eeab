"""K013 anchor: every section can be linked to, and every link hits.

What: each `##` heading ends in `{#anchor}`, anchors are ASCII and differ, and the sections named by `questions`
and `en.sections` exist.
Why: a citation opens /k/<id>#<anchor>; a dead anchor lands at the top of the page, or on another's text.
Mend: add or correct the anchor. Change an old anchor only with all that points at it.

Pass:
    ## 外国护照怎么办 {#foreign-passport}
Fail:
    ## 外国护照怎么办
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K013"
NAME = "dead-anchor"

_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check(context: Context) -> Iterable[Finding]:
    """Every heading without a good anchor and every pointer to none."""
    file = context.file
    anchors: set[str] = set()
    for section in file.sections:
        if not section.anchor:
            yield context.error(CODE, section.at, f"heading {section.heading!r} has no anchor", "end it with {#anchor}")
        elif not _FORM.fullmatch(section.anchor):
            yield context.error(
                CODE,
                section.at,
                f"anchor {section.anchor!r} is not kebab-case",
                "use a–z and 0–9, words joined by one `-`",
            )
        elif section.anchor in anchors:
            yield context.error(CODE, section.at, f"anchor {section.anchor!r} stands twice", "give each its own anchor")
        anchors.add(section.anchor)
    known = ", ".join(sorted(anchors - {""})) or "anchors that the sections have"
    for question in file.questions:
        if question.section is not None and question.section not in anchors:
            yield context.error(
                CODE,
                question.at,
                f"question {question.ask!r} points at {question.section!r}, which is no section",
                f"use one of {known}",
            )
    for anchor in file.english.sections if file.english else ():
        if anchor not in anchors:
            yield context.error(
                CODE,
                file.at("en", "sections", anchor),
                f"English text for {anchor!r}, which is no section",
                f"use one of {known}",
            )
