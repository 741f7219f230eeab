"""K001 front-matter: the front matter is readable and complete.

What: the file starts with YAML between two `---` lines, every required key is there and has the right form,
and no key is unknown.
Why: a missing owner or review date means that nobody notices when the text grows old; a misspelt key is
silently ignored, so what it says never reaches a citizen.
Mend: write block YAML, one `key: value` a line; compare with docs/curators.md.

Pass:
    id: petition-rights
    title: 信访人有哪些权利
Fail:
    {id: petition-rights}
    titel: 信访人有哪些权利
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K001"
NAME = "incomplete-front-matter"

_TEXT = ("id", "title", "kind", "topic", "place", "department", "status", "owner", "review_by")
_LISTS = ("audience", "sources", "questions")
_OPTIONAL = {"gap": bool, "supersedes": list, "keywords": list, "facts": dict, "en": dict}
_FACTS = frozenset({"materials", "fee", "time_limit", "channels"})
_EN = frozenset({"title", "summary", "questions", "sections"})
_SOURCE = frozenset({"id", "title", "publisher", "url", "law", "article", "published", "checked", "facts"})
_NAMES = {str: "text", list: "a list", dict: "a mapping", bool: "true or false"}


def check(context: Context) -> Iterable[Finding]:
    """Every fault of form in the front matter."""
    file = context.file
    for problem in file.problems:
        yield context.error(CODE, problem.at, problem.fault, problem.mend)
    if not file.data:
        return
    for key, form in [(k, str) for k in _TEXT] + [(k, list) for k in _LISTS] + [("valid", dict)]:
        value = file.data.get(key)
        if value is None or value == "" or value == []:
            yield context.error(CODE, file.at(), f"`{key}` is missing", f"add `{key}:` ({_NAMES[form]})")
        elif not isinstance(value, form):
            yield context.error(CODE, file.at(key), f"`{key}` is not {_NAMES[form]}", f"write {_NAMES[form]}")
    for key, value in file.data.items():
        if key in _OPTIONAL:
            if value is not None and not isinstance(value, _OPTIONAL[key]):
                expected = _NAMES[_OPTIONAL[key]]
                yield context.error(CODE, file.at(key), f"`{key}` is not {expected}", f"write {expected}")
        elif key not in (*_TEXT, *_LISTS, "valid"):
            yield context.error(CODE, file.at(key), f"`{key}` is not a known key", "correct its spelling or remove it")
    yield from _unknown(context, ("facts",), _FACTS)
    yield from _unknown(context, ("en",), _EN)
    yield from _rows(context)
    if not file.sections:
        yield context.error(CODE, file.at(), "the body has no `##` section", "write `## 标题 {#anchor}` and text")
    if file.preamble:
        at, words = file.preamble
        yield context.error(
            CODE, at, f"text before the first section: {words[:20]}", "move it into a section; else nobody sees it"
        )


def _unknown(context: Context, path: tuple[str, ...], known: frozenset[str]) -> Iterable[Finding]:
    for key in context.file.mapping(path[0]):
        if key not in known:
            yield context.error(
                CODE,
                context.file.at(*path, key),
                f"`{key}` is not a known key of `{path[0]}`",
                f"use one of {', '.join(sorted(known))}",
            )


def _rows(context: Context) -> Iterable[Finding]:
    file = context.file
    for index, row in enumerate(_listed(file.data.get("sources"))):
        if not isinstance(row, dict):
            yield context.error(CODE, file.at("sources", index), "a source is not a mapping", "write `- id: s1` …")
            continue
        for key in ("id", "title", "publisher", "checked"):
            if not row.get(key):
                yield context.error(
                    CODE,
                    file.at("sources", index),
                    f"source {row.get('id') or index + 1} has no `{key}`",
                    f"add `{key}:`",
                )
        for key in row:
            if key not in _SOURCE:
                yield context.error(
                    CODE,
                    file.at("sources", index, key),
                    f"`{key}` is not a known key of a source",
                    f"use one of {', '.join(sorted(_SOURCE))}",
                )
    for index, row in enumerate(_listed(file.data.get("questions"))):
        if not (isinstance(row, str) or (isinstance(row, dict) and isinstance(row.get("ask"), str))):
            yield context.error(
                CODE,
                file.at("questions", index),
                "a question is neither text nor {ask, section}",
                "quote it if it holds `: `, or write {ask: …, section: …}",
            )
    yield from _card(context)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _card(context: Context) -> Iterable[Finding]:
    file = context.file
    card = file.mapping("facts")
    for key in ("fee", "time_limit"):
        if card.get(key) is not None and not isinstance(card[key], str):
            yield context.error(CODE, file.at("facts", key), f"`facts.{key}` is not text", "write one sentence")
    for key, required in (("materials", ("text",)), ("channels", ("kind", "name"))):
        rows = card.get(key)
        if rows is not None and not isinstance(rows, list):
            yield context.error(CODE, file.at("facts", key), f"`facts.{key}` is not a list", "write `- {…}` lines")
            continue
        for index, row in enumerate(rows or []):
            lacking = [k for k in required if not (isinstance(row, dict) and row.get(k))]
            if lacking:
                yield context.error(
                    CODE,
                    file.at("facts", key, index),
                    f"a row of `facts.{key}` has no `{lacking[0]}`",
                    f"add `{lacking[0]}:`",
                )
