"""A step that somebody takes with a petition reaches the chat that filed it: open, closed, restarted, elsewhere."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gateway_site import Site, a_site
from sqlalchemy import select

from assistant.backends.notices import FileOutbox, Notice
from assistant.backends.petition.model import Actor, Door, Event
from assistant.backends.petition.notify import News
from assistant.backends.petition.oversight import Oversight
from assistant.gateway.messages import parse
from assistant.gateway.news import SessionNews
from assistant.persistence.database import create_database, unit_of_work
from assistant.persistence.tables.gateway import session_follows
from assistant.vault.cipher import Cipher
from tests.contract.backend_systems import Systems, a_petition, build_systems

CIPHER = Cipher({"k1": b"1" * 32})


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    (tmp_path / "petition").mkdir()
    built = build_systems(tmp_path / "petition")
    yield built
    built.engine.dispose()


def news(systems: Systems, site: Site, **receivers: Any) -> News:
    """What another process runs: an engine of its own on the database of the chat."""
    engine = create_database(site.settings.sqlalchemy_url)
    chat = receivers.pop("chat", SessionNews(engine, CIPHER, site.clock))
    return News(systems.petition.state.service.filing, chat=chat, **receivers)


async def filed(site: Site, systems: Systems, body: dict[str, Any] | None = None) -> str:
    """The number of a petition that this chat has filed."""
    receipt = await systems.petitions.register(body or a_petition(), key=f"key-{site.session_id}")
    said = {"kind": "receipt", "outcome": "flow_petition", "receipt": receipt}
    site.dialogue.script = lambda _: [said]
    await site.say("提交")
    return str(receipt["number"])


def taken(systems: Systems, number: str, *events: Event) -> None:
    for event in events:
        systems.petition.state.service.advance(number, event, Actor.DEPARTMENT, door=Door.COURT)


async def seen(site: Site, after: int = 0) -> list[str]:
    answer = await site.http.get("/api/v1/events", params={"after": after, "poll": 0}, headers=site.headers)
    for event in answer.json()["events"]:
        parse(event)
    return [event["fallback"] for event in answer.json()["events"]]


async def test_each_step_is_told_once_with_a_button_however_often_and_from_wherever_it_is_told(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path) as site:
        number = await filed(site, systems)
        before = await seen(site)
        taken(systems, number, Event.ACCEPT, Event.START)

        first, second = news(systems, site), news(systems, site)
        told = await asyncio.gather(asyncio.to_thread(first.tell_due), asyncio.to_thread(second.tell_due))
        assert max(told) == 2 and first.tell_due() == 0

        after = await seen(site)
    assert after[len(before) :] == [
        f"您反映的事（{number}）受理了，最晚2027年1月21日答复您。",
        "看进度",
        f"您反映的事（{number}）有新进展：开始办理。",
        "看进度",
    ]


async def test_an_open_stream_hears_within_seconds_of_what_another_process_wrote(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path) as site:
        number = await filed(site, systems)
        last = len(await seen(site))
        stream = site.app.state.gateway.stream.server_sent(site.session_id, last)
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        taken(systems, number, Event.ACCEPT)
        await asyncio.to_thread(news(systems, site).tell_due)

        words = json.loads((await asyncio.wait_for(waiting, 10))["data"])
        button = json.loads((await asyncio.wait_for(anext(stream), 10))["data"])
        await stream.aclose()
    assert words["type"] == "text" and "受理了" in words["content"]["text"]
    assert json.loads(button["content"]["items"][0]["payload"].removeprefix("/track")) == {"ref": number}


async def test_a_chat_that_was_closed_has_the_news_when_it_is_resumed_in_its_own_script(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path) as site:
        await site.open(locale="zh-HK")
        number = await filed(site, systems)
        token = site.token
        taken(systems, number, Event.REFUSE)
        news(systems, site).tell_due()

        opened = await site.open(resume=token)
    assert "這邊沒法受理" in opened["messages"][-2]["fallback"]


async def test_other_chats_hear_nothing_and_the_store_names_no_petition(tmp_path: Path, systems: Systems) -> None:
    async with a_site(tmp_path) as site:
        number = await filed(site, systems)
        await site.open()
        taken(systems, number, Event.ACCEPT)
        news(systems, site).tell_due()

        assert not [text for text in await seen(site) if number in text]
        with unit_of_work(site.engine) as unit:
            rows = unit.connection.execute(select(session_follows)).all()
    assert len(rows) == 1 and number not in str(rows)


async def test_who_looks_the_petition_up_with_its_code_follows_it_and_who_ends_the_chat_does_not(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path) as site:
        number = await filed(site, systems)
        receipt = await systems.petitions.register(a_petition(), key="another-key")
        standing = await systems.petitions.status(receipt["number"], receipt["query_code"])
        said = {"kind": "status", "outcome": "flow_track", "object": "petition", "status": standing}
        site.dialogue.script = lambda _: [said]
        await site.say("查进度")
        taken(systems, receipt["number"], Event.ACCEPT)
        news(systems, site).tell_due()
        assert receipt["number"] in (await seen(site))[-2]

        await site.http.delete("/api/v1/sessions/current", headers=site.headers)
        taken(systems, number, Event.ACCEPT)
        assert news(systems, site).tell_due() == 1
        with unit_of_work(site.engine) as unit:
            assert unit.connection.execute(select(session_follows)).all() == []


async def test_what_the_owner_did_is_no_news_and_what_the_clock_did_is(tmp_path: Path, systems: Systems) -> None:
    async with a_site(tmp_path) as site:
        await filed(site, systems)
        assert news(systems, site).tell_due() == 0

        systems.clock.forward(days=16)
        assert len(Oversight(systems.petition.state.service.filing).escalate()) == 1
        assert news(systems, site).tell_due() == 1
        assert "已列入督办" in (await seen(site))[-2]


class Dying:
    """Hands the news over and dies before it can say so."""

    def __init__(self, chat: SessionNews) -> None:
        self._chat = chat

    def send(self, notice: Notice) -> None:
        self._chat.send(notice)
        raise SystemExit


async def test_a_process_that_dies_after_handing_over_makes_no_second_message(tmp_path: Path, systems: Systems) -> None:
    async with a_site(tmp_path) as site:
        number = await filed(site, systems)
        taken(systems, number, Event.ACCEPT)
        with pytest.raises(SystemExit):
            news(systems, site, chat=Dying(SessionNews(site.engine, CIPHER, site.clock))).tell_due()

        assert news(systems, site).tell_due() == 1
        assert sum("受理了" in text for text in await seen(site)) == 1


class Refusing:
    """Takes nothing until it is mended."""

    def __init__(self) -> None:
        self.broken, self.taken = True, list[Notice]()

    def send(self, notice: Notice) -> None:
        if self.broken:
            raise OSError("no way out")
        self.taken.append(notice)


async def test_news_that_cannot_be_told_stay_due_in_order_and_hold_nobody_else_up(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path) as site:
        wanted = await filed(site, systems, a_petition(notify_by="sms"))
        quiet = (await systems.petitions.register(a_petition(), key="another-key"))["number"]
        taken(systems, wanted, Event.ACCEPT, Event.START, Event.ANSWER)
        taken(systems, quiet, Event.ACCEPT)
        outbox = Refusing()

        assert news(systems, site, outbox=outbox).tell_due() == 1
        outbox.broken = False
        assert news(systems, site, outbox=outbox).tell_due() == 3
        heard = [text for text in await seen(site) if f"（{wanted}）" in text]
    assert [notice.kind for notice in outbox.taken] == ["petition-accept", "petition-answer"]
    assert len(heard) == 3


async def test_only_who_agreed_gets_a_message_with_codes_alone_and_a_masked_number_in_the_outbox(
    tmp_path: Path, systems: Systems
) -> None:
    path = tmp_path / "outbox" / "petition.jsonl"
    async with a_site(tmp_path) as site:
        agreed = await filed(site, systems, a_petition(notify_by="wechat"))
        silent = (await systems.petitions.register(a_petition(), key="another-key"))["number"]
        for number in (agreed, silent):
            taken(systems, number, Event.ACCEPT)
        news(systems, site, outbox=FileOutbox(path)).tell_due()
    (line,) = map(json.loads, path.read_text().splitlines())
    assert line["to"] == "138******00" and line["channel"] == "wechat" and line["kind"] == "petition-accept"
    assert line["data"] == {
        "number": agreed, "event": "accept", "status": "accepted", "finish_by": "2027-01-21", "day": "2026-11-22",
    }  # fmt: skip


async def test_a_foreign_system_tells_its_steps_with_the_key_once_and_only_in_our_words(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path, internal_key="k" * 40) as site:
        number = await filed(site, systems)
        step = {"key": "their-0001", "number": number, "event": "accept", "at": "2026-11-22T09:00:00+08:00",
                "finish_by": "2027-01-21"}  # fmt: skip
        key = {"X-Assistant-Key": "k" * 40}

        async def tells(headers: dict[str, str] = key, **changes: str) -> int:
            response = await site.http.post("/api/v1/petition-news", json={**step, **changes}, headers=headers)
            return response.status_code

        assert [await tells({"X-Assistant-Key": "wrong"}), await tells({"X-Forwarded-For": "1.2.3.4"})] == [403, 403]
        assert [await tells(event="joked"), await tells(number="XF1"), await tells(at="yesterday")] == [422] * 3
        before = await seen(site)
        assert [await tells(), await tells()] == [204, 204]
        after = await seen(site)
    assert after[len(before) :] == [f"您反映的事（{number}）受理了，最晚2027年1月21日答复您。", "看进度"]
