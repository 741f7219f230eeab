"""The page behind a citation in a real browser: accessible, printable, in both scripts, and honest about its age."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import read_library
from assistant.gateway import pages
from assistant.retrieval.service import RetrievalService
from assistant.settings import ROOT
from tests.contract.served import served
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.knowledge_builder import a_file
from tests.unit.release_builder import publish_files

pytestmark = pytest.mark.browser

ARGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
SHIPPED = ("video-notary-steps", "id-card-lost", "petition-time-limits", "organisation-service-centre-gap")
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}


class Clock:
    """A day that a test moves."""

    now = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def files() -> list[KnowledgeFile]:
    shipped = [file for file in read_library(ROOT / "knowledge") if file.id in SHIPPED]
    return [
        *shipped,
        a_file(
            supersedes=["petition-old", {"section": "days", "by": "when"}],
            valid={"from": "2022-05-01", "until": "2026-12-31"},
        ),
        a_file(path="petition/petition-old.md", id="petition-old", status="retired", title="旧的一页"),
        a_file(path="petition/petition-gone.md", id="petition-gone", status="retired", title="停用的一页"),
        a_file(
            path="petition/elsewhere.md",
            id="elsewhere",
            place="广州",
            title="广州的做法",
            valid={"from": "2027-01-01", "until": None},
        ),
    ]


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[str]:
    """The pages alone, over a release of a few files."""
    directory = tmp_path_factory.mktemp("pages")
    publish_files(directory, files())
    retrieval = RetrievalService(encoder=FakeEncoder(), releases_dir=directory / "releases", clock=clock)
    app = FastAPI()
    app.state.gateway = SimpleNamespace(retrieval=retrieval, clock=clock, frame_ancestors="'self'")
    app.mount("/static", pages.PageFiles(directory=Path(pages.STATIC)))
    app.include_router(pages.router)
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [text for text in said if "404" not in text and "410" not in text] == []


@pytest.mark.parametrize(
    ("name", "query", "scheme"),
    [
        ("video-notary-steps", "lang=zh-Hans", "light"),
        ("video-notary-steps", "lang=zh-Hant&size=large", "dark"),
        ("video-notary-steps", "lang=en&size=large", "light"),
        ("organisation-service-centre-gap", "lang=en", "dark"),
    ],
)
def test_nothing_stands_in_the_way_of_assistive_technology(
    page: Page, base: str, name: str, query: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{base}/k/{name}?{query}")
    result = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )

    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize(("query", "pixels"), [("", 17), ("?size=large", 24)])
def test_type_is_large_and_nothing_runs_off_the_side(page: Page, base: str, query: str, pixels: int) -> None:
    page.goto(f"{base}/k/video-notary-steps{query}")

    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= pixels
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_every_button_is_wide_enough_for_a_thumb(page: Page, base: str) -> None:
    page.goto(f"{base}/k/id-card-lost")
    boxes = [link.bounding_box() for link in page.locator(".switches a, .back, .press, .contents a").all()]

    assert boxes
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)


def test_source_day_validity_and_review_are_said(page: Page, base: str) -> None:
    page.goto(f"{base}/k/petition-when")

    expect(page.get_by_role("heading", name="出处")).to_be_visible()
    expect(page.get_by_text("《信访工作条例》第二十三条")).to_be_visible()
    for words in ("核对日期：2026-11-21", "有效期到2026-12-31", "从2022-05-01起有效", "下次核对：2027-02-01"):
        expect(page.locator(".about")).to_contain_text(words)


def test_materials_time_limit_and_channels_stand_before_the_text(page: Page, base: str) -> None:
    page.goto(f"{base}/k/id-card-lost")
    card = page.get_by_role("region", name="办事要点")

    expect(card.get_by_text("要带的材料")).to_be_visible()
    expect(card.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    assert card.bounding_box()["y"] < page.locator("section[id]").first.bounding_box()["y"]  # type: ignore[index]


def test_the_page_is_there_in_both_scripts_and_in_english(page: Page, base: str) -> None:
    page.goto(f"{base}/k/video-notary-steps")
    simplified = page.locator("h1").inner_text()
    page.get_by_role("link", name="繁體").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    assert page.locator("h1").inner_text() != simplified
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("section[lang=zh-Hans]").first).to_be_visible()
    assert page.locator("h1").inner_text().isascii()


def test_an_old_address_leads_to_the_page_that_replaced_it_and_says_so(page: Page, base: str) -> None:
    page.goto(f"{base}/k/petition-old?lang=zh-Hans#when")

    assert "/k/petition-when?" in page.url
    assert page.url.endswith("#when")
    expect(page.get_by_text("旧的一页已经换成下面这一页")).to_be_visible()


def test_an_anchor_from_before_still_lands_on_its_section(page: Page, base: str) -> None:
    page.goto(f"{base}/k/petition-when#days")

    assert page.evaluate("document.querySelector(':target').nextElementSibling.id") == "when"


def test_a_page_that_has_ended_says_so_and_tells_nothing_else(page: Page, base: str) -> None:
    answer = page.goto(f"{base}/k/petition-gone")

    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_role("heading", name="这一页停用了")).to_be_visible()
    expect(page.get_by_text("15日")).to_have_count(0)


def test_an_unknown_page_says_where_to_ask(page: Page, base: str) -> None:
    answer = page.goto(f"{base}/k/no-such")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("12345")).to_be_visible()


def test_what_holds_elsewhere_or_later_is_marked(page: Page, base: str) -> None:
    page.goto(f"{base}/k/elsewhere")

    expect(page.get_by_text("这是广州的做法，不是江门的规定")).to_be_visible()
    expect(page.get_by_text("从2027-01-01起才有效")).to_be_visible()


def test_a_page_past_its_validity_says_so(page: Page, base: str, clock: Clock) -> None:
    clock.now = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)
    try:
        page.goto(f"{base}/k/petition-when")
        expect(page.get_by_text("到2026-12-31就不再有效了")).to_be_visible()
    finally:
        clock.now = Clock.now


def test_on_paper_there_is_the_text_and_nothing_to_press(page: Page, base: str) -> None:
    page.goto(f"{base}/k/id-card-lost?size=large")
    page.emulate_media(media="print")

    expect(page.locator("header")).to_be_hidden()
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.locator(".up")).to_be_hidden()
    expect(page.get_by_role("heading", name="出处")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") == 16


def test_every_page_is_served_under_the_strict_policy(page: Page, base: str) -> None:
    for path in ("petition-when", "petition-gone", "no-such", "petition-old"):
        answer = page.request.get(f"{base}/k/{path}", max_redirects=0)

        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "<script" not in answer.text()
