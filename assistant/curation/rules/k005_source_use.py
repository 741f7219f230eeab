"""K005 source-use: every source is named once and used.

What: source ids differ, and each is cited as `[^id]` in some section, or holds facts that only the card uses.
Why: a source that nothing stands on makes a page look better founded than it is.
Mend: cite it where it belongs, or remove it.

Pass:
    sources: [{id: s1, …}]  and  …15日内告知。[^s1]
Fail:
    sources: [{id: s1, …}, {id: s2, …}]  and  …15日内告知。[^s1]
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K005"
NAME = "unused-source"


def check(context: Context) -> Iterable[Finding]:
    """Duplicate source ids and sources that nothing cites."""
    file = context.file
    cited = {citation for section in file.sections for citation in section.citations}
    seen: set[str] = set()
    for source in file.sources:
        if not source.id:
            continue
        if source.id in seen:
            yield context.error(CODE, source.at, f"two sources have the id {source.id}", "give each its own id")
        elif source.id not in cited:
            report = context.warning if file.mapping("facts") else context.error
            yield report(
                CODE, source.at, f"source {source.id} is cited by no section", f"write [^{source.id}] or remove it"
            )
        seen.add(source.id)
