"""What a lint rule is given and what it says. Rules import this; `lint.py` runs them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.curation.comparing import Contradiction, NearQuestions, Vectors, contradictions, near_questions
from assistant.curation.facts import FactBook
from assistant.curation.model import KnowledgeFile, Position, Question
from assistant.curation.vocabulary import Vocabulary
from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Edit:
    """A mend that a program may make: on `line`, from `column` on, `old` becomes `new`; None takes the line away."""

    line: int
    column: int
    old: str
    new: str | None


@dataclass(frozen=True, order=True)
class Finding:
    """One fault at one place, with how to mend it. Only errors keep a release from being made."""

    file: str
    line: int
    column: int
    code: str
    fault: str
    mend: str
    severity: str = ERROR
    edit: Edit | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Library:
    """All knowledge files, with the indexes that rules across files need. Without `vectors` meaning is not compared."""

    files: tuple[KnowledgeFile, ...]
    vectors: Vectors | None = None

    @cached_property
    def by_id(self) -> Mapping[str, tuple[KnowledgeFile, ...]]:
        """Files by the id they declare."""
        found: dict[str, list[KnowledgeFile]] = defaultdict(list)
        for file in self.files:
            if file.id:
                found[file.id].append(file)
        return {key: tuple(files) for key, files in found.items()}

    @cached_property
    def near_questions(self) -> tuple[NearQuestions, ...]:
        """Pairs of questions of different published files that mean nearly the same, nearest first."""
        return near_questions(self.files, self.vectors)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Pairs of sentences of different published files that say the same with another number."""
        return contradictions(self.files)

    @cached_property
    def by_question(self) -> Mapping[str, tuple[tuple[KnowledgeFile, Question], ...]]:
        """Questions that citizens of published files would type, by their normal form."""
        found: dict[str, list[tuple[KnowledgeFile, Question]]] = defaultdict(list)
        for file in self.files:
            for question in file.questions:
                found[question_key(question.ask)].append((file, question))
        return {key: tuple(rows) for key, rows in found.items()}


@dataclass(frozen=True)
class Context:
    """One file to look at, and what it is looked at against. `facts` is None where the fact book is absent."""

    file: KnowledgeFile
    library: Library
    vocabulary: Vocabulary
    facts: FactBook | None
    today: date

    def error(self, code: str, at: Position, fault: str, mend: str, edit: Edit | None = None) -> Finding:
        """A finding that keeps a release from being made."""
        return Finding(str(self.file.path), at.line, at.column, code, fault, mend, ERROR, edit)

    def warning(self, code: str, at: Position, fault: str, mend: str, edit: Edit | None = None) -> Finding:
        """A finding that a curator should look at and that does not stop a release."""
        return Finding(str(self.file.path), at.line, at.column, code, fault, mend, WARNING, edit)


def question_key(text: str) -> str:
    """`text` without script, case, spaces and punctuation: equal keys are the same question."""
    return "".join(char for char in to_simplified(normalise(text)).lower() if char.isalnum())
