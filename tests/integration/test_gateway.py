"""The public API over a real database, with a scripted dialogue behind it."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from gateway_site import a_hit, a_site, utter, words

from assistant.gateway.messages import parse
from assistant.gateway.turns import Turns


def texts(turn: dict) -> str:
    return "\n".join(message["fallback"] for message in turn["messages"])


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_a_turn_ends_with_an_outcome_messages_and_milliseconds(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        turn = await site.say("你好")
        assert turn["outcome"] == "answered_smalltalk"
        assert texts(turn) == "您好"
        assert {"understand", "encode", "dialogue", "render", "total"} <= turn["timings"].keys()
        for message in turn["messages"]:
            parse(message)


async def test_an_answer_names_its_source_and_date_and_links_to_its_section(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [
            {"kind": "answer", "outcome": "answered_knowledge", "hit": a_hit(), "also": []}
        ]
        turn = await site.say("信访多久答复")
        assert turn["outcome"] == "answered_knowledge"
        answer, citation = turn["messages"]
        assert "60日" in answer["content"]["text"] and "《信访工作条例》第三十四条" in answer["content"]["text"]
        assert "2026-11-21" in answer["content"]["text"]
        assert "(/k/petition-time-limits#sixty-days)" in answer["content"]["text"]
        assert citation["content"]["items"][0]["url"] == "/k/petition-time-limits#sixty-days"


async def test_a_question_in_traditional_is_understood_in_simplified_and_answered_in_traditional(
    tmp_path: Path,
) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [
            {"kind": "answer", "outcome": "answered_knowledge", "hit": a_hit(), "also": []}
        ]
        turn = await site.say("信訪要幾耐先有答覆？")
        assert site.dialogue.requests[-1]["text"] == "信访要几耐先有答复？"
        assert "60日辦結" in turn["messages"][0]["content"]["text"]
        assert turn["messages"][0]["lang"] == "zh-Hant"


async def test_an_english_question_gets_the_english_words(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        turn = await site.say("hello there, who are you")
        assert texts(turn) == "Hello"
        assert turn["messages"][0]["lang"] == "en"


async def test_the_same_client_id_twice_is_one_turn(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        first = await site.say("你好", client_id="one")
        again = await site.say("你好", client_id="one")
        assert again["turn_id"] == first["turn_id"] and again["messages"] == first["messages"]
        assert len(site.dialogue.requests) == 1


async def test_the_same_client_id_at_once_is_one_turn(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        answers = await asyncio.gather(*(site.say("你好", client_id="one") for _ in range(8)))
        assert len({answer["turn_id"] for answer in answers}) == 1
        assert len(site.dialogue.requests) == 1


async def test_a_turn_is_one_when_whoever_stored_it_is_slow_to_begin_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in = Turns._take_in

    def slowly(turns: Turns, *sent: Any) -> Any:
        taken = take_in(turns, *sent)
        if taken[1] is not None:
            time.sleep(0.3)
        return taken

    monkeypatch.setattr(Turns, "_take_in", slowly)
    async with a_site(tmp_path) as site:
        answers = await asyncio.gather(*(site.say("你好", client_id="one") for _ in range(4)))
        assert len({answer["turn_id"] for answer in answers}) == 1
        assert len(site.dialogue.requests) == 1


async def test_a_client_id_used_for_another_message_is_refused(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await site.say("你好", client_id="one")
        refused = await site.send(text="再见", client_id="one")
        assert refused.status_code == 409 and refused.json()["code"] == "client-id-reused"


async def test_personal_data_reaches_neither_the_dialogue_nor_the_database_file(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        turn = await site.say("我手机13800138000身份证440701199001011234，帮我查")
        assert site.dialogue.requests[-1]["text"] == "我手机⟦phone:1⟧身份证⟦id_number:1⟧，帮我查"
        assert turn["outcome"]
        await site.http.get("/metrics")
    stored = everything_in(tmp_path)
    assert b"13800138000" not in stored and b"440701199001011234" not in stored


async def test_its_own_citizen_sees_a_masked_number_again_on_resume(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await site.say("我手机13800138000")
        resumed = (await site.http.post("/api/v1/sessions", json={"resume": site.token})).json()
        own = [message for message in resumed["messages"] if message["from"] == "user"]
        assert own[0]["content"]["text"] == "我手机138••••8000"


async def test_resuming_gives_a_fresh_token_and_kills_the_old_one(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        old = site.token
        resumed = (await site.http.post("/api/v1/sessions", json={"resume": old})).json()
        assert resumed["resumed"] and resumed["session_id"] == site.session_id and resumed["token"] != old
        refused = await site.send(text="你好")
        assert refused.status_code == 401 and refused.json()["code"] == "session-expired"


async def test_a_resume_whose_answer_was_lost_is_asked_again_and_gives_the_same_conversation(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        old, session, chosen = site.token, site.session_id, "n" * 64
        for _ in range(2):
            again = await site.open(resume=old, next=chosen)
            assert (again["session_id"], again["token"], again["resumed"]) == (session, chosen, True)
        assert (await site.open(resume=old))["session_id"] != session
        refused = await site.http.post("/api/v1/sessions", json={"resume": old, "next": "short"})
        assert refused.status_code == 422


async def test_an_expired_token_is_refused_with_a_mend(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.clock.advance(hours=25)
        refused = await site.send(text="你好")
        assert refused.status_code == 401
        assert refused.json()["mend"] and refused.headers["content-type"] == "application/problem+json"


async def test_a_name_is_hidden_when_a_name_was_asked_for(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.pending = {"form": "petition_form", "slot": "petition_name"}
        await site.say("我要投诉")
        await site.say("李大明")
        assert site.dialogue.requests[-1]["text"] == "⟦name:1⟧"


async def test_a_bare_telephone_number_does_not_change_the_language(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        assert texts(await site.say("我要办身份证")) == "您好"
        assert texts(await site.say("13800138000")) == "您好"


async def test_a_submitted_form_reaches_the_dialogue_as_placeholders(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        values = {
            "petition_text": "楼下烧烤店油烟很大，打我电话13900139000",
            "petition_district": "蓬江区",
            "petition_name": "李大明",
            "petition_phone": "13800138000",
            "consent": True,
        }
        response = await site.send(form_id="petition", values=values)
        assert response.status_code == 200
        request = site.dialogue.requests[-1]
        assert request["payload"]["intent"] == "submit_form" and request["payload"]["entities"]["form_id"] == "petition"
        assert request["metadata"]["form_values"]["petition_name"] == "⟦name:1⟧"
        assert "13900139000" not in json.dumps(request) and "李大明" not in json.dumps(request, ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 422, "text-empty"),
        ({"text": "   "}, 422, "text-empty"),
        ({"text": "长" * 10_000}, 422, "text-too-long"),
        ({}, 422, "message-empty"),
        ({"form_id": "passport", "values": {}}, 422, "unknown-form"),
        ({"form_id": "petition", "values": {"petition_text": "短"}}, 422, "form-invalid"),
        ({"payload": "/restart"}, 422, "unknown-payload"),
        ({"payload": "greet"}, 422, "unknown-payload"),
        ({"payload": "/ask_entry{broken"}, 422, "unknown-payload"),
        ({"text": "hi", "timezone": "Mars/Olympus"}, 422, "unknown-timezone"),
        ({"text": "hi", "client_id": "has space"}, 422, "bad-input"),
    ],
)
async def test_bad_input_is_a_problem_that_says_how_to_mend_it(
    tmp_path: Path, body: dict, status: int, code: str
) -> None:
    async with a_site(tmp_path) as site:
        response = await site.send(**body)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (status, code)
        assert problem["mend"] and problem["detail"] and problem["text"]
        assert site.dialogue.requests == []


async def test_a_body_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        headers = {**site.headers, "Content-Type": "application/json"}
        response = await site.http.post(
            "/api/v1/messages", headers=headers, content=b'{"client_id":"a","text":"\xff\xfe"}'
        )
        assert response.status_code == 400 and response.json()["code"] == "body-not-json"


async def test_a_body_over_the_limit_is_not_read(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        response = await site.http.post("/api/v1/messages", headers=site.headers, content=b"x" * 300_000)
        assert response.status_code == 413 and response.json()["code"] == "body-too-large"


async def test_only_emoji_asks_back_without_troubling_the_dialogue(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        turn = await site.say("😀😀😀")
        assert turn["outcome"] == "clarify_choices" and site.dialogue.requests == []


async def test_danger_is_answered_first_even_with_the_dialogue_down(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.down = True
        turn = await site.say("有人拿刀砍人快来")
        assert turn["outcome"] == "guard_emergency"
        assert turn["messages"][0]["fallback"].startswith("请马上打110")


@pytest.mark.parametrize(("timezone", "abroad"), [("America/Toronto", True), ("Asia/Shanghai", False)])
async def test_danger_told_from_abroad_is_answered_with_what_can_be_reached_from_there(
    tmp_path: Path, timezone: str, abroad: bool
) -> None:
    async with a_site(tmp_path) as site:
        turn = await site.say("有人拿刀砍人快来", timezone=timezone)
        assert ("12308" in texts(turn)) is abroad
        assert [item["type"] for item in turn["messages"][1]["content"]["items"]] == ["call", "reply"]


async def test_with_the_dialogue_down_a_question_is_still_answered_from_the_knowledge(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.down = True
        site.search.hit = a_hit()
        turn = await site.say("信访多久答复")
        assert turn["outcome"] == "error_dialogue_unavailable"
        assert "12345" in texts(turn) and "60日" in texts(turn)


async def test_a_dialogue_that_is_too_slow_leaves_the_answer_or_a_wish_to_try_again(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.slow = True
        asked_again = await site.say("我要投诉")
        site.search.hit = a_hit()
        answered = await site.say("信访多久答复")
        site.dialogue.slow = False
        assert (await site.say("你好"))["outcome"] == "answered_smalltalk"
    assert "再发一次" in texts(asked_again) and "12345" in texts(asked_again)
    assert answered["outcome"] == "answered_knowledge" and "60日" in texts(answered)


async def test_with_everything_behind_it_down_the_citizen_still_hears_of_12345(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.down = site.search.down = True
        turn = await site.say("信访多久答复")
        assert turn["outcome"] == "error_dialogue_unavailable" and "12345" in texts(turn)


async def test_a_reply_that_cannot_be_rendered_is_an_internal_error_without_a_stack(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [{"kind": "holograms", "outcome": "answered_knowledge"}]
        turn = await site.say("你好")
        assert turn["outcome"] == "error_internal" and "12345" in texts(turn) and "Traceback" not in json.dumps(turn)


async def test_too_many_turns_a_minute_get_a_kind_word_and_the_next_minute_is_free(tmp_path: Path) -> None:
    async with a_site(tmp_path, rate_limits=True, turns_per_minute=2) as site:
        outcomes = [(await site.say("你好"))["outcome"] for _ in range(3)]
        assert outcomes == ["answered_smalltalk", "answered_smalltalk", "error_rate_limited"]


async def test_a_full_disk_is_a_problem_and_the_same_client_id_works_once_there_is_room(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        with site.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limits = {"pages": pages}

        from sqlalchemy import event

        @event.listens_for(site.engine, "begin")
        def _limit(connection) -> None:  # type: ignore[no-untyped-def]
            connection.exec_driver_sql(f"PRAGMA max_page_count={limits['pages']}")

        story = "油烟很大。" * 700
        refused = await site.send(text=story, client_id="big")
        assert refused.status_code == 503 and refused.json()["code"] == "storage-unavailable" and refused.json()["mend"]
        limits["pages"] = 1_000_000
        turn = await site.say(story, client_id="big")
        assert turn["outcome"] == "answered_smalltalk" and len(site.dialogue.requests) == 1


async def test_a_turn_left_unfinished_by_a_crash_is_finished_at_the_next_start(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await site.say("你好", client_id="one")
        with site.engine.connect() as connection:
            connection.begin()
            connection.exec_driver_sql("UPDATE turns SET state='processing', outcome=NULL")
            connection.exec_driver_sql("DELETE FROM events WHERE turn_id IS NOT NULL")
            connection.commit()
    async with a_site(tmp_path) as site:
        await asyncio.sleep(0.3)
        with site.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT state, outcome FROM turns").all() == [
                ("finished", "answered_smalltalk")
            ]


async def test_the_long_poll_gives_what_came_after_the_cursor(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await site.say("你好")
        read = (await site.http.get("/api/v1/events", params={"after": 2, "poll": 0}, headers=site.headers)).json()[
            "events"
        ]
        assert [(event["seq"], event["from"]) for event in read] == [(3, "user"), (4, "bot")]
        waiting = asyncio.create_task(
            site.http.get("/api/v1/events", params={"after": 4, "poll": 5}, headers=site.headers)
        )
        await asyncio.sleep(0.1)
        await site.send(wait=0, text="在吗")
        assert (await waiting).json()["events"][0]["seq"] == 5


async def test_one_session_cannot_read_or_rate_anothers_messages(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        turn = await site.say("你好")
        message_id = turn["messages"][0]["id"]
        good = await site.http.post(
            "/api/v1/feedback", headers=site.headers, json={"message_id": message_id, "helpful": True}
        )
        assert good.status_code == 204
        await site.open()
        stolen = await site.http.post(
            "/api/v1/feedback", headers=site.headers, json={"message_id": message_id, "helpful": False}
        )
        assert stolen.status_code == 404


async def test_ending_a_session_deletes_its_words_and_personal_data(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await site.say("我手机13800138000")
        assert (await site.http.delete("/api/v1/sessions/current", headers=site.headers)).status_code == 204
        with site.engine.connect() as connection:
            for table in ("sessions", "turns", "events", "vault_items"):
                assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0


async def test_the_outcome_of_a_question_inside_a_flow_is_the_answer_s(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [
            {"kind": "answer", "outcome": "answered_knowledge", "hit": a_hit(), "also": []},
            utter("您的电话是？", "flow_petition"),
        ]
        turn = await site.say("要等多久啊")
        assert turn["outcome"] == "answered_knowledge" and "您的电话是" in texts(turn)


async def test_a_handover_without_staff_says_so_and_offers_12345(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [words("handover_closed", "handover_closed")]
        turn = await site.say("转人工")
        assert turn["outcome"] == "handover_closed" and "12345" in texts(turn)


async def test_private_routes_are_closed_to_callers_behind_a_proxy(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        assert (await site.http.get("/metrics")).status_code == 200
        refused = await site.http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
        assert refused.status_code == 403


async def test_readiness_names_the_part_that_is_down(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        assert (await site.http.get("/readyz")).json() == {
            "ready": True,
            "parts": {"dialogue": True, "retrieval": True},
        }
        site.dialogue.down = True
        response = await site.http.get("/readyz")
        assert response.status_code == 503 and response.json()["parts"]["dialogue"] is False
