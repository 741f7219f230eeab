"""What one release says differently from another, in a curator's words: which matter, which section, which number."""

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.curation.facts import numbers_in
from assistant.shared.errors import NotFound

_KEYS = (
    *("title", "topic", "kind", "place", "audience", "department", "gap", "as_of"),
    *("valid_from", "valid_until", "review_by", "en"),
)
_SOURCE_KEYS = ("law", "article", "publisher", "title", "published", "checked")
_QUESTION_KINDS = ("question", "en_question")


@dataclass(frozen=True)
class Change:
    """One thing that differs. `what` is added, removed or changed; `where` a section, `question`, or a key.

    `numbers` holds each number that became another; an empty side means that it came or went.
    """

    entry: str
    title: str
    what: str
    where: str
    before: str = ""
    after: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReleaseText:
    """A release as it is read for comparing: entries and questions by id."""

    name: str
    entries: Mapping[str, Mapping[str, Any]]
    questions: Mapping[str, frozenset[str]]
    moved: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any]


def read_release(releases_dir: Path, name: str) -> ReleaseText:
    """The release `name`, or the only one whose name begins so; NotFound names those that there are."""
    directory = releases_dir / full_name(releases_dir, name)
    questions: dict[str, set[str]] = {}
    for row in _json(directory / "passages.json"):
        if row["kind"] in _QUESTION_KINDS:
            questions.setdefault(row["entry"], set()).add(row["text"])
    moved = directory / "moved.json"
    return ReleaseText(
        name=directory.name,
        entries={row["entry_id"]: row for row in _json(directory / "entries.json")},
        questions={entry: frozenset(asked) for entry, asked in questions.items()},
        moved=_json(moved) if moved.is_file() else {},
        settings=_json(directory / "settings.json"),
    )


def full_name(releases_dir: Path, name: str) -> str:
    """The whole name of the only release that begins with `name`; NotFound names those that there are."""
    names = sorted(path.parent.name for path in releases_dir.glob("*/manifest.json") if path.parent.name[0] != ".")
    found = [known for known in names if name and known.startswith(name)]
    if len(found) != 1:
        raise NotFound(
            f"{len(found)} releases have a name that begins with {name!r}", mend=f"choose one of {', '.join(names)}"
        )
    return found[0]


def differences(old: ReleaseText, new: ReleaseText) -> list[Change]:
    """Every change from `old` to `new`, by entry; search settings last."""
    found: list[Change] = []
    for entry in sorted(old.entries.keys() | new.entries.keys()):
        before, after = old.entries.get(entry), new.entries.get(entry)
        if after is None and before is not None:
            successor = (new.moved.get(entry) or {}).get("by") or ""
            found.append(Change(entry, before["title"], "removed", "", after=successor))
        elif before is None and after is not None:
            found.append(Change(entry, after["title"], "added", ""))
        elif before is not None and after is not None:
            found += _entry(entry, before, after)
            found += _questions(entry, after["title"], old.questions.get(entry), new.questions.get(entry))
    found += [
        Change("", "", "changed", key)
        for key in sorted(old.settings.keys() | new.settings.keys())
        if old.settings.get(key) != new.settings.get(key)
    ]
    return found


def changed_numbers(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Each number of `before` that is another one in `after`, in order; none when both have the same numbers."""
    olds, news = list(numbers_in(before)), list(numbers_in(after))
    if Counter(olds) == Counter(news):
        return ()
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=olds, b=news, autojunk=False).get_opcodes():
        if tag != "equal":
            length = max(b - a, d - c)
            gone = [*olds[a:b], *[""] * (length - (b - a))]
            come = [*news[c:d], *[""] * (length - (d - c))]
            found += zip(gone, come, strict=True)
    return tuple(found)


def _entry(entry: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    title = str(after["title"])
    pairs = [(key, _text(before.get(key)), _text(after.get(key))) for key in _KEYS]
    cards = before["facts"], after["facts"]
    pairs += [(key, _text(cards[0].get(key)), _text(cards[1].get(key))) for key in sorted({*cards[0], *cards[1]})]
    pairs.append(("sources", _sources(before), _sources(after)))
    olds = {part["anchor"]: part for part in before["sections"]}
    news = {part["anchor"]: part for part in after["sections"]}
    for anchor in dict.fromkeys([*olds, *news]):
        was, now = olds.get(anchor), news.get(anchor)
        where = f"{(now or was or {})['heading']} (#{anchor})"
        if now is None:
            yield Change(entry, title, "removed", where, before=olds[anchor]["text"])
        elif was is None:
            yield Change(entry, title, "added", where, after=now["text"])
        else:
            pairs += [(where, _text(was[key]), _text(now[key])) for key in ("heading", "text", "en")]
    for where, old, new in pairs:
        if old != new:
            yield Change(entry, title, "changed", where, old, new, changed_numbers(old, new))


def _questions(entry: str, title: str, before: frozenset[str] | None, after: frozenset[str] | None) -> Iterator[Change]:
    olds, news = before or frozenset(), after or frozenset()
    for question in sorted(news - olds):
        yield Change(entry, title, "added", "question", after=question)
    for question in sorted(olds - news):
        yield Change(entry, title, "removed", "question", before=question)


def _sources(row: Mapping[str, Any]) -> str:
    return "\n".join(" ".join(str(source[key]) for key in _SOURCE_KEYS if source.get(key)) for source in row["sources"])


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    if isinstance(value, dict):
        return " ".join(_text(item) for item in value.values() if item is not None and not isinstance(item, bool))
    return "" if value is None else str(value)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
