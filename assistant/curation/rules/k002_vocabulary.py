"""K002 vocabulary: closed lists are kept to.

What: topic, kind, status, owner, audience, place and the kinds of channel are words of knowledge/vocabulary,
and the topic is the name of the folder.
Why: filters, the console and statistics go by these words; a near-synonym drops the file out of all of them.
Mend: take a word of the list; a new word is first added to knowledge/vocabulary.

Pass:
    topic: petition        # in knowledge/petition/
Fail:
    topic: petitions
"""

from collections.abc import Iterable

from assistant.curation.findings import Context, Finding

CODE = "K002"
NAME = "unknown-word"


def check(context: Context) -> Iterable[Finding]:
    """Every value that is not in its closed list."""
    file, words = context.file, context.vocabulary
    lists = (
        ("topic", words.topics, "topics.yml"),
        ("kind", words.kinds, "kinds.yml"),
        ("status", words.statuses, "kinds.yml"),
        ("owner", words.owners, "kinds.yml"),
        ("place", frozenset(words.places), "places.yml"),
    )
    for key, known, name in lists:
        value = file.text(key)
        if value and value not in known:
            yield _unknown(context, (key,), value, known, name)
    for index, value in enumerate(file.texts("audience")):
        if value not in words.audiences:
            yield _unknown(context, ("audience", index), value, words.audiences, "audiences.yml")
    channels = file.mapping("facts").get("channels")
    for index, row in enumerate(channels if isinstance(channels, list) else []):
        kind = row.get("kind") if isinstance(row, dict) else None
        if isinstance(kind, str) and kind not in words.channels:
            yield _unknown(context, ("facts", "channels", index), kind, words.channels, "channels.yml")
    folder = file.path.parent.name
    if file.text("topic") in words.topics and file.text("topic") != folder:
        yield context.error(
            CODE,
            file.at("topic"),
            f"topic {file.text('topic')} in folder {folder}",
            "move the file or change the topic",
        )


def _unknown(context: Context, path: tuple[str | int, ...], value: str, known: frozenset[str], name: str) -> Finding:
    return context.error(
        CODE,
        context.file.at(*path),
        f"{path[0]} {value!r} is not in knowledge/vocabulary/{name}",
        f"use one of {', '.join(sorted(known))}",
    )
