"""Reading aloud by a voice of the device, recording for a service of our own: each only where it is there."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.widget.stand import HEARD

WEB = Path(__file__).resolve().parents[3] / "web" / "src"
BOX = "#zw-composer"
VOICES = """
    window.spoken = []; window.cancelled = 0;
    const voices = [{lang: 'zh-CN', name: 'cloud', localService: false}, {lang: 'en-US', name: 'Ann', localService: true}, CHINESE].filter(Boolean);
    const synth = new EventTarget();
    Object.assign(synth, {getVoices: () => voices, speak: part => window.spoken.push(part), cancel: () => { window.cancelled += 1; }});
    Object.defineProperty(window, 'speechSynthesis', {value: synth});
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def with_voices(page: Page, address: str, *, chinese: bool) -> Page:
    found = "{lang: 'zh-CN', name: 'Ting', localService: true}" if chinese else "null"
    page.context.add_init_script(VOICES.replace("CHINESE", found))
    page.goto(address)
    expect(page.locator(".tiles")).to_be_visible()
    return page


def test_every_message_of_ours_is_read_aloud_and_stopped(open_page: Any, base: str, stub: Any) -> None:
    page = with_voices(open_page("/static/mark.svg"), f"{base}/chat", chinese=True)
    page.locator(BOX).fill("你好")
    page.keyboard.press("Enter")
    row = page.locator(".row.theirs", has_text="您问的是：你好")
    expect(row).to_be_visible()
    silent = page.locator(".row.theirs .body[data-type=chips], .row.theirs .body[data-type=form]").count()
    spoken = page.locator(".row.theirs:not(.typing)").count() - silent
    assert spoken >= 2
    assert page.get_by_role("button", name="朗读", exact=True).count() == spoken
    assert page.locator(".row.mine").get_by_role("button", name="朗读").count() == 0

    row.get_by_role("button", name="朗读").click()
    stop = row.get_by_role("button", name="停止朗读", pressed=True)
    expect(stop).to_be_visible()
    assert page.evaluate("window.spoken.map(part => [part.text, part.voice.name])") == [["您问的是：你好", "Ting"]]
    stop.click()
    expect(row.get_by_role("button", name="朗读", pressed=False)).to_be_visible()
    assert page.evaluate("window.cancelled") >= 1

    row.get_by_role("button", name="朗读").click()
    page.evaluate("window.spoken[window.spoken.length - 1].onend()")
    expect(row.get_by_role("button", name="朗读", pressed=False)).to_be_visible()


def test_without_a_voice_on_the_device_nothing_offers_to_read(open_page: Any, base: str, stub: Any) -> None:
    page = with_voices(open_page("/static/mark.svg"), f"{base}/chat", chinese=False)

    assert page.get_by_role("button", name="朗读").count() == 0


@pytest.mark.parametrize("removed", ["speech service", "microphone"])
def test_recording_is_not_offered_without(open_page: Any, base: str, stand: Any, stub: Any, removed: str) -> None:
    if removed == "speech service":
        page = open_page("/chat")
    else:
        page = open_page(f"{stand.base}/healthz")
        page.context.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
        page.goto(f"{stand.base}/chat")
    expect(page.locator(".tiles")).to_be_visible()

    assert page.get_by_role("button", name="语音输入").count() == 0


def test_what_is_said_is_written_into_the_box_and_sent_only_by_the_citizen(open_page: Any, stand: Any) -> None:
    page = open_page(f"{stand.base}/chat")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(BOX).fill("请问")
    page.get_by_role("button", name="语音输入").focus()
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="说完了", pressed=True)
    expect(stop).to_be_visible()
    expect(page.locator(".voice-note")).to_contain_text("正在录音")
    page.wait_for_timeout(1100)

    page.keyboard.press("Enter")

    expect(page.locator(BOX)).to_have_value(f"请问 {HEARD}")
    expect(page.locator(BOX)).to_be_focused()
    assert f"请问 {HEARD}" not in stand.said()
    assert page.locator(".row.mine").count() == 0
    assert [url for url in asked if not url.startswith((stand.base, "blob:", "data:"))] == []
    page.keyboard.press("Enter")
    expect(page.locator(".row.mine .bubble")).to_have_text(f"请问 {HEARD}")


def test_a_service_that_fails_says_so_and_typing_goes_on(open_page: Any, stand: Any) -> None:
    page = open_page(f"{stand.base}/chat")
    page.route("**/api/v1/speech*", lambda route: route.fulfill(status=422, body="{}"))
    page.get_by_role("button", name="语音输入").click()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="说完了").click()

    expect(page.locator(".voice-note")).to_contain_text("没听清")
    expect(page.get_by_role("button", name="语音输入")).to_be_enabled()


def test_the_vendor_s_speech_recognition_is_nowhere_in_our_source() -> None:
    sources = [path.read_text("utf-8") for path in WEB.rglob("*.ts*")]

    assert not any("SpeechRecognition" in source for source in sources)
