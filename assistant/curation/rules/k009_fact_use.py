"""K009 fact-use: only facts that may be said are stood on.

What: each id under a source's `facts` is in the fact book with `use: ok`. In a draft `use: verify` may stand.
Why: `verify` was not checked by a person, `no` is outdated; saying either is how wrong answers begin.
Mend: take another fact, or leave the statement out until it is checked.
Silent where the fact book is absent.

Pass:
    facts: [petition_014]     # use: ok
Fail:
    facts: [hotlines_001]     # use: verify
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K009"
NAME = "unusable-fact"


def check(context: Context) -> Iterable[Finding]:
    """Every fact id that is unknown or may not be used."""
    file, facts = context.file, context.facts
    if facts is None:
        return
    allowed = {"ok"} if file.published else {"ok", "verify"}
    for index, source in enumerate(file.sources):
        at = file.at("sources", index, "facts")
        if not source.facts:
            yield context.error(
                CODE, source.at, f"source {source.id} names no facts", "list the ids that it stands for: facts: […]"
            )
        for fact_id in source.facts:
            fact = facts.get(fact_id)
            if fact is None:
                yield context.error(CODE, at, f"fact {fact_id} is not in the fact book", "correct the id")
            elif fact.use not in allowed:
                yield context.error(
                    CODE, at, f"fact {fact_id} has use: {fact.use}", "leave out what stands on it, or set status: draft"
                )
