"""The real page in a real browser against the two running processes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from scripts.build.start import Site

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(params=[(390, 844), (1280, 800)], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, site: Site) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        width, height = request.param
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        page = context.new_page()
        page.faults = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
        page.on(
            "console",
            lambda said: page.faults.append(said.text) if said.type == "error" else None,  # type: ignore[attr-defined]
        )
        page.goto(f"http://127.0.0.1:{site.port}/chat")
        yield page
        assert page.faults == []  # type: ignore[attr-defined]
        browser.close()


def ask(page: Page, text: str) -> None:
    box = page.get_by_role("textbox").first
    box.fill(text)
    box.press("Enter")


def test_a_question_typed_on_the_page_is_answered_with_a_source_that_opens(page: Page, site: Site) -> None:
    ask(page, "信访交上去多久要给答复")
    expect(page.get_by_text("60日内办结").first).to_be_visible(timeout=15_000)
    expect(page.get_by_text("2026-11-21").first).to_be_visible()
    href = page.get_by_role("link", name="看全文").first.get_attribute("href")
    assert href
    assert href.startswith("/k/petition-time-limits#")
    page.goto(f"http://127.0.0.1:{site.port}{href}")
    expect(page.get_by_role("heading", name="出处")).to_be_visible()
    expect(page.get_by_text("信访工作条例").first).to_be_visible()


def test_the_conversation_is_there_again_after_a_reload(page: Page) -> None:
    ask(page, "身份证丢了咋补办啊")
    expect(page.get_by_text("丢了先做什么").first).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_text("身份证丢了咋补办啊").first).to_be_visible(timeout=15_000)
    expect(page.get_by_text("丢了先做什么").first).to_be_visible()
    page.faults.clear()  # type: ignore[attr-defined]  # the stream that the reload cut off


def test_the_petition_form_is_offered_filled_with_what_was_said(page: Page) -> None:
    ask(page, "我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    expect(page.get_by_label("发生了什么").first).to_have_value(
        "我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边", timeout=15_000
    )
