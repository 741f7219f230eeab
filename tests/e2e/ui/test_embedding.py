"""The chat on other sites: one tag, their strictest policy and rudest styles, and nobody else at the controls."""

import io
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from tests.e2e.ui.conftest import DESKTOP, HOST, UNLISTED
from tests.e2e.ui.stub_gateway import STATIC

WEB = Path(__file__).resolve().parents[3] / "web" / "src"
HOSTILE = (STATIC / "demo.css").read_text("utf-8").split("*/")[1].split("main p,")[0] + (
    "* { font-size: 40px !important; line-height: 0.8 !important; letter-spacing: 6px !important; color: #f0f !important; "
    "text-transform: uppercase !important } button { all: unset !important; width: 300px !important } "
    "iframe, zw-launcher { display: none !important; visibility: hidden !important; opacity: 0.2 !important }"
)
OPENER = "zw-launcher .opener"


PAGE: dict[str, Any] = {}


class Site(BaseHTTPRequestHandler):
    """A page of somebody else's: what `PAGE` holds, on two origins."""

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in PAGE["headers"].items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(PAGE["body"].encode())

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@pytest.fixture(scope="module", autouse=True)
def sites() -> Iterator[None]:
    servers = [ThreadingHTTPServer(("127.0.0.1", int(origin.rsplit(":", 1)[1])), Site) for origin in (HOST, UNLISTED)]
    threads = [threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    yield
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def site(page: Page, origin: str, bot: str, *, tag: str = "", policy: bool = True, css: str = "") -> None:
    """A page with our tag in it twice is open."""
    strict = f"default-src 'none'; script-src {bot}; frame-src {bot}; require-trusted-types-for 'script'; trusted-types 'none'"
    PAGE["headers"] = {"Content-Type": "text/html; charset=utf-8", **({"Content-Security-Policy": strict} if policy else {})}
    PAGE["body"] = (
        f'<!doctype html><html lang=fr><link rel=icon href="data:,"><title>gov</title>{f"<style>{css}</style>" if css else ""}'
        f'<script src="{bot}/w/loader.js" defer {tag}></script><script src="{bot}/w/loader.js" defer data-position="left"></script>'
        '<body style="height:3000px">' if not policy else
        f'<!doctype html><html lang=fr><title>gov</title><script src="{bot}/w/loader.js" defer {tag}></script>'
        f'<script src="{bot}/w/loader.js" defer data-position="left"></script><body>'
    )
    page.goto(f"{origin}/")


@pytest.fixture
def guest(open_page: Any, stand: Any) -> Page:
    page: Page = open_page(f"{stand.base}/healthz", viewport=DESKTOP)
    return page


def chat(page: Page) -> Any:
    return page.frame_locator("zw-launcher iframe")


def test_one_tag_under_the_strictest_policy_opens_asks_fills_and_closes(guest: Page, stand: Any) -> None:
    policy: list[str] = []
    guest.on("console", lambda line: policy.append(line.text) if "Content Security" in line.text or "Trusted" in line.text else None)
    asked: list[str] = []
    guest.on("request", lambda request: asked.append(request.url))
    site(guest, HOST, stand.base, tag='data-lang="zh-Hans" data-site="gaj" data-elder data-theme="dark"')
    expect(guest.locator(OPENER)).to_be_visible()

    assert guest.locator("zw-launcher").count() == 1
    assert guest.locator("zw-launcher .left").count() == 0
    assert not [url for url in asked if "/chat" in url], "nothing of the chat is fetched before it is opened"
    box = guest.locator(OPENER).bounding_box()
    assert box is not None and box["height"] >= 60
    guest.evaluate("""() => { window.heard = [];
        for (const name of ['ready', 'open', 'close', 'unread']) {
            QiaoduChat.on(name, detail => window.heard.push([name, detail ?? null]));
            addEventListener('qiaoduchat:' + name, event => window.heard.push(['dom ' + name, event.detail ?? null])); } }""")

    guest.locator(OPENER).click()
    composer = chat(guest).locator("#zw-composer")
    expect(composer).to_be_focused()
    assert chat(guest).locator("zw-chat[data-elder][data-theme=dark]").count() == 1
    composer.fill("你好")
    guest.keyboard.press("Enter")
    expect(chat(guest).locator(".theirs .bubble", has_text="您问的是：你好")).to_be_visible()
    chat(guest).get_by_role("button", name="我要投诉反映").click()
    expect(chat(guest).locator("form.form")).to_be_visible()
    panel = guest.locator("zw-launcher iframe").bounding_box()
    assert panel is not None and panel["width"] <= 400 and panel["height"] <= 680

    composer.focus()
    guest.keyboard.press("Escape")
    expect(guest.locator("zw-launcher iframe")).to_be_hidden()
    expect(guest.locator(OPENER)).to_be_focused()
    assert guest.locator(OPENER).get_attribute("aria-expanded") == "false"

    guest.evaluate("QiaoduChat.send('从网站来的问题')")
    expect(chat(guest).locator(".theirs .bubble", has_text="您问的是：从网站来的问题")).to_be_visible()
    guest.evaluate("QiaoduChat.close()")
    inner = next(frame for frame in guest.frames if "/chat" in frame.url)
    inner.evaluate("document.querySelector('zw-chat').say('关着也在答')")
    expect(guest.locator(".count")).to_have_text("1")
    expect(guest.get_by_role("button", name="侨都通，有 1 条新回复")).to_be_visible()
    guest.evaluate("QiaoduChat.open()")
    expect(guest.locator(".count")).to_be_hidden()

    heard = guest.evaluate("window.heard")
    assert [item for item in heard if not item[0].startswith("dom")] == [
        ["open", None], ["ready", None], ["close", None], ["open", None], ["close", None], ["unread", 1], ["open", None], ["unread", 0]
    ]
    assert [item[0] for item in heard if item[0].startswith("dom")] == [f"dom {item[0]}" for item in heard if not item[0].startswith("dom")]
    assert policy == []
    assert [url for url in asked if not url.startswith((stand.base, HOST, "data:"))] == []
    assert ("site:gaj",) in stand.rows("SELECT channel FROM sessions")
    assert "token" not in "".join(asked)


def test_only_the_frame_itself_closes_and_only_the_page_around_sends(guest: Page, stand: Any) -> None:
    site(guest, HOST, stand.base, policy=False)
    guest.locator(OPENER).click()
    expect(chat(guest).locator(".tiles")).to_be_visible()
    guest.evaluate("""bot => { const other = document.createElement('iframe'); other.id = 'other'; other.src = bot + '/privacy';
                               document.body.append(other); }""", stand.base)
    expect(guest.frame_locator("#other").locator("h1")).to_be_visible()
    other = next(frame for frame in guest.frames if frame.url.endswith("/privacy"))

    guest.evaluate("window.postMessage({zw: 1, type: 'close'}, '*')")
    other.evaluate("parent.postMessage({zw: 1, type: 'close'}, '*')")
    other.evaluate("for (let at = 0; at < parent.length; at += 1) parent[at].postMessage({zw: 1, type: 'send', text: '冒充'}, '*')")
    other.evaluate("[...Array(parent.length).keys()].forEach(at => parent[at].postMessage({zw: 1, type: 'send', text: '冒充'}, '*'))")
    guest.evaluate("QiaoduChat.send('真的')")

    expect(chat(guest).locator(".theirs .bubble", has_text="您问的是：真的")).to_be_visible()
    expect(guest.locator("zw-launcher iframe")).to_be_visible()
    assert "冒充" not in stand.said()


def test_our_source_never_posts_to_any_origin() -> None:
    files = list(WEB.rglob("*.ts*"))
    posts = [line for path in files for line in path.read_text("utf-8").splitlines() if "postMessage(" in line]

    assert len(posts) >= 2
    assert [line for line in posts if re.search(r"""['"`]\*['"`]""", line)] == []


def test_a_site_that_is_not_listed_cannot_frame_the_chat(browser: Browser, stand: Any) -> None:
    page = browser.new_context(viewport=DESKTOP).new_page()
    site(page, UNLISTED, stand.base, policy=False)
    with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
        page.locator(OPENER).click()

    assert chat(page).locator("zw-chat").count() == 0
    page.context.close()


def test_rude_styles_do_not_change_a_pixel_of_the_widget(guest: Page, stand: Any) -> None:
    pictures = []
    for css in ("", HOSTILE):
        site(guest, HOST, stand.base, policy=False, css=css)
        dock = guest.locator("zw-launcher .dock")
        expect(dock).to_be_visible()
        shot = dock.screenshot()
        guest.locator(OPENER).click()
        expect(chat(guest).locator(".tiles")).to_be_visible()
        expect(chat(guest).locator("#zw-composer")).to_be_focused()
        guest.mouse.move(5, 5)
        guest.wait_for_timeout(400)
        pictures.append((shot, guest.locator("zw-launcher iframe").screenshot()))

    for kind, before, after in zip(("dock", "frame"), *pictures, strict=True):
        one, two = (Image.open(io.BytesIO(shot)).convert("RGB") for shot in (before, after))
        assert one.size == two.size
        differing = int((np.asarray(ImageChops.difference(one, two)).max(axis=2) > 8).sum())
        assert differing <= one.width * one.height * 0.001, f"{kind}: {differing} pixels"


def test_it_never_opens_by_itself_and_whoever_puts_it_away_does_not_meet_it_again(guest: Page, stand: Any) -> None:
    site(guest, HOST, stand.base)
    expect(guest.locator(OPENER)).to_be_visible()
    guest.wait_for_timeout(600)
    assert guest.locator("zw-launcher iframe").is_hidden()
    assert guest.locator("zw-launcher iframe").get_attribute("src") is None
    assert guest.evaluate("document.querySelector('zw-launcher').shadowRoot.getAnimations().length") == 0
    away = guest.get_by_role("button", name="不再显示这个按钮")
    box = away.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 44

    away.click()
    guest.reload()
    guest.locator("zw-launcher").wait_for(state="attached")

    assert guest.locator(OPENER).is_hidden()
    guest.evaluate("QiaoduChat.open()")
    expect(chat(guest).locator(".tiles")).to_be_visible()


def test_inline_it_is_part_of_the_page_and_leaves_the_page_alone(open_page: Any, stand: Any) -> None:
    page = open_page(f"{stand.base}/demo?mode=inline&lang=zh-Hans", viewport=DESKTOP)
    expect(page.locator(".tiles")).to_be_visible()
    page.get_by_role("button", name="身份证丢了怎么办").first.click()

    expect(page.locator(".theirs .bubble", has_text="您问的是：身份证丢了怎么办")).to_be_visible()
    assert page.title() == "嵌入演示页"
    assert page.locator("zw-launcher").count() == 0
    style = page.locator(".theirs .bubble").first.evaluate("one => [getComputedStyle(one).fontSize, getComputedStyle(one).textTransform]")
    assert style == ["17px", "none"]


def test_a_page_about_one_matter_begins_with_what_is_asked_there_in_its_language_framed_and_inline(guest: Page, stand: Any) -> None:
    questions = chat(guest).locator(".front .list-item")
    site(guest, HOST, stand.base, tag='data-lang="zh-Hant" data-topic="exit_entry"')
    guest.locator(OPENER).click()
    expect(questions.first).to_have_text("第一次辦護照要帶什麼")
    expect(chat(guest).locator(".front").last).to_contain_text("這類事常用到的")
    guest.goto(f"{stand.base}/demo?mode=inline&lang=en&topic=notary")
    expect(guest.locator(".front .list-item").first).to_have_text("Which notary office to go to")

    site(guest, HOST, stand.base, tag='data-lang="zh-Hant" data-topic="id_household"')
    guest.locator(OPENER).press("Enter")
    expect(questions.first).to_have_text("身份證丟了怎麼補辦")
    expect(chat(guest).locator("#zw-composer")).to_be_focused()
    for _ in range(10):  # by the keyboard alone, backwards from where one writes
        guest.keyboard.press("Shift+Tab")
        if questions.nth(2).evaluate("one => one.matches(':focus-visible')"):
            break
    guest.keyboard.press("Enter")
    said = chat(guest).locator(".mine .bubble", has_text="居住證怎麼辦")
    expect(said).to_be_visible()
    expect(chat(guest).locator(".theirs .bubble", has_text="您問的是")).to_be_visible()

    site(guest, HOST, stand.base, tag='data-lang="zh-Hant" data-topic="notary"')
    guest.locator(OPENER).click()
    expect(said).to_be_visible()  # a talk goes on, whatever the page is about


def test_a_link_leads_to_the_whole_page_and_an_unknown_topic_is_left_out_and_told_once(browser: Browser, stand: Any) -> None:
    page = browser.new_context(viewport=DESKTOP, locale="zh-CN").new_page()
    warned: list[str] = []
    page.on("console", lambda line: warned.append(line.text) if line.type == "warning" else None)
    page.add_init_script("window.heard = []; for (const name of ['ready', 'open'])"
                         " addEventListener('qiaoduchat:' + name, () => heard.push(name));")
    site(page, HOST, stand.base, tag='data-mode="link" data-topic="residence" data-theme="dark"')
    page.locator(OPENER).wait_for()
    # Asked within the page: its policy forbids the eval by which Playwright asks again and again.
    page.evaluate("() => new Promise(done => { const look = () => "
                  "heard.includes('ready') ? done() : setTimeout(look, 20); look(); })")
    assert page.locator("zw-launcher iframe").count() == 0
    assert page.locator(OPENER).get_attribute("href") == f"{stand.base}/chat?theme=dark&topic=residence"
    box = page.locator(OPENER).bounding_box()
    assert box is not None and box["height"] >= 60

    page.evaluate("QiaoduChat.send('不进地址')")

    page.wait_for_url(f"{stand.base}/chat?theme=dark&topic=residence")
    expect(page.locator(".front").last).to_contain_text("这个月常用到的")
    expect(page.locator(".front .list-item")).to_have_count(5)
    page.reload()
    expect(page.locator(".tiles")).to_be_visible()
    assert [line for line in warned if '"residence"' in line and "id_household" in line] == warned
    assert len(warned) == 2  # once for each time that the page was loaded
    page.context.close()


def test_the_demo_page_embeds_under_its_own_strict_policy(open_page: Any, stand: Any) -> None:
    page = open_page(f"{stand.base}/demo?lang=en", viewport=DESKTOP)
    page.get_by_role("button", name="QiaoduChat.open()").click()

    expect(chat(page).locator(".tiles")).to_be_visible()
    expect(page.locator("#said li", has_text="ready")).to_have_count(1)


def test_a_phone_gets_the_whole_screen_and_a_way_back(open_page: Any, stand: Any) -> None:
    page = open_page(f"{stand.base}/healthz")
    site(page, HOST, stand.base)
    page.locator(OPENER).click()
    expect(chat(page).locator(".tiles")).to_be_visible()
    box = page.locator("zw-launcher iframe").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}

    chat(page).get_by_role("button", name="关闭").click()
    expect(page.locator("zw-launcher iframe")).to_be_hidden()
