"""K007 unsourced-section: every section stands on a source.

What: each section holds at least one `[^id]`. A file with `gap: true` needs none: it states what we don't know.
Why: what a citizen reads must be traceable (design §10).
Mend: cite the source of the statement; if there is none, the statement must go.

Pass:
    ## 多久有答复 {#when}
    15日内告知。[^s1]
Fail:
    ## 多久有答复 {#when}
    一般很快。
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K007"
NAME = "unsourced-section"


def check(context: Context) -> Iterable[Finding]:
    """Every section without a citation."""
    if context.file.gap:
        return
    for section in context.file.sections:
        if not section.citations and not section.declares_gap:
            yield context.error(
                CODE, section.at, f"section {section.heading!r} cites no source", "end it with [^id], or remove it"
            )
