"""The message schema: fresh on disk, and agreed on by pydantic, JSON Schema and the gallery's samples."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from assistant.gateway import messages as m

FIXTURES = Path(m.__file__).parents[2] / "web" / "src" / "gallery" / "fixtures.json"
NOON = datetime(2026, 11, 21, 12, 0, 0, 567000, tzinfo=UTC)


def a_message(content: m.Content, **more: Any) -> Any:
    return m.message(content, **({"id": "01", "seq": 1, "session_id": "s", "ts": NOON, "fallback": "文字"} | more))


def test_the_schema_on_disk_is_what_the_classes_say() -> None:
    on_disk = json.loads(m.SCHEMA_PATH.read_text(encoding="utf-8"))

    assert on_disk == m.json_schema(), "run `python -m assistant.gateway.messages`"


def test_every_sample_of_the_gallery_fits_classes_and_schema_and_all_types_are_there() -> None:
    samples = json.loads(FIXTURES.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(m.json_schema())

    for sample in samples:
        validator.validate(sample)
        validator.validate(m.as_json(m.parse(sample)))

    assert {sample["type"] for sample in samples} == set(m.MESSAGE_TYPES)


def test_a_message_travels_with_its_aliases_and_comes_back_the_same() -> None:
    made = a_message(m.TextContent(text="您好"), from_="user", client_id="c1")

    travelled = m.as_json(made)

    assert (travelled["from"], travelled["ts"], travelled["client_id"]) == ("user", "2026-11-21T12:00:00.567Z", "c1")
    assert m.parse(travelled) == made


@pytest.mark.parametrize("event", [m.Typing(on=True), m.Ping(), m.Ack(seq=3, client_id="c", id="m"), m.Config()])
def test_other_events_come_back_the_same(event: Any) -> None:
    assert m.parse(m.as_json(event)) == event


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", ""])
def test_an_address_that_could_run_or_leave_unseen_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        m.OpenUrl(title="看", url=url)


@pytest.mark.parametrize("url", ["/k/id-card#fee", "https://www.example.org/x", "tel:12345", "mailto:a@example.org"])
def test_an_honest_address_is_kept(url: str) -> None:
    assert m.OpenUrl(title="看", url=url).url == url


def test_a_message_over_32_kib_is_refused() -> None:
    with pytest.raises(ValidationError, match="32768"):
        a_message(m.ListContent(title="长", items=[m.ListItem(title="项", subtitle="字" * 1500) for _ in range(10)]))


def test_nine_chips_are_one_too_many() -> None:
    with pytest.raises(ValidationError):
        m.ChipsContent(items=[m.Reply(title=str(n), value=str(n)) for n in range(9)])
