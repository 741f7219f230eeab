"""The chat without a script: the same turns as the API, in a form that only its own page can send."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from gateway_site import Site, a_hit, a_site, utter
from sqlalchemy import select

from assistant.gateway.plain_messages import prose
from assistant.persistence.tables.gateway import sessions, turns, uploads

PATH = "/chat/plain"
FORM = {
    "kind": "form",
    "outcome": "flow_petition",
    "form_id": "petition",
    "values": {"petition_text": "楼下<b>油烟</b>"},
}


async def post(site: Site, page: str = "", **fields: str) -> httpx.Response:
    """What a browser sends from `page`, with these fields filled in."""
    hidden = dict(re.findall(r'<input type="hidden" name="(csrf|lang|client_id)" value="([^"]*)"', page))
    return await site.http.post(PATH, data={"lang": "zh-Hans", **hidden, **fields})


def rows(site: Site, table: Any) -> list[Any]:
    with site.engine.connect() as connection:
        return list(connection.execute(select(table)))


async def test_nothing_is_stored_before_the_first_question(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        before = len(rows(site, sessions))
        page = await site.http.get(PATH)

        assert page.status_code == 200
        assert len(rows(site, sessions)) == before
        assert "set-cookie" not in page.headers
        assert "<script" not in page.text
        assert "我要投诉反映" in page.text


async def test_a_question_is_answered_on_the_next_page_by_the_same_pipeline(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [
            {"kind": "answer", "outcome": "answered_knowledge", "hit": a_hit(), "also": []}
        ]
        page = await post(site, text="信访多久有答复，我电话13800138000")

        assert page.status_code == 200
        assert "受理后60日内办结。" in page.text
        assert 'href="/k/petition-time-limits#sixty-days"' in page.text
        assert "13800138000" not in str(site.dialogue.requests)
        assert rows(site, turns)[-1].outcome == "answered_knowledge"


async def test_the_token_is_in_a_cookie_of_this_path_alone_that_no_script_reads(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        first = await post(site, text="你好")
        cookie = first.headers["set-cookie"].lower()
        second = await post(site, first.text, text="再问一句")

        assert "path=/chat/plain" in cookie
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        token = site.http.cookies["qiaodu_plain"]
        assert token not in first.text + second.text
        assert "你好" in second.text
        assert len({row.session_id for row in rows(site, turns)}) == 1


async def test_a_page_that_is_sent_twice_is_one_turn(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        first = await post(site, text="你好")
        once = await post(site, first.text, text="再问一句")
        twice = await post(site, first.text, text="再问一句")

        assert [once.status_code, twice.status_code] == [200, 200]
        assert len(rows(site, turns)) == 2


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
async def test_what_another_site_sends_is_not_taken(tmp_path: Path, headers: dict[str, str]) -> None:
    async with a_site(tmp_path) as site:
        page = await site.http.post(PATH, data={"text": "撤回我的投诉"}, headers=headers)

        assert page.status_code == 403
        assert rows(site, turns) == []
        assert "撤回我的投诉" in page.text


async def test_with_a_cookie_a_form_without_its_own_mark_is_refused(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        await post(site, text="你好")
        forged = await site.http.post(PATH, data={"text": "撤回", "csrf": "0" * 64})

        assert forged.status_code == 403
        assert len(rows(site, turns)) == 1


async def test_a_form_can_be_filled_in_and_what_is_wrong_is_said_with_everything_kept(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.dialogue.script = lambda _: [FORM]
        page = await post(site, text="我要投诉")
        assert "楼下&lt;b&gt;油烟&lt;/b&gt;</textarea>" in page.text

        wrong = await post(
            site, page.text, form_id="petition", **{"f.petition_text": "楼下油烟很大很大", "f.consent": "true"}
        )
        assert wrong.status_code == 422
        assert "有几项要改一下" in wrong.text
        assert "楼下油烟很大很大</textarea>" in wrong.text

        site.dialogue.script = lambda _: [utter("收到", "flow_petition", "Received")]
        values = {
            "petition_text": "楼下油烟很大很大",
            "petition_district": "蓬江区",
            "petition_name": "欧阳小宝",
            "petition_phone": "13800138000",
            "consent": "true",
        }
        done = await post(
            site, wrong.text, form_id="petition", **{f"f.{name}": value for name, value in values.items()}
        )
        assert done.status_code == 200
        assert "收到" in done.text
        assert "13800138000" not in str(site.dialogue.requests)


async def test_an_empty_question_is_answered_kindly(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await post(site, text="  ")

        assert page.status_code == 422
        assert "还没写字呢" in page.text


async def test_ending_deletes_the_conversation_and_the_cookie(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await post(site, text="你好")
        ended = await post(site, page.text, end="1")

        assert "已经结束" in ended.text
        assert rows(site, turns) == []
        assert "qiaodu_plain" not in site.http.cookies


async def test_the_page_speaks_english_to_who_asks_in_english(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await post(site, (await site.http.get(PATH, params={"lang": "en"})).text, text="hello there")

        assert '<html lang="en"' in page.text
        assert "Your question" in page.text
        assert ">Hello<" in page.text


@pytest.mark.parametrize(
    "attack",
    [
        "<script>x</script>",
        "<img src=x onerror=x>",
        "[a](javascript:x)",
        "![a](https://evil.example/a.png)",
        "[a](data:text/html,x)",
    ],
)
def test_prose_makes_no_element_that_was_not_meant(attack: str) -> None:
    assert re.findall(r'<(?!/?(?:p|br|strong|em|code)\b|a href="https://|/a>)[^>]*>', prose(attack)) == []


async def a_petition_page(site: Site) -> str:
    """The page on which the petition's form stands."""
    site.dialogue.script = lambda _: [FORM]
    return (await post(site, text="我要投诉")).text


async def hand_in(site: Site, page: str, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
    """The form sent as a browser without a script sends it, with these files chosen."""
    hidden = dict(re.findall(r'<input type="hidden" name="(csrf|lang|client_id)" value="([^"]*)"', page))
    kept = re.findall(r'name="f\.petition_files\.kept" value="([^"]*)"', page)
    values = {
        "petition_text": "楼下油烟很大很大", "petition_district": "蓬江区", "petition_name": "欧阳小宝",
        "petition_phone": "13800138000", "consent": "true",
    } | fields  # fmt: skip
    data = (
        hidden
        | {"form_id": "petition", "f.petition_files.kept": kept}
        | {f"f.{name}": one for name, one in values.items()}
    )
    chosen = files or (("", b""),)  # a field left empty is sent as a file without a name
    return await site.http.post(PATH, data=data, files=[("f.petition_files", (name, body)) for name, body in chosen])


async def test_files_go_with_a_form_that_no_script_sends(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await a_petition_page(site)
        assert 'enctype="multipart/form-data"' in page
        site.dialogue.script = lambda _: [utter("收到", "flow_petition", "Received")]

        done = await hand_in(site, page, ("一.pdf", b"%PDF-1.7 one"), ("二.pdf", b"%PDF-1.7 two"))

        assert (done.status_code, "收到" in done.text) == (200, True)
        assert len(rows(site, uploads)) == 2
        again = await hand_in(site, page, ("一.pdf", b"%PDF-1.7 one"), ("二.pdf", b"%PDF-1.7 two"))
        assert (again.status_code, len(rows(site, uploads)), len(rows(site, turns))) == (200, 2, 2)


async def test_a_form_without_a_chosen_file_is_taken_as_it_is(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await a_petition_page(site)
        site.dialogue.script = lambda _: [utter("收到", "flow_petition", "Received")]

        done = await hand_in(site, page)

        assert (done.status_code, rows(site, uploads)) == (200, [])


async def test_a_file_that_is_refused_says_so_and_the_good_one_need_not_be_chosen_again(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await a_petition_page(site)

        wrong = await hand_in(site, page, ("good.pdf", b"%PDF-1.7 good"), ("bad.png", b"<html>"))

        assert wrong.status_code == 422
        assert "照片" in wrong.text and "已经收到1个" in wrong.text
        assert "楼下油烟很大很大</textarea>" in wrong.text
        site.dialogue.script = lambda _: [utter("收到", "flow_petition", "Received")]
        done = await hand_in(site, wrong.text)
        assert (done.status_code, len(rows(site, uploads))) == (200, 1)
        assert rows(site, uploads)[0].id in str(rows(site, turns)[-1].request)


async def test_files_of_who_has_no_conversation_are_not_read(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        refused = await hand_in(site, "", ("a.pdf", b"%PDF-1.7"))

        assert refused.status_code == 400
        assert rows(site, uploads) == []


async def test_more_than_all_files_together_may_weigh_leads_back_to_the_page_with_a_word(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await a_petition_page(site)

        sent = await hand_in(site, page, ("film.pdf", b"%PDF" + b"x" * 33_000_000))

        assert (sent.status_code, sent.headers["location"]) == (303, f"{PATH}?large=1")
        assert 'class="notice"' in (await site.http.get(f"{PATH}?large=1")).text
