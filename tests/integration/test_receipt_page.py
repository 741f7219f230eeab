"""The public page that checks a receipt, over the gateway and a real petition system."""

from pathlib import Path

import pytest
from gateway_site import Site, a_site

from assistant.gateway.rendering.petition import status as status_of
from assistant.gateway.rendering.piece import Reader
from assistant.shared.errors import BackendUnavailable
from tests.contract.backend_systems import Systems, a_petition, build_systems


async def a_receipt(systems: Systems) -> dict[str, str]:
    receipt = await systems.petitions.register(a_petition(), key="key-0001")
    return {"number": receipt["number"], "hash": receipt["receipt_hash"], "code": receipt["query_code"]}


def joined(site: Site, systems: Systems) -> None:
    site.app.state.gateway.receipts = systems.petitions


async def test_without_a_number_the_page_is_a_form_with_labels(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await site.http.get("/verify")
    assert page.status_code == 200
    assert page.text.count("<label for=") == 2
    assert 'role="status"' not in page.text


@pytest.mark.parametrize(("lang", "said"), [("zh-Hans", "对得上"), ("zh-Hant", "對得上"), ("en", "It matches")])
async def test_a_receipt_that_is_ours_is_said_to_match_with_the_hour_in_beijing(
    tmp_path: Path, lang: str, said: str
) -> None:
    systems = build_systems(tmp_path)
    async with a_site(tmp_path) as site:
        joined(site, systems)
        receipt = await a_receipt(systems)
        page = await site.http.get(
            "/verify", params={"number": receipt["number"], "hash": receipt["hash"], "lang": lang}
        )
    assert page.status_code == 200
    assert said in page.text
    assert "2026-11-22 09:00" in page.text


async def test_an_edited_petition_says_that_the_newer_form_counts(tmp_path: Path) -> None:
    systems = build_systems(tmp_path)
    async with a_site(tmp_path) as site:
        joined(site, systems)
        receipt = await a_receipt(systems)
        await systems.petitions.edit(receipt["number"], receipt["code"], a_petition(text="改了"), key="edit-0001")
        page = await site.http.get("/verify", params={"number": receipt["number"], "hash": receipt["hash"]})
    assert "以新的一份为准" in page.text


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "XF20261122000028", "hash": "0" * 64},
        {"number": "<script>alert(1)</script>", "hash": "x"},
        {"number": "../../status", "hash": "y" * 5_000},
    ],
)
async def test_what_is_not_ours_does_not_match_and_nothing_typed_becomes_html(
    tmp_path: Path, typed: dict[str, str]
) -> None:
    systems = build_systems(tmp_path)
    async with a_site(tmp_path) as site:
        joined(site, systems)
        page = await site.http.get("/verify", params=typed)
    assert page.status_code == 200
    assert "对不上" in page.text
    assert "<script>" not in page.text


async def test_neither_a_cache_nor_the_next_site_learns_the_number(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        page = await site.http.get("/verify", params={"number": "XF1", "hash": "h"})
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


class Down:
    async def verify(self, number: str, receipt_hash: str) -> dict[str, object]:
        raise BackendUnavailable("petition is down", mend="start it")


async def test_a_petition_system_that_is_down_is_said_in_words(tmp_path: Path) -> None:
    async with a_site(tmp_path) as site:
        site.app.state.gateway.receipts = Down()
        page = await site.http.get("/verify", params={"number": "XF1", "hash": "h"})
    assert page.status_code == 503
    assert "请过一会儿再试" in page.text


async def test_the_card_of_a_petition_opens_the_page_with_its_own_number_and_hash(tmp_path: Path) -> None:
    systems = build_systems(tmp_path)
    receipt = await systems.petitions.register(a_petition(), key="key-0001")
    card = status_of(Reader("hans", "Asia/Shanghai", systems.clock()), {**receipt, "actions": [], "timeline": []})[-1]
    (link,) = [action for action in card.content.actions if action.type == "open_url"]
    async with a_site(tmp_path) as site:
        joined(site, systems)
        page = await site.http.get(link.url)
    assert "对得上" in page.text
