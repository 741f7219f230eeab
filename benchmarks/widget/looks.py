"""Every look of the gallery, and what axe finds in it; all looks are put on one page, which is loaded once."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
ELDER_FROM = 24  # pixels: the mode for the elderly begins at this size
_SCREENS = ((390, 844), (768, 1024), (1280, 800))


@dataclass(frozen=True)
class Look:
    """One way in which the page can be dressed."""

    theme: str
    size: int
    lang: str
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.theme} {self.size}px {self.lang} {self.width}x{self.height}"


LOOKS = tuple(
    Look(theme, size, lang, width, height)
    for (width, height), theme, size, lang in product(
        _SCREENS, ("light", "dark"), (17, 24, 30), ("zh-Hans", "zh-Hant", "en")
    )
)
# Each theme with each size and each language, each screen with each size: twelve that stand for the fifty-four.
FEW = tuple(
    Look(theme, size, lang, *_SCREENS[screen])
    for theme, size, lang, screen in (
        ("light", 17, "zh-Hans", 0), ("light", 24, "zh-Hant", 0), ("light", 30, "en", 0),
        ("dark", 17, "zh-Hant", 0), ("dark", 24, "en", 0), ("dark", 30, "zh-Hans", 0),
        ("light", 17, "en", 1), ("dark", 24, "zh-Hans", 1), ("dark", 30, "zh-Hant", 1),
        ("dark", 17, "en", 2), ("light", 24, "zh-Hans", 2), ("light", 30, "zh-Hant", 2),
    )
)  # fmt: skip


def wear(page: Page, look: Look) -> None:
    """The gallery on `page` has this look."""
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.evaluate(
        "settings => document.querySelector('zw-gallery').wear(settings)",
        {"theme": look.theme, "size": look.size, "lang": look.lang, "elder": look.size >= ELDER_FROM},
    )
    page.wait_for_function(
        """look => { const gallery = document.querySelector('zw-gallery');
                     return gallery.lang === look.lang && gallery.dataset.theme === look.theme
                       && gallery.shadowRoot.querySelector('.page').lang === look.lang; }""",
        arg={"lang": look.lang, "theme": look.theme},
    )


def found_by_axe(page: Page) -> list[str]:
    """Violations of WCAG 2.2 AA and what axe could not decide: `kind rule html`, up to three places a rule."""
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": list(WCAG)},
        "resultTypes": ["violations", "incomplete"],
    }
    response = Axe().run(page, options=options).response
    return [
        f"{kind} {rule['id']} {node['html'][:120]}"
        for kind in ("violations", "incomplete")
        for rule in response[kind]
        for node in rule["nodes"][:3]
    ]
