"""K006 citation: every citation mark names a source.

What: each `[^id]` in the body is the id of one of `sources`.
Why: a mark that leads nowhere shows a citizen a statement that nobody can trace.
Mend: correct the mark, or add the source.

Pass:
    15日内告知。[^s1]      # sources has s1
Fail:
    15日内告知。[^s9]      # sources has no s9
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.curation.placing import find_in_section

CODE = "K006"
NAME = "unknown-citation"


def check(context: Context) -> Iterable[Finding]:
    """Every mark without its source."""
    file = context.file
    known = {source.id for source in file.sources}
    for section in file.sections:
        for citation in section.citations:
            if citation not in known:
                yield context.error(
                    CODE,
                    find_in_section(section, f"[^{citation}]"),
                    f"[^{citation}] is no source of this file",
                    f"use one of {', '.join(sorted(known)) or 'the sources that you add'}",
                )
