"""Without JavaScript, by keyboard alone: the chat's address leads to a page that asks and answers."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.ui.conftest import PATIENCE_MS


@pytest.fixture
def bare(browser: Browser, stand: Any) -> Any:
    """A page in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{stand.base}/chat")
    yield page
    context.close()


def test_the_chat_leads_to_a_page_that_asks_and_answers_by_keyboard(bare: Page, stand: Any) -> None:
    bare.wait_for_url("**/chat/plain")
    box = bare.get_by_label("您的问题")
    box.focus()
    bare.keyboard.type("不用脚本能问吗")
    bare.keyboard.press("Tab")
    expect(bare.get_by_role("button", name="发送")).to_be_focused()
    bare.keyboard.press("Enter")

    answer = bare.get_by_role("region", name="新的回答")
    expect(answer).to_contain_text("您问的是：不用脚本能问吗")
    assert stand.said()["不用脚本能问吗"] == 1
    bare.reload()
    expect(bare.get_by_role("region", name="新的回答")).to_contain_text("您问的是：不用脚本能问吗")
    assert stand.said()["不用脚本能问吗"] == 1
    assert [cookie["path"] for cookie in bare.context.cookies()] == ["/chat/plain"]


def test_a_petition_can_be_filled_in_without_a_script(bare: Page, stand: Any) -> None:
    bare.wait_for_url("**/chat/plain")
    bare.get_by_role("button", name="我要投诉反映").click()
    bare.get_by_label("发生了什么").fill("无脚本提交：楼下天天油烟")
    bare.locator("select[name='f.petition_district']").select_option(index=1)
    bare.get_by_label("您的姓名").fill("欧阳小宝")
    bare.locator("input[type=tel]").fill("13800138000")
    bare.get_by_role("checkbox").check()
    photo = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 of the smoke"}
    bare.get_by_label("照片或PDF").set_input_files([photo])
    width = bare.locator("html").bounding_box()
    assert width is not None and width["width"] <= 390
    bare.locator("form", has=bare.get_by_label("发生了什么")).get_by_role("button", name="下一步").click()

    expect(bare.get_by_role("region", name="新的回答")).to_contain_text("您问的是：submit_form")
    assert stand.rows("SELECT media_type FROM uploads")[-1] == ("application/pdf",)
    assert ("13800138000",) not in stand.rows("SELECT request FROM turns")
