"""An answer: approved text, its source and as-of date, a guide card, citations, near questions."""

import re
from typing import Literal

from assistant.gateway.contents import (
    CardContent,
    CitationContent,
    CitationItem,
    Fact,
    FactItem,
    Reply,
    SourceNote,
)
from assistant.gateway.rendering.piece import Piece, Reader, chips, hotline, markdown, plain, reply
from assistant.retrieval.schemas import Hit, Material, SectionText, SourceRef

Near = dict[str, str]  # of contracts/replies.py, Answer.also

_CITATION = re.compile(r"\[\^([\w-]+)\]")
_FIRST_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]|\n|$)")
_OWN_PLACES = frozenset({"江门", "广东", "全国"})
_WAYS: dict[str, Literal["online", "phone", "mail"]] = {"hotline": "phone", "online": "online", "mail": "mail"}
_QUOTE_LENGTH = 180
_READABLE = 520  # characters; about two screens of a telephone in ordinary size
_NEAR = 3


def answer(reader: Reader, hit: Hit, also: list[Near]) -> list[Piece]:
    """The section that answers, or the file from its beginning when all of it was asked for; with where it comes from.

    Then its card; then the sections that did not fit, or else what is near.
    """
    shown, left = _shown(hit)
    numbered, order = number_citations("\n\n".join(shown))
    cited = [source for mark in order for source in hit.sources if source.id == mark] or hit.sources
    parts = [f"**{_title(reader, hit, whole=bool(hit.sections))}**", _body(reader, hit, numbered)]
    if hit.place not in _OWN_PLACES:
        parts.insert(0, reader.say("other_place_note", place=reader.chinese(hit.place)))
    parts.append(
        reader.say("source_line", sources=_names(reader, cited), as_of=hit.as_of)
        + " "
        + reader.say("read_whole", url=hit.url)
    )
    # What stays in sight when a client folds it: title, heading and first paragraph, where the answer is; the source.
    headed = bool(hit.sections) and (reader.script != "en" or hit.en is None)
    pieces = [markdown("\n\n".join(parts), rateable=True, lead=len(parts) - 1 + headed)]
    card = _card(reader, hit)
    if card is not None:
        pieces.append(card)
    if cited:
        pieces.append(_citations(reader, hit, cited))
    if left and reader.script != "en":
        more = [_opens(reader.chinese(section.heading), hit.entry_id, section.anchor) for section in left]
        pieces.append(chips(reader.say("more"), list(more[:_NEAR])))
        return pieces
    near = [_near(reader, other) for other in also][:_NEAR]
    if near:
        pieces.append(chips(reader.say("also"), list(near)))
    return pieces


def brief(reader: Reader, hit: Hit) -> list[Piece]:
    """The first sentence of the approved text, fee and time if known, and the way to all of it."""
    whole = _body(reader, hit, number_citations(hit.text, keep=False)[0])
    lines = [f"**{_title(reader, hit, whole=False)}**", _FIRST_SENTENCE.match(plain(whole)).group().strip()]  # type: ignore[union-attr]
    for key, fact in (("fee", hit.facts.fee), ("time_limit", hit.facts.time_limit)):
        if fact and reader.script != "en":
            lines.append(f"{reader.say(key)}：{reader.chinese(fact)}")
    cited = reader.say("source_line", sources=_names(reader, hit.sources), as_of=hit.as_of)
    return [markdown("\n\n".join([*lines, f"{cited} {reader.say('read_whole', url=hit.url)}"]), rateable=True)]


def _shown(hit: Hit) -> tuple[list[str], list[SectionText]]:
    """Texts to show, and the sections that are left for a button.

    A file that was asked for as a whole is shown from its beginning as far as a telephone's reader will follow;
    the sections that fit the question best are always in it.
    """
    if not hit.sections:
        return [hit.text], []
    kept = {section.anchor for section in hit.sections if section.anchor in (hit.leading or [hit.anchor])}
    kept = kept or {hit.sections[0].anchor}
    room = _READABLE - sum(len(section.text) for section in hit.sections if section.anchor in kept)
    for section in hit.sections:
        if section.anchor in kept:
            continue
        if len(section.text) > room:
            break
        room -= len(section.text)
        kept.add(section.anchor)
    texts = [f"**{section.heading}**\n\n{section.text}" for section in hit.sections if section.anchor in kept]
    return texts, [section for section in hit.sections if section.anchor not in kept]


def gap(reader: Reader, hit: Hit | None) -> list[Piece]:
    """That there is no confirmed answer, what is known of whom to ask, and the hotline."""
    words = reader.say("no_source")
    if hit is not None and reader.script != "en":
        words = f"{reader.chinese(number_citations(hit.text, keep=False)[0])}\n\n{words}"
    elif hit is not None and hit.en is not None:
        words = f"{hit.en.section or hit.en.summary}\n\n{words}"
    return [
        markdown(words, rateable=True),
        chips("", [hotline(reader), reply(reader.say("chip_person"), reader.say("chip_person_ask"), "/handover")]),
    ]


def number_citations(text: str, *, keep: bool = True) -> tuple[str, list[str]]:
    """`text` with `[^s1]` marks renumbered `[^1]`, `[^2]` … by first use (or taken out), and the ids in that order."""
    order: list[str] = []

    def renumber(match: re.Match[str]) -> str:
        mark = match.group(1)
        if mark not in order:
            order.append(mark)
        return f"[^{order.index(mark) + 1}]" if keep else ""

    return _CITATION.sub(renumber, text), order


def quote(reader: Reader, hit_text: str) -> str:
    """Approved text without citation marks, in the reader's characters."""
    return reader.chinese(number_citations(hit_text, keep=False)[0])


def _title(reader: Reader, hit: Hit, *, whole: bool) -> str:
    if reader.script == "en" and hit.en is not None:
        return hit.en.title
    return reader.chinese(hit.title if whole or hit.heading == hit.title else f"{hit.title} · {hit.heading}")


def _body(reader: Reader, hit: Hit, numbered: str) -> str:
    if reader.script != "en":
        return reader.chinese(numbered)
    if hit.en is None:
        return reader.say("no_english", text=numbered)
    if not hit.sections:
        return hit.en.section or hit.en.summary
    leading = [section.en for section in hit.sections if section.en and section.anchor in hit.leading]
    return "\n\n".join([hit.en.summary, *leading])


def _names(reader: Reader, sources: list[SourceRef]) -> str:
    names = []
    for source in sources[:3]:
        name = f"《{source.law}》{source.article or ''}" if source.law else f"{source.publisher}《{source.title}》"
        names.append(f"{name}（{source.published}）" if source.published else name)
    return reader.chinese("；".join(dict.fromkeys(names)))


def _citations(reader: Reader, hit: Hit, sources: list[SourceRef]) -> Piece:
    items = [
        CitationItem(
            n=number,
            title=reader.chinese(f"{source.law}{source.article or ''}" if source.law else source.title)[:200],
            url=source.url or hit.url,
            publisher=reader.chinese(source.publisher)[:200],
            date=source.published or source.checked,
            quote=plain(quote(reader, hit.text))[:_QUOTE_LENGTH],
            doc_id=hit.entry_id,
            chunk_id=hit.anchor,
        )
        for number, source in enumerate(sources[:10], start=1)
    ]
    return Piece(CitationContent(items=items), "\n".join(f"[{item.n}] {item.title} {item.date}" for item in items))


def _card(reader: Reader, hit: Hit) -> Piece | None:
    facts = hit.facts
    rows: list[Fact] = []
    if facts.fee:
        rows.append(Fact(key="fee", label=reader.say("fee"), text=reader.chinese(facts.fee)))
    if facts.time_limit:
        rows.append(Fact(key="time_limit", label=reader.say("time_limit"), text=reader.chinese(facts.time_limit)))
    if facts.materials:
        items = [_material(reader, material) for material in facts.materials[:30]]
        rows.append(Fact(key="materials", label=reader.say("materials"), items=items))
    if not rows:
        return None  # channels alone make no guide: the text names them
    if facts.channels:
        items = [
            FactItem(
                text=reader.chinese(channel.name),
                way=_WAYS.get(channel.kind, "place"),
                address=channel.address and reader.chinese(channel.address),
                hours=channel.hours and reader.chinese(channel.hours),
                tel=channel.phone,
                url=channel.url,
            )
            for channel in facts.channels[:30]
        ]
        rows.append(Fact(key="channels", label=reader.say("channels"), items=items))
    first = hit.sources[0] if hit.sources else None
    source = first and SourceNote(
        title=reader.chinese(first.title)[:200],
        url=first.url,
        publisher=reader.chinese(first.publisher)[:200],
        updated=hit.as_of,
        doc_id=hit.entry_id,
    )
    title = hit.en.title if reader.script == "en" and hit.en is not None else reader.chinese(hit.title)
    lines = [f"{row.label}: {row.text or '、'.join(item.text for item in row.items)}" for row in rows]
    return Piece(CardContent(title=title[:200], facts=rows, source=source), "\n".join([title, *lines])[:4000])


def _material(reader: Reader, material: Material) -> FactItem:
    note = material.note and reader.chinese(material.note)[:200]
    return FactItem(text=reader.chinese(material.text), note=note, required=material.required)


def _near(reader: Reader, other: Near) -> Reply:
    title = other["en"] if reader.script == "en" and "en" in other else reader.chinese(other["title"])
    return _opens(title, other["entry_id"], other["anchor"])


def _opens(title: str, entry_id: str, anchor: str) -> Reply:
    return reply(title[:200], payload=f'/ask_entry{{"entry_id":"{entry_id}","anchor":"{anchor}"}}')
