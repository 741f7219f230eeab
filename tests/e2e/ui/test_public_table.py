"""The public table in a browser: phone, desktop, keyboard, print; nothing blocked by its own strict policy."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from assistant.backends.petition.public_client import PublicTableClient
from assistant.gateway import pages, public_table
from tests.contract.backend_systems import build_systems
from tests.contract.served import served
from tests.unit.public_petitions import seed

DESKTOP = {"width": 1280, "height": 800}
# Words of a plot that stick out of its frame, by pixels of the drawing.
STICKING_OUT = """() => [...document.querySelectorAll('svg text')].filter(text => {
  const box = text.getBBox(); const frame = text.ownerSVGElement.viewBox.baseVal;
  return box.x < -0.5 || box.x + box.width > frame.width + 0.5 || box.y + box.height > frame.height + 0.5;
}).map(text => text.textContent)"""
# Every figure that a plot says, and the one that its table says under the same place.
PLOT_AND_TABLE = """() => ['district', 'topic', 'department', 'month'].map(id => {
  const section = document.getElementById(id);
  const plot = [...section.querySelectorAll('svg rect.bar')].map(bar => bar.nextElementSibling.textContent);
  const table = [...section.querySelectorAll('tbody tr')].map(row => row.children[1].textContent);
  return [plot, table.filter(text => /^[1-9]/.test(text)).slice(0, plot.length)];
})"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over a petition system with hundreds of petitions."""
    systems = build_systems(tmp_path_factory.mktemp("public"))
    seed(systems.engine, 600)
    app = FastAPI()
    app.state.gateway = SimpleNamespace(frame_ancestors="'self'")
    http = systems.raw_petition
    http.timeout = httpx.Timeout(60)  # a loaded machine may take its time for the first table
    app.state.public_tables = PublicTableClient(http)
    app.mount("/static", pages.PageFiles(directory=Path(pages.STATIC)))
    app.include_router(public_table.router)
    with served(app) as address:
        yield f"{address}/public/petitions"
    systems.engine.dispose()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(STICKING_OUT) == []


def test_on_a_phone_nothing_sticks_out_and_wide_tables_scroll_in_themselves_by_keyboard(
    open_page: Callable[..., Page], table: str
) -> None:
    page = open_page(f"{table}?lang=zh-Hant")
    fits(page)
    assert page.locator("h1").inner_text() == "信訪事項公開情況一覽表"
    small = "els => els.map(el => el.getBoundingClientRect()).filter(box => box.height < 44 || box.width < 44).length"
    assert page.locator("header a, .contents a").evaluate_all(small) == 0
    region = page.get_by_role("region", name="按縣（市、區）")
    region.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("el => el.scrollLeft > 40", arg=region.element_handle())
    named = region.locator("tbody th").first
    assert named.bounding_box()["x"] >= 0  # the name stays in sight
    page.goto(f"{table}?lang=zh-Hans&size=large")
    fits(page)


def test_plots_say_what_their_tables_say_with_title_unit_and_scope_and_the_list_turns_its_pages(
    open_page: Callable[..., Page], table: str
) -> None:
    page = open_page(f"{table}?lang=en", viewport=DESKTOP)
    fits(page)
    for plot, rows in page.evaluate(PLOT_AND_TABLE):
        assert plot and plot == rows
    assert page.get_by_role("img", name="By subject: petitions received (2026)").is_visible()
    assert page.locator("svg").first.locator("text", has_text="petitions").count() == 1
    assert page.locator("th:not([scope])").count() == 0
    assert page.locator("#cases tbody tr").count() == 100
    page.get_by_role("link", name="Page 2").click()
    assert page.locator("#cases a[aria-current]").inner_text() == "Page 2"
    assert page.locator("#cases tbody tr").count() == 100
    page.get_by_role("link", name="2025").click()
    assert "registered in 2025" in page.locator(".summary").inner_text()


def test_printed_it_has_tables_in_full_and_no_buttons(open_page: Callable[..., Page], table: str) -> None:
    page = open_page(f"{table}?lang=zh-Hans", viewport=DESKTOP)
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden() and page.locator(".contents").first.is_hidden()
    assert page.locator(".wide").first.evaluate("el => getComputedStyle(el).overflowX") == "visible"
    assert page.locator("svg").count() == 4
