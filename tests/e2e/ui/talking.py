"""How tests talk on the page: ask, and the bubble in which the answer comes."""

from typing import Any

from playwright.sync_api import Page

BOX = "#zw-composer"


def ask(page: Page, text: str) -> None:
    """The citizen has typed this and pressed Enter."""
    page.locator(BOX).fill(text)
    page.keyboard.press("Enter")


def answer(page: Page, text: str) -> Any:
    """The bubble that answers `text`, of the stub and of the stand alike."""
    return page.locator(".theirs .bubble", has_text=f"您问的是：{text}")
