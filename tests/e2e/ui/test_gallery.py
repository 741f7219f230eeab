"""Every message type and state, on one page that isn't clipped."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

GALLERY = "/static/gallery.html"
TYPES = {"text", "markdown", "chips", "card", "list", "form", "slots", "status"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (768, 1024), (1280, 800)])
@pytest.mark.parametrize("elder", ["", "&elder=1", "&elder=1&size=30&lang=en"])
def test_every_type_is_drawn_and_nothing_scrolls_sideways(open_page: Any, width: int, height: int, elder: str) -> None:
    page = open_page(f"{GALLERY}?theme=light{elder}", viewport={"width": width, "height": height})

    page.wait_for_selector(".row")

    drawn = page.eval_on_selector_all(".body[data-type]", "all => all.map(one => one.dataset.type)")
    assert set(drawn) - {"hologram"} == TYPES
    assert page.locator(".citation").count() >= 3
    assert page.locator(".system-line").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.eval_on_selector_all(
        ".body *", f"all => all.filter(x => x.getBoundingClientRect().right > {width} + 1).map(x => x.className)"
    )
    assert wide == []


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("size", [17, 24])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Any, theme: str, size: int, lang: str) -> None:
    page = open_page(f"{GALLERY}?theme={theme}&size={size}&lang={lang}")
    page.wait_for_selector(".row")

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response

    told = {
        kind: [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found[kind]]
        for kind in ("violations", "incomplete")
    }
    assert told == {"violations": [], "incomplete": []}


@pytest.mark.parametrize(("query", "least"), [("", 44), ("?elder=1", 60)])
def test_controls_are_large_enough_to_hit(open_page: Any, query: str, least: int) -> None:
    page = open_page(GALLERY + query)
    page.wait_for_selector(".row")

    small = page.eval_on_selector_all(
        "button:not(.cite), select, input.control, textarea, summary, a.button, a.chip, a.quick, label.option",
        f"""all => all.filter(one => one.getBoundingClientRect().height < {least} - 0.5)
                     .map(one => one.outerHTML.slice(0, 80))""",
    )

    assert small == []


def test_elder_mode_sets_body_text_at_24_pixels_with_open_lines(open_page: Any) -> None:
    page = open_page(f"{GALLERY}?elder=1")

    style = page.locator(".bubble .plain").first.evaluate(
        "one => ({size: getComputedStyle(one).fontSize, lead: getComputedStyle(one).lineHeight})"
    )

    assert float(style["size"].removesuffix("px")) >= 24
    assert float(style["lead"].removesuffix("px")) >= 1.5 * 24


def test_slots_show_the_day_and_time_of_the_citizen_and_of_beijing(open_page: Any) -> None:
    page = open_page(GALLERY, timezone_id="America/Vancouver")
    slots = page.locator(".slots")

    local = page.evaluate(
        """() => new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', timeZone: 'America/Vancouver'})
                     .format(new Date('2026-12-01T01:00:00Z'))"""
    )

    first = slots.locator(".time").first
    assert local in ("17:00", "18:00")  # the zone's rules differ between editions of the tz database
    assert slots.locator(".day").first.inner_text().startswith("11月30日周一")
    assert first.locator("strong").inner_text() == local
    assert "北京时间 12月1日周二 09:00" in first.inner_text()


def test_slots_in_beijing_show_one_time_only(open_page: Any) -> None:
    page = open_page(GALLERY, timezone_id="Asia/Shanghai")
    slots = page.locator(".slots")

    assert slots.locator(".time").first.inner_text().strip() == "09:00"
    assert "北京时间" not in slots.inner_text()


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kathmandu"])
def test_slots_of_other_zones_keep_minutes(open_page: Any, zone: str) -> None:
    page = open_page(GALLERY, timezone_id=zone)

    shown = page.locator(".slots .time strong").first.inner_text()

    assert shown == {"Europe/London": "01:00", "Asia/Kathmandu": "06:45"}[zone]
