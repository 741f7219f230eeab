"""K014 questions: enough ways to ask, and not only in Simplified Mandarin.

What: a published file has at least six `questions`, one of them in Traditional characters or written Cantonese.
Why: people rarely know the official term; each way of asking that we hold is one that the search gets right.
Most of our readers abroad write Traditional, and many at home write Cantonese.
Mend: add what people really say at the counter: keywords only, a story, a typo, Cantonese.

Pass:
    - 信訪要等幾耐先有回覆
Fail:
    questions: [信访多久有答复]
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.shared.text.script import detect_script

CODE = "K014"
NAME = "too-few-questions"

LEAST = 6


def check(context: Context) -> Iterable[Finding]:
    """Too few questions, or none that is Traditional or Cantonese."""
    file = context.file
    if not file.published or not file.questions:
        return
    if len(file.questions) < LEAST:
        yield context.error(
            CODE,
            file.at("questions"),
            f"{len(file.questions)} questions; at least {LEAST} are wanted",
            "add more ways in which people ask this",
        )
    if not any(detect_script(question.ask) in ("hant", "yue") for question in file.questions):
        yield context.error(
            CODE,
            file.at("questions"),
            "no question in Traditional characters or Cantonese",
            "add one as people abroad or in Jiangmen write it",
        )
