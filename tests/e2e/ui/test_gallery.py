"""Every message type and state, on one page that isn't clipped; one load, dressed again and again."""

from typing import Any

import pytest
from playwright.sync_api import Page

from benchmarks.widget.looks import FEW, Look, found_by_axe, wear

GALLERY = "/static/gallery.html"
TYPES = {"text", "markdown", "chips", "card", "list", "form", "slots", "status"}
# One character of each script we write, and one that no font has.
TOFU = """() => {
  const draw = text => { const canvas = document.createElement('canvas'); canvas.width = canvas.height = 40;
    const pen = canvas.getContext('2d'); pen.font = '32px ' + getComputedStyle(document.querySelector('zw-gallery')).fontFamily;
    pen.fillText(text, 2, 32); return canvas.toDataURL(); };
  const missing = draw(String.fromCodePoint(0x10FFFD));
  return [...'侨僑é你咗A'].filter(one => draw(one) === missing || draw(one) === draw(' ')); }"""


@pytest.fixture
def gallery(open_page: Any) -> Page:
    page: Page = open_page(GALLERY)
    page.wait_for_selector(".row")
    return page


def test_every_type_is_drawn_and_nothing_scrolls_sideways_at_any_width_or_size(gallery: Page) -> None:
    drawn = gallery.eval_on_selector_all(".body[data-type]", "all => all.map(one => one.dataset.type)")
    assert set(drawn) - {"hologram"} == TYPES
    assert gallery.locator(".citation").count() >= 3
    assert gallery.locator(".system-line").count() == 2

    wide = {}
    for width in (320, 390, 768, 1280):  # 320 is 1280 at a zoom of 400 %
        for size, lang in ((17, "zh-Hans"), (24, "zh-Hant"), (30, "en")):
            wear(gallery, Look("light", size, lang, width, 844))
            wide[width, size] = gallery.eval_on_selector_all(
                ".page *:not(.scroll-x *):not(.unseen)",
                f"""all => all.filter(x => x.getBoundingClientRect().right > {width} + 1).map(x => x.className)
                         .concat(document.documentElement.scrollWidth > {width} ? ['the page'] : [])""",
            )
    assert {look: found for look, found in wide.items() if found} == {}


def test_axe_finds_nothing_in_a_dozen_looks_that_stand_for_all(gallery: Page) -> None:
    found = {}
    for look in FEW:
        wear(gallery, look)
        found[str(look)] = found_by_axe(gallery)

    assert {look: told for look, told in found.items() if told} == {}


def test_controls_are_large_enough_to_hit_and_larger_for_the_elderly(gallery: Page) -> None:
    small = {}
    for size, least in ((17, 44), (24, 60)):
        wear(gallery, Look("light", size, "zh-Hans", 390, 844))
        small[least] = gallery.eval_on_selector_all(
            "button:not(.cite), select, input.control, textarea, summary, a.button, a.chip, a.quick, label.option",
            f"""all => all.filter(one => one.getBoundingClientRect().height < {least} - 0.5)
                         .map(one => one.outerHTML.slice(0, 80))""",
        )
    assert small == {44: [], 60: []}


def test_elder_mode_sets_text_at_24_pixels_with_open_lines_and_paragraphs_and_one_column(gallery: Page) -> None:
    wear(gallery, Look("light", 24, "zh-Hans", 390, 844))

    style = gallery.locator(".bubble .plain").first.evaluate(
        "one => [getComputedStyle(one).fontSize, getComputedStyle(one).lineHeight].map(parseFloat)"
    )
    between = gallery.locator(".prose > p + p").first.evaluate(
        """one => { const above = one.previousElementSibling.getBoundingClientRect(), here = one.getBoundingClientRect();
                    return (here.top - above.bottom + parseFloat(getComputedStyle(one).lineHeight)); }"""
    )
    columns = gallery.eval_on_selector_all(
        ".key-facts, .details > div",
        "all => [...new Set(all.map(one => getComputedStyle(one).gridTemplateColumns.split(' ').length))]",
    )
    assert style[0] >= 24
    assert style[1] >= 1.5 * style[0]
    assert between >= 1.3 * style[1]
    assert columns == [1]
    assert gallery.locator(".chips:not(.ways)").first.locator(".chip").count() <= 4


def test_in_the_largest_letters_no_date_is_cut_in_two_and_no_mark_stands_alone(gallery: Page) -> None:
    wear(gallery, Look("light", 30, "zh-Hans", 390, 844))

    cut = gallery.eval_on_selector_all(
        ".whole, .tile-text > span:first-child, .number",
        "all => all.filter(one => { const lines = document.createRange(); lines.selectNodeContents(one);"
        " return new Set([...lines.getClientRects()].map(box => box.top)).size > 1; }).map(one => one.textContent)",
    )
    alone = gallery.eval_on_selector_all(
        ".cite",
        """all => all.filter(one => { const before = document.createRange();
                     before.setStart(one.parentNode, 0); before.setEndBefore(one);
                     const last = [...before.getClientRects()].filter(box => box.width > 1).pop();
                     return last.bottom <= one.getBoundingClientRect().top; }).length""",
    )
    assert gallery.locator(".whole", has_text="2011-10-29").count() >= 1
    assert gallery.locator(".whole", has_text="6 月 1 日").count() >= 1
    assert cut == []
    assert alone == 0


def test_every_script_has_its_glyphs_and_no_emoji_stands_for_an_icon(gallery: Page) -> None:
    assert gallery.evaluate(TOFU) == []
    emoji = gallery.evaluate(
        r"""() => { const text = document.querySelector('zw-gallery').shadowRoot.textContent;
                    return text.match(/\p{Emoji_Presentation}/gu) || []; }"""
    )
    assert emoji == []


def test_what_is_written_in_another_language_says_so(gallery: Page) -> None:
    wear(gallery, Look("light", 17, "en", 390, 844))

    assert gallery.locator(".page").get_attribute("lang") == "en"
    assert gallery.locator(".body[data-type=form]").first.get_attribute("lang") == "zh-Hans"
    assert gallery.locator(".body[lang=zh-Hans] .feedback").first.get_attribute("lang") == "en"
    assert gallery.locator(".body[lang=en] .prose", has_text="Remote video notarisation").count() == 1


def test_with_forced_colours_every_bubble_and_card_keeps_an_edge(gallery: Page) -> None:
    gallery.emulate_media(forced_colors="active")

    bare = gallery.eval_on_selector_all(
        ".bubble, .card, .chip, .tile", "all => all.filter(x => getComputedStyle(x).borderTopStyle === 'none').length"
    )
    assert bare == 0


def test_on_paper_there_are_words_on_white_and_no_buttons(gallery: Page) -> None:
    wear(gallery, Look("dark", 17, "zh-Hans", 390, 844))
    gallery.emulate_media(media="print")

    assert (
        gallery.locator(".composer, .quick, .head-tools, .tools, .hero").evaluate_all(
            "all => all.filter(one => one.getClientRects().length).length"
        )
        == 0
    )
    ink, paper = gallery.locator(".card.guide").first.evaluate(
        "one => [getComputedStyle(one.querySelector('h3')).color, getComputedStyle(one).backgroundColor]"
    )
    assert (ink, paper) == ("rgb(25, 25, 25)", "rgb(255, 255, 255)")
