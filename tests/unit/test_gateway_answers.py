"""Answers as messages: what stays in sight, in which order, which button a channel gets, until when one can undo."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.gateway.contents import CardContent, ChipsContent, MarkdownContent
from assistant.gateway.rendering.answer import answer, gap
from assistant.gateway.rendering.petition import receipt, status
from assistant.gateway.rendering.piece import Reader
from assistant.retrieval.schemas import Hit

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
READER = Reader("hans", "Asia/Shanghai", NOW)
SECTION = {"anchor": "steps", "heading": "怎么办", "text": "先申请。\n\n再等。"}


def a_hit(**changes: Any) -> Hit:
    return Hit.model_validate(
        {
            "entry_id": "id-card-lost", "anchor": "steps", "title": "身份证丢了", "heading": "怎么办", "text": "先申请。\n\n再等。",
            "topic": "id", "kind": "guide", "place": "江门", "department": "公安", "gap": False, "as_of": "2026-11-21",
            "sources": [{"id": "s1", "title": "身份证法", "publisher": "全国人大", "checked": "2026-11-21"}],
            "facts": {
                "materials": [{"text": "户口簿"}], "fee": "免费", "time_limit": "60日",
                "channels": [
                    {"kind": "hall", "name": "大厅", "address": "一号路"},
                    {"kind": "online", "name": "网上", "url": "https://www.example.org/"},
                    {"kind": "hotline", "name": "热线", "phone": "12345"},
                    {"kind": "mail", "name": "邮寄"},
                ],
            },
            "url": "/k/id-card-lost#steps", "dense": 1.0, "lexical": 1.0, "matched": "", "score": 1.0, "probability": 1.0,
            **changes,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, ["**身份证丢了 · 怎么办**", "先申请。"]),
        ({"place": "深圳"}, ["请注意", "**身份证丢了 · 怎么办**", "先申请。"]),
        ({"sections": [SECTION], "leading": ["steps"]}, ["**身份证丢了**", "**怎么办**", "先申请。"]),
    ],
)
def test_title_and_first_paragraph_stay_in_sight_and_so_does_the_source(
    changes: dict[str, Any], kept: list[str]
) -> None:
    content = answer(READER, a_hit(**changes), [])[0].content
    assert isinstance(content, MarkdownContent) and content.lead and content.tail
    blocks = content.text.split("\n\n")

    assert [block.startswith(start) for block, start in zip(blocks[: content.lead], kept, strict=True)] == [True] * len(
        kept
    )
    assert blocks[-content.tail].startswith("出处：") and "核对日期：2026-11-21" in blocks[-content.tail]
    assert content.lead + content.tail < len(blocks)


def test_in_english_there_are_no_headings_so_the_summary_is_what_stays() -> None:
    english = {"title": "Lost card", "summary": "Apply again.", "section": None}
    hit = a_hit(en=english, sections=[{**SECTION, "en": "Then wait."}], leading=["steps"])

    content = answer(Reader("en", "America/Toronto", NOW), hit, [])[0].content

    assert isinstance(content, MarkdownContent)
    assert content.text.split("\n\n")[: content.lead] == ["**Lost card**", "Apply again."]


def test_fee_and_time_come_before_materials_and_every_channel_says_of_which_kind_it_is() -> None:
    card = next(piece.content for piece in answer(READER, a_hit(), []) if isinstance(piece.content, CardContent))

    assert [fact.key for fact in card.facts] == ["fee", "time_limit", "materials", "channels"]
    assert [item.way for item in card.facts[-1].items] == ["place", "online", "phone", "mail"]
    assert card.source is not None and card.source.updated == "2026-11-21"


def test_where_no_source_answers_it_says_so_and_names_the_hotline_and_a_person() -> None:
    words, ways = gap(READER, None)

    assert "没有经过核实的答案" in words.fallback and words.rateable
    assert isinstance(ways.content, ChipsContent)
    assert [item.type for item in ways.content.items] == ["call", "reply"]
    assert ways.content.items[1].payload == "/handover"  # type: ignore[union-attr]


def test_a_receipt_can_be_undone_for_ten_minutes_and_a_status_as_long_as_the_system_says() -> None:
    body: dict[str, Any] = {
        "number": "XF1", "query_code": "ABCD", "status": "registered", "accept_by": "2026-12-07", "finish_by": "2027-01-21",
    }  # fmt: skip
    made: Any = receipt(READER, body)[1].content
    assert made.undo_until == NOW + timedelta(minutes=10)
    assert {action.command for action in made.actions if action.type == "command"} == {
        "petition.edit",
        "petition.withdraw",
    }

    def shown(**edit: Any) -> Any:
        actions = [{"action": "edit", **edit}]
        return status(READER, {**body, "actions": actions, "timeline": []})[1].content

    later = (NOW + timedelta(minutes=3)).isoformat()
    assert shown(allowed=True, until=later).undo_until == NOW + timedelta(minutes=3)
    assert shown(allowed=False, until=later).undo_until is None
    assert shown(allowed=True, until=NOW.isoformat()).undo_until is None
