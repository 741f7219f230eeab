"""Hostile words stay words; the page keeps its policy, its size and to its own host."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.ui.stub_gateway import STATIC

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "negative" / "xss_payload_sample600.jsonl"
ATTACKS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=\"window.hit=1\">",
    "<svg/onload=window.hit=1>",
    "[看这里](javascript:window.hit=1)",
    "[看](JaVaScRiPt:window.hit=1)",
    "[x](data:text/html,<script>window.hit=1</script>)",
    "[a[b](javascript:window.hit=1)](https://example.org/(x))",
    "[x](//evil.example/y)",
    "![图](https://evil.example/a.png)",
    "</p></div><iframe src=javascript:window.hit=1>",
    "**<b onmouseover=window.hit=1>粗**",
    "| <img src=x onerror=window.hit=1> | b |\n| --- | --- |\n| <script>window.hit=1</script> | d |",
    "{{constructor.constructor('window.hit=1')()}}",
    "\u202e\u0000<a href=\"vbscript:window.hit=1\">x</a>",
]


def _attacks() -> list[str]:
    """Ours, and every row of the public list."""
    if not SHARED.exists():
        pytest.fail(f"{SHARED.name} is missing: put the folder `shared` beside this repository")
    rows = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    public = [max((value for value in row.values() if isinstance(value, str)), key=len, default="") for row in rows]
    assert len(public) >= 600
    return [text[:1500] for text in [*ATTACKS, *public] if text.strip()]


def _chunks(texts: list[str], limit: int = 3800) -> list[str]:
    """The texts as few messages, a line each."""
    out = [""]
    for text in texts:
        if len(out[-1]) + len(text) > limit:
            out.append("")
        out[-1] += f"{text}\n\n"
    return out


def test_hostile_words_are_shown_as_words(open_page: Any, base: str, stub: Any) -> None:
    stub.scripts["攻击"] = [
        {"type": kind, "content": {"text": text}, "fallback": text or "…"}
        for kind, texts in (("text", _chunks(_attacks())), ("markdown", _attacks())) for text in texts
    ] + [
        stub.sample("card", title=ATTACKS[1], subtitle=ATTACKS[0], actions=[]),
        stub.sample("form", title=ATTACKS[1], intro=ATTACKS[0], values={"text": ATTACKS[2]}, privacy=None, fields=[
            {"id": "text", "input": "textarea", "label": ATTACKS[1], "hint": ATTACKS[2]},
            {"id": "files", "input": "file", "label": ATTACKS[0], "accept": ["image/png"], "max_files": 5},
        ]),
        stub.sample("list", title=ATTACKS[2], items=[{"title": ATTACKS[1], "subtitle": ATTACKS[0]}]),
        stub.sample("status", title=ATTACKS[0], state_title=ATTACKS[1],
                    details=[{"label": ATTACKS[0], "text": ATTACKS[1]}]),
    ]
    page = open_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator("#zw-composer").fill("攻击")
    page.keyboard.press("Enter")
    expect(page.locator(".card.status")).to_be_visible(timeout=90_000)

    hostile = page.evaluate(
        """() => { const root = document.querySelector('zw-chat').shadowRoot;
                   return [root.querySelectorAll('img, script, iframe, object, embed, style, svg:not(.icon):not(.mark):not(.skyline)').length,
                           [...root.querySelectorAll('a')].map(a => a.getAttribute('href'))
                             .filter(href => !/^(https?:\\/\\/|\\/[^\\/]|tel:|mailto:)/.test(href)),
                           [...root.querySelectorAll('*')].flatMap(one => one.getAttributeNames())
                             .filter(name => name.startsWith('on')),
                           window.hit]; }"""
    )

    assert hostile == [0, [], [], None]
    assert page.locator("[data-type=markdown]").count() >= 600
    page.locator("input[type=file]").set_input_files([{"name": ATTACKS[1] + ".png", "mimeType": "image/png", "buffer": b"x"}])
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('zw-chat').shadowRoot.querySelectorAll('img').length") == 0
    assert dialogs == []
    assert [url for url in requests if not url.startswith(base)] == []


def test_no_request_leaves_our_host(open_page: Any, base: str) -> None:
    requests: list[str] = []
    page = open_page("/static/app/page.css")
    page.on("request", lambda request: requests.append(request.url))

    page.goto(f"{base}/chat")
    expect(page.locator(".tiles")).to_be_visible()

    assert [url for url in requests if not url.startswith((base, "data:"))] == []
    assert not any("token" in url for url in requests)


@pytest.mark.parametrize(("name", "limit"), [("chat.js", 40 * 1024), ("loader.js", 1024), ("launcher.js", 6 * 1024)])
def test_what_is_sent_over_the_wire_stays_small(name: str, limit: int) -> None:
    assert len(gzip.compress((STATIC / "app" / name).read_bytes(), 9)) <= limit


def test_the_built_page_has_no_way_to_make_markup() -> None:
    source = (STATIC / "app" / "chat.js").read_text()

    for sink in ("insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert sink not in source


def test_our_source_never_names_a_markup_sink() -> None:
    files = (STATIC.parents[2] / "web" / "src").rglob("*.ts*")

    guilty = [path.name for path in files if "innerHTML" in path.read_text() or "dangerouslySet" in path.read_text()]

    assert guilty == []


def test_the_launcher_opens_and_closes_the_chat_in_a_frame(open_page: Any) -> None:
    page = open_page("/host")
    page.get_by_role("button", name="侨都通").click()
    frame = page.frame_locator("zw-launcher iframe")
    expect(frame.locator(".tiles")).to_be_visible()

    frame.get_by_role("button", name="关闭").click()

    expect(page.locator("zw-launcher iframe")).to_be_hidden()


def test_a_browser_without_constructed_sheets_is_dressed_by_a_link(open_page: Any, base: str) -> None:
    page = open_page("/static/mark.svg")
    page.context.add_init_script("delete CSSStyleSheet.prototype.replaceSync")

    page.goto(f"{base}/chat")

    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator(".page")).to_have_css("display", "flex")
