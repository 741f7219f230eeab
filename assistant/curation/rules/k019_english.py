"""K019 english: what overseas Chinese need is there in English.

What: a published file of a topic marked `english_required` (vocabulary/topics.yml) has an `en:` block with title,
summary and at least three questions; any `en:` block has all three.
Why: children of emigrants often read no Chinese; half an English block gives them a heading without an answer.
Mend: add what lacks; say the same facts and nothing more.

Pass:
    en: {title: Who can apply, summary: Citizens of China abroad can …, questions: [a, b, c]}
Fail:
    en: {title: Who can apply}
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K019"
NAME = "missing-english"

LEAST = 3


def check(context: Context) -> Iterable[Finding]:
    """A missing or incomplete English block."""
    file = context.file
    if not file.published:
        return
    if file.english is None:
        topic = file.text("topic")
        if topic in context.vocabulary.english_topics:
            yield context.error(
                CODE, file.at(), f"topic {topic} needs an `en:` block", "add title, summary and three questions"
            )
        return
    for key in ("title", "summary"):
        if not getattr(file.english, key).strip():
            yield context.error(CODE, file.at("en"), f"`en.{key}` is missing", f"add `{key}:`")
    if len(file.english.questions) < LEAST:
        yield context.error(
            CODE,
            file.at("en"),
            f"{len(file.english.questions)} English questions; at least {LEAST} are wanted",
            "add more ways in which people ask this in English",
        )
