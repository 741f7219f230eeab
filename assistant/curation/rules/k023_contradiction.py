"""K023 contradiction: two files do not give two numbers for one matter.

What: no sentence or card of a published file says in nearly the same words, of the same matter and place, what another
file says with another number (days, months, yuan, ages, times). Sentences with a date of their own are left out: a
figure of another year may differ. A warning: a curator decides, and writes it into knowledge/vocabulary/reviewed.yml.
Why: two deadlines for one thing are one deadline missed; whichever file is found, half the readers are told wrong.
Mend: look at the sources; correct the wrong file, or say in both what the difference depends on.

Pass:
    收到后15日内告诉您。   收到后15日内书面告诉您。
Fail:
    收到后15日内告诉您。   收到后20日内告诉您。
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K023"
NAME = "contradiction"
STOPS = False  # only warns, so a build need not wait for it


def check(context: Context) -> Iterable[Finding]:
    """Every claim of this file that another file makes with another number."""
    for pair in context.library.contradictions:
        for claim, other in ((pair.claim, pair.other), (pair.other, pair.claim)):
            if claim.file.path == context.file.path and not context.vocabulary.is_reviewed(
                CODE, claim.file.id, other.file.id
            ):
                yield context.warning(
                    CODE,
                    claim.at,
                    f"{claim.sentence!r}, but {other.file.path}:{other.at.line} says {other.sentence!r}",
                    "correct the wrong one by its source, or settle it in vocabulary/reviewed.yml",
                )
