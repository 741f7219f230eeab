"""Runs every rule over every file. A rule is a module of `rules/`; its docstring is its page."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.curation import rules
from assistant.curation.comparing import Vectors
from assistant.curation.facts import FactBook
from assistant.curation.findings import ERROR, Context, Finding, Library
from assistant.curation.model import KnowledgeFile
from assistant.curation.vocabulary import Vocabulary
from assistant.shared.errors import NotFound


@dataclass(frozen=True)
class Rule:
    """One rule: its code, its name that reads as "allow <name>", its page and check; whether it can stop a release."""

    code: str
    name: str
    page: str
    check: Callable[[Context], Iterable[Finding]]
    stops: bool = True


def all_rules() -> tuple[Rule, ...]:
    """Every rule of the package `rules`, by code."""
    found = []
    for info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{info.name}")
        page = inspect.cleandoc(module.__doc__ or "")
        found.append(Rule(module.CODE, module.NAME, page, module.check, getattr(module, "STOPS", True)))
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule(code: str) -> Rule:
    """The rule with this code, in either case."""
    for candidate in all_rules():
        if candidate.code == code.upper():
            return candidate
    known = ", ".join(candidate.code for candidate in all_rules())
    raise NotFound(f"no rule {code!r}", mend=f"choose one of {known}")


def lint(
    files: Sequence[KnowledgeFile],
    *,
    vocabulary: Vocabulary,
    facts: FactBook | None,
    today: date,
    chosen: Sequence[Rule] | None = None,
    vectors: Vectors | None = None,
) -> tuple[Finding, ...]:
    """All that the rules (all, unless `chosen`) find in `files`, in reading order; without `vectors` not by meaning."""
    library = Library(tuple(files), vectors)
    running = all_rules() if chosen is None else chosen
    found: list[Finding] = []
    for file in library.files:
        context = Context(file, library, vocabulary, facts, today)
        # Front matter that cannot be read has one fault; forty others would hide it.
        unreadable = bool(file.problems) and not file.data
        for one in running:
            if one.code == "K001" or not unreadable:
                found.extend(one.check(context))
    return tuple(sorted(found))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that keep a release from being made."""
    return tuple(finding for finding in findings if finding.severity == ERROR)
