"""K022 near-question: no two files ask nearly the same.

What: no question of a published file means nearly the same as a question of another one, by the encoder that the
search uses. A warning: a curator decides, and writes the decision into knowledge/vocabulary/reviewed.yml.
Why: K012 sees only equal words; two questions that mean the same pull two files up together, and the citizen gets the
one that answers half.
Mend: keep the question in the file that answers it; make the other one more exact; or merge the files.
Silent where no encoder is built, and with `check --quick`.

Pass:
    - 信访几天回复          - 身份证丢了怎么办
Fail:
    - 信访几天回复          - 信访几天有回复
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K022"
NAME = "near-question"
STOPS = False  # only warns, so a build need not wait for it


def check(context: Context) -> Iterable[Finding]:
    """Every question of this file that another file asks in other words."""
    for pair in context.library.near_questions:
        for file, question, other, another in (
            (pair.file, pair.question, pair.other_file, pair.other_question),
            (pair.other_file, pair.other_question, pair.file, pair.question),
        ):
            if file.path == context.file.path and not context.vocabulary.is_reviewed(CODE, file.id, other.id):
                yield context.warning(
                    CODE,
                    question.at,
                    f"{question.ask!r} is nearly {another.ask!r} of {other.path} (cosine {pair.cosine:.3f})",
                    "keep it where the answer is, make it more exact, or settle it in vocabulary/reviewed.yml",
                )
