"""What to bring: every matter and situation, in three scripts, from facts that may be said, on a page for printing."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.checklists import GROUPS, ITEMS, Situation, checklist
from assistant.gateway import checklist_page
from assistant.gateway.contents import CitationContent
from assistant.gateway.rendering import booking
from assistant.gateway.rendering.checklist import Checklists
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.vocabulary import Vocabulary
from assistant.settings import Settings

CATALOGUE = load_catalogue()
SETTINGS = Settings()
FOLDER = SETTINGS.knowledge_dir / "vocabulary"
WORDS = yaml.safe_load((FOLDER / "checklists.yml").read_text(encoding="utf-8"))
LISTS = Checklists(CATALOGUE, Vocabulary.load(FOLDER / "eligibility.yml", FOLDER / "checklists.yml"))
FACTS_DIR = SETTINGS.shared_dir / "facts"
SITUATIONS = st.builds(
    Situation,
    matter=st.sampled_from([None, *CATALOGUE.matters]),
    property=st.booleans(),
    guardian=st.booleans(),
    mission=st.sampled_from([None, *CATALOGUE.missions]),
)


class _Gateway:
    frame_ancestors = "'self'"


class Site:
    """The page alone, asked over ASGI."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str, params: dict[str, str] | None = None) -> httpx.Response:
        """The answer to one request."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
                return await client.get(path, params=params)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def site() -> Site:
    app = FastAPI()
    app.include_router(checklist_page.router)
    app.state.checklists, app.state.gateway = LISTS, _Gateway()
    return Site(app)


def a_reader(script: str) -> Reader:
    return Reader(script, "America/Toronto", datetime(2026, 11, 22, tzinfo=UTC))


def codes(**situation: Any) -> set[str]:
    return {code for group in checklist(Situation(**situation), CATALOGUE.known).values() for code in group}


@pytest.mark.parametrize(
    ("situation", "told", "not_told"),
    [
        (
            {"matter": "mandate", "property": True},
            {
                "bring-property",
                "first-any-office",
                "mistake-mission-property",
                "mistake-office-place",
                "mistake-letter",
            },
            {"first-ask-mission", "bring-guardian"},
        ),
        ({"matter": "mandate"}, {"first-ask-mission", "bring-draft-from-office"}, {"bring-property"}),
        ({"matter": "birth"}, {"bring-nationality", "bring-residence"}, {"mistake-letter", "first-ask-mission"}),
        ({"matter": "kinship", "property": True}, {"bring-property"}, {"first-any-office", "mistake-office-place"}),
        ({"matter": "birth", "guardian": True}, {"bring-guardian", "mistake-no-guardian"}, {"bring-property"}),
        ({"matter": "name", "mission": "kuching"}, {"office-first"}, {"ask-using-body-first"}),
        ({}, {"bring-draft-from-office", "mistake-letter"}, {"bring-property", "bring-guardian"}),
    ],
)
def test_an_item_is_told_in_the_situation_it_is_for(
    situation: dict[str, Any], told: set[str], not_told: set[str]
) -> None:
    found = codes(**situation)

    assert told <= found
    assert not not_told & found


@given(SITUATIONS)
def test_every_list_says_what_to_do_first_to_bring_to_expect_and_not_to_get_wrong(situation: Situation) -> None:
    found = checklist(situation, CATALOGUE.known)

    assert tuple(found) == GROUPS
    assert all(found.values())
    assert {"bring-office-list", "day-in-person", "mistake-home"} <= {code for each in found.values() for code in each}


def test_the_vocabulary_holds_exactly_the_items_and_each_has_a_group() -> None:
    assert set(WORDS) == {code for code, _ in ITEMS}
    assert {code.split("-", 1)[0] for code in WORDS} == set(GROUPS)


@pytest.mark.skipif(not FACTS_DIR.is_dir(), reason="the reference facts are not on this machine")
def test_every_item_rests_on_facts_that_may_be_said_and_names_the_source_of_the_first() -> None:
    facts = {each["id"]: each for path in FACTS_DIR.glob("*.yml") for each in yaml.safe_load(path.read_text())["facts"]}

    for code, item in WORDS.items():
        assert {facts[each]["use"] for each in item["facts"]} == {"ok"}, code
        first = facts[item["facts"][0]]
        assert item["source"]["title"] == first["source_title"], code
        assert item["source"]["published"] == str(first["source_date"]), code


def test_every_section_named_is_one_of_the_knowledge() -> None:
    files = {path.stem: path for path in SETTINGS.knowledge_dir.rglob("*.md")}

    for code, item in WORDS.items():
        assert f"{{#{item['section']}}}" in files[item["entry"]].read_text(encoding="utf-8"), code


@pytest.mark.parametrize("matter", ["", *CATALOGUE.matters])
@pytest.mark.parametrize(
    ("lang", "title"), [("zh-Hans", "要准备什么"), ("zh-Hant", "要準備什麼"), ("en", "what to prepare")]
)
def test_the_page_of_every_matter_is_served_in_three_scripts_with_sources(
    site: Site, matter: str, lang: str, title: str
) -> None:
    page = site.get(f"/checklist/{matter}".rstrip("/"), params={"lang": lang, "property": "yes", "mission": "kuching"})

    assert page.status_code == 200
    assert f'<html lang="{lang}"' in page.text
    assert title in page.text
    assert page.text.count('<li id="') == 0 and "style=" not in page.text and "<script" not in page.text
    numbers = {int(each) for each in re.findall(r">\[(\d+)\]<", page.text)}
    assert numbers == set(range(1, len(numbers) + 1)) and len(numbers) >= 5
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_page_says_that_nothing_is_drafted_here(site: Site) -> None:
    assert "我们不代写" in site.get("/checklist/mandate?lang=zh-Hans").text
    assert "We do not draft" in site.get("/checklist/declaration?lang=en").text


def test_a_matter_that_is_not_covered_has_no_page_and_what_was_typed_is_not_shown(site: Site) -> None:
    missing = site.get("/checklist/<b>will</b>")

    assert missing.status_code == 404
    assert "<b>" not in missing.text
    assert site.get("/checklist/will").status_code == 404
    assert site.get("/checklist/birth", params={"mission": "<b>", "lang": "en"}).text.count("<b>") == 0
    assert site.get("/checklist/birth", params={"property": "perhaps"}).status_code == 422


def test_a_situation_is_chosen_and_undone_by_a_link_that_keeps_the_rest(site: Site) -> None:
    page = site.get("/checklist/birth", params={"lang": "en", "guardian": "yes", "mission": "paris"}).text

    assert "property=yes&amp;guardian=yes&amp;mission=paris" in page
    assert "Embassy of China in France" in page
    assert "What shows that you are the guardian" in page


@pytest.mark.parametrize("script", ["hans", "hant", "en"])
def test_the_chat_shows_the_short_list_and_a_button_to_the_whole_one(script: str) -> None:
    short = LISTS.short(a_reader(script), LISTS.situation({"matter": {"code": "mandate"}, "mission": {"code": "vancouver"}}))
    button = LISTS.button(a_reader(script), LISTS.situation({"matter": "mandate", "mission": "vancouver"}))

    assert short.fallback.count("- ") >= 6
    assert button.content.items[0].url.startswith("/checklist/mandate?lang=")  # type: ignore[union-attr]
    assert button.content.items[0].url.endswith("mission=vancouver")  # type: ignore[union-attr]


def test_a_matter_or_mission_of_another_system_still_gets_the_general_list() -> None:
    button = LISTS.button(a_reader("en"), LISTS.situation({"matter": {"code": "unheard-of"}}))

    assert button.content.items[0].url == "/checklist?lang=en"  # type: ignore[union-attr]


def test_every_source_of_a_verdict_is_listed_even_when_there_are_more_than_one_message_holds() -> None:
    by_source = {item["source"]["title"]: code for code, item in WORDS.items()}
    body = {"eligible": "yes", "reasons": list(by_source.values()), "needs": [], "ask": []}

    pieces = booking.eligibility(a_reader("en"), body, LISTS.vocabulary)

    marks = {int(each) for each in re.findall(r"\[\^(\d+)\]", pieces[0].content.text)}  # type: ignore[union-attr]
    listed = [item.n for piece in pieces if isinstance(piece.content, CitationContent) for item in piece.content.items]
    assert listed == sorted(marks) and len(marks) > 10
