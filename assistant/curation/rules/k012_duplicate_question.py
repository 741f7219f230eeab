"""K012 duplicate-question: no question belongs to two files.

What: no two `questions` are the same once script, case, spaces and punctuation are taken away, in one file or
in two.
Why: the search cannot know which file is meant, and half of the askers get the wrong one.
Mend: keep it where the answer is; make the other one more exact.
Fix: `check --fix` takes away the second of two in one file.

Pass:
    - 信访多久有答复
    - 信访多久办结
Fail:
    - 信访多久有答复
    - 信訪多久有答覆？
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Edit, Finding, question_key
from assistant.curation.model import Question

CODE = "K012"
NAME = "duplicate-question"


def check(context: Context) -> Iterable[Finding]:
    """Every question that stands elsewhere too."""
    file = context.file
    seen: set[str] = set()
    for question in file.questions:
        key = question_key(question.ask)
        if key in seen:
            fault = f"{question.ask!r} stands twice in this file"
            yield context.error(CODE, question.at, fault, "remove one", _edit(question))
        seen.add(key)
        others = sorted({str(other.path) for other, _ in context.library.by_question[key] if other.path != file.path})
        if others:
            yield context.error(
                CODE,
                question.at,
                f"{question.ask!r} is also a question of {', '.join(others)}",
                "keep it in the file that answers it",
            )


def _edit(question: Question) -> Edit | None:
    # Only where the whole line is this question: a list item of its own.
    return Edit(question.at.line, question.at.column, question.ask, None) if question.section is None else None
