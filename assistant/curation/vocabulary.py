"""The closed lists of knowledge/vocabulary: what a topic, kind, audience, channel or place may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.shared.errors import SetupError


@dataclass(frozen=True)
class Jargon:
    """Words that ordinary people stumble over: `banned` has a plain word instead, `explain` an explanation."""

    banned: Mapping[str, str] = field(default_factory=dict)
    explain: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reviewed:
    """Files of which a curator has looked at a warning that compares files, and why both are right."""

    rule: str
    files: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Vocabulary:
    """Every closed list a rule checks against."""

    topics: frozenset[str]
    english_topics: frozenset[str]
    kinds: frozenset[str]
    statuses: frozenset[str]
    owners: frozenset[str]
    audiences: frozenset[str]
    channels: frozenset[str]
    public_numbers: frozenset[str]
    home_places: frozenset[str]
    places: Mapping[str, str | None]
    jargon: Jargon = field(default_factory=Jargon)
    traditional: Mapping[str, str] = field(default_factory=dict)
    reviewed: tuple[Reviewed, ...] = ()

    def is_reviewed(self, rule: str, *files: str) -> bool:
        """Whether a curator has settled what `rule` says of exactly these files."""
        return any(row.rule == rule and row.files == frozenset(files) for row in self.reviewed)


def read_vocabulary(directory: Path) -> Vocabulary:
    """The vocabulary of the folder `directory` (knowledge/vocabulary)."""
    topics = _read(directory, "topics.yml", "topics")
    kinds = _read(directory, "kinds.yml", "kinds", "statuses", "owners")
    channels = _read(directory, "channels.yml", "channels", "public_numbers")
    places = _read(directory, "places.yml", "home", "within")
    return Vocabulary(
        topics=frozenset(topics["topics"]),
        english_topics=frozenset(code for code, row in topics["topics"].items() if row.get("english_required")),
        kinds=frozenset(kinds["kinds"]),
        statuses=frozenset(kinds["statuses"]),
        owners=frozenset(kinds["owners"]),
        audiences=frozenset(_read(directory, "audiences.yml", "audiences")["audiences"]),
        channels=frozenset(channels["channels"]),
        public_numbers=frozenset(channels["public_numbers"]),
        home_places=frozenset(places["home"]),
        places=dict(places["within"]),
        jargon=_jargon(directory),
        traditional=read_traditional(directory),
        reviewed=_reviewed(directory),
    )


def read_traditional(directory: Path) -> dict[str, str]:
    """Phrase in Simplified characters → its right form in Traditional, of traditional.yml; both are equally long."""
    phrases = _read(directory, "traditional.yml", "phrases")["phrases"] or {}
    uneven = [phrase for phrase, form in phrases.items() if len(str(phrase)) != len(str(form))]
    if uneven:
        raise SetupError(
            f"traditional.yml: {uneven[0]!r} and {phrases[uneven[0]]!r} differ in length",
            mend="write one Traditional character for each Simplified one",
        )
    return {str(phrase): str(form) for phrase, form in phrases.items()}


def _jargon(directory: Path) -> Jargon:
    lists = _read(directory, "jargon.yml", "banned", "explain")
    return Jargon(dict(lists["banned"] or {}), dict(lists["explain"] or {}))


def _reviewed(directory: Path) -> tuple[Reviewed, ...]:
    found = []
    for row in _read(directory, "reviewed.yml", "reviewed")["reviewed"] or []:
        if not (isinstance(row, dict) and row.get("rule") and row.get("files") and row.get("reason")):
            raise SetupError(f"reviewed.yml: {row!r} is not {{rule, files, reason}}", mend="correct the row")
        found.append(Reviewed(row["rule"], frozenset(row["files"]), row["reason"]))
    return tuple(found)


def read_spellings(directory: Path) -> dict[str, str]:
    """The spelling table of spellings.yml in one mapping, its groups joined."""
    groups = _read(directory, "spellings.yml")
    return {str(typed): str(meant) for group in groups.values() for typed, meant in group.items()}


def _read(directory: Path, name: str, *keys: str) -> dict[str, Any]:
    path = directory / name
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SetupError(f"vocabulary {path} cannot be read: {error}", mend="restore it from the repository") from error
    missing = [key for key in keys if not isinstance(data, dict) or key not in data]
    if missing:
        raise SetupError(f"vocabulary {path} lacks {', '.join(missing)}", mend="restore it from the repository")
    return dict(data)
