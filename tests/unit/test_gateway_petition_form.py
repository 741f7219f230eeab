"""The petition form's optional fields, and the summary and steps as a citizen reads them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.gateway.forms import checked_values, form_content
from assistant.gateway.rendering.petition import status
from assistant.gateway.rendering.petition_summary import summary
from assistant.gateway.rendering.piece import Reader
from assistant.shared.errors import BadInput

FILLED = {
    "petition_text": "路灯坏了两个星期", "petition_district": "新会区", "petition_name": "陈美莲", "petition_phone": "13900139000",
    "consent": True,
}
TOLD = {
    "text": "退休金三个月没发", "asked": "希望补发", "district": "新会区", "when": "上个月", "name": "陈美莲", "phone": "139",
    "for_name": "李秀英", "relation": "我妈", "reach": "call",
}


def a_reader(script: str = "hans") -> Reader:
    return Reader(script, "Asia/Shanghai", datetime(2026, 11, 22, 1, 0, tzinfo=UTC))


def test_files_and_the_name_of_another_are_asked_for_but_not_needed() -> None:
    fields = {field.id: field for field in form_content("petition", "hans", {}).fields}
    files = fields["petition_files"]
    assert (files.input, files.required, files.max_files) == ("file", False, 5) and "application/pdf" in files.accept
    assert fields["petition_for_name"].required is False
    assert "petition_files" not in checked_values("petition", FILLED)


def test_ids_of_uploads_are_kept_and_anything_else_is_refused() -> None:
    ids = ["0" * 32, "a1" * 16]
    assert checked_values("petition", {**FILLED, "petition_files": ids})["petition_files"] == ",".join(ids)
    for wrong in (["../etc/passwd"], "a" * 32, ["a" * 32] * 6, [1]):
        with pytest.raises(BadInput, match="petition_files"):
            checked_values("petition", {**FILLED, "petition_files": wrong})


def test_the_summary_names_what_was_told_and_nothing_else() -> None:
    words = summary(a_reader(), TOLD)[0].fallback
    assert "李秀英（我妈）" in words and "希望打电话" in words and "受影响" not in words and "—" not in words
    assert "还没听您说" in summary(a_reader(), {**TOLD, "asked": ""})[0].fallback
    assert "還沒" in summary(a_reader("hant"), {**TOLD, "asked": ""})[0].fallback
    assert "On behalf of" in summary(a_reader("en"), TOLD)[0].fallback


def test_messages_are_asked_for_beside_the_summary_and_no_is_what_stands_unless_it_is_said() -> None:
    asked, doing = summary(a_reader(), {**TOLD, "sms": "no"})
    assert "**短信通知**：不要" in asked.content.text and "要不要发短信" in asked.fallback
    assert '/choose{"slot":"petition_sms","value":"yes"}' in [each.payload for each in doing.content.items]
    agreed, doing = summary(a_reader("en"), {**TOLD, "sms": "yes"})
    assert "**SMS**: Yes" in agreed.content.text and "Text me" not in agreed.fallback
    assert '/choose{"slot":"petition_sms","value":"no"}' in [each.payload for each in doing.content.items]


def test_the_form_asks_for_messages_too_and_needs_no_answer() -> None:
    fields = {field.id: field for field in form_content("petition", "hans", {}).fields}
    assert (fields["petition_sms"].required, [each.value for each in fields["petition_sms"].options]) == (False, ["no", "yes"])
    assert list(fields)[-1] == "consent"
    assert checked_values("petition", {**FILLED, "petition_sms": "yes"})["petition_sms"] == "yes"
    assert "petition_sms" not in checked_values("petition", FILLED)


def test_only_steps_that_are_open_have_buttons_and_the_answer_can_be_read() -> None:
    body: dict[str, Any] = {
        "number": "XF1", "status": "answered", "accept_by": "2026-12-07", "finish_by": "2027-01-21",
        "timeline": [{"event": "answer", "at": "2026-11-22T01:00:00Z", "told": "已装油烟净化器"}],
        "actions": [{"action": "rate", "allowed": True}, {"action": "review", "allowed": True}, {"action": "urge", "allowed": False}],
    }
    card: Any = status(a_reader(), body)[1].content
    assert [each.command for each in card.actions if each.type == "command"] == ["petition.rate", "petition.review"]
    assert "已装油烟净化器" in [detail.text for detail in card.details]
