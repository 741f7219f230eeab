"""The closed lists of knowledge/vocabulary: what a topic, kind, audience, channel or place may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.shared.errors import SetupError


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
    )


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
