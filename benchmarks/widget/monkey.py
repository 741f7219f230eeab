"""`python -m benchmarks.widget.monkey`: two thousand random actions on a network that comes and goes.

The page is the built one and the gateway the real one, over a real database.
It types, presses, fills in forms, changes language and looks, scrolls, opens second tabs and reloads them, while the
network flaps. Exit 1 for an exception, a word that the database does not hold exactly once, or 20 MB more memory.
"""

import argparse
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.widget.speed import ARGS, CHROMIUM, PHONE
from benchmarks.widget.stand import Stand
from scripts.build.paths import VAR

MEMORY_BAR_MB = 20.0
_WARM_UP = 50
_SETTLE_SECONDS = 90.0
_QUIET = ("net::ERR_", "the server responded with a status of")
_WORD = re.compile(r"^第\d+句")
VALUES = {"反映的事情|发生了什么": "楼下烧烤店天天油烟，熏得睡不着", "姓名": "欧阳小宝", "电话|手机": "13800138000"}


@dataclass
class Result:
    """What the monkey found."""

    said: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    stored: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    megabytes: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def growth(self) -> float:
        """MB of the page's heap after the last action, less those after the first fifty, without garbage."""
        return self.megabytes[-1] - self.megabytes[0]

    def faults(self) -> list[str]:
        """What must not be: nothing in a good run."""
        wanted = Counter(self.said)
        out = [f"exception: {line}" for line in self.exceptions]
        for what, found in (("the database", self.stored), ("the page", self.shown)):
            out += [f"{what} holds {text!r} {found[text]} times" for text in wanted if found[text] != 1]
        if self.growth > MEMORY_BAR_MB:
            out.append(f"memory grew by {self.growth:.1f} MB")
        return out


class Monkey:
    """Does one random thing after another on `page`."""

    def __init__(self, page: Page, chance: random.Random, result: Result) -> None:
        self.page = page
        self._chance = chance
        self._result = result
        self._online = True
        self._second: Page | None = None
        self._deeds: list[tuple[int, Callable[[], None]]] = [
            (30, self.say), (8, self.flap), (6, self.press), (6, self.petition), (5, self.scroll), (5, self.draft),
            (4, self.language), (3, self.looks), (3, self.elsewhere), (3, self.tab), (2, self.wait),
        ]  # fmt: skip

    def act(self) -> None:
        """One deed; a button that was gone before it could be pressed is no fault."""
        deed = self._chance.choices([deed for _, deed in self._deeds], [weight for weight, _ in self._deeds])[0]
        try:
            deed()
            self._result.done[deed.__name__] += 1
        except BrowserError as error:
            if "Timeout" not in str(error) and "detached" not in str(error):
                raise
            self._result.done["missed"] += 1

    def say(self, page: Page | None = None) -> None:
        """Something that is said once and never again."""
        topic = self._chance.choice(("身份证丢了", "🙂 怎么办", "how long", "點樣做公證"))
        text = f"第{len(self._result.said)}句，{topic}"
        self._result.said.append(text)
        box = (page or self.page).locator("#zw-composer")
        box.fill(text)
        box.press("Enter")

    def flap(self) -> None:
        """The network is there, or not."""
        self._online = not self._online
        self.page.context.set_offline(not self._online)

    def press(self) -> None:
        """One of the buttons in the talk."""
        buttons = self.page.locator(".log").locator("button.chip:enabled, button.tile:enabled, .tools button:enabled")
        count = buttons.count()
        if count:
            buttons.nth(self._chance.randrange(max(0, count - 6), count)).click(timeout=500)

    def petition(self) -> None:
        """The newest form filled in, in part or whole, and sent; or a new one asked for."""
        forms = self.page.locator("form.form")
        if not forms.count():
            self.page.locator(".tile", has_text=re.compile("投诉|投訴|report")).first.click(timeout=500)
            return
        form = forms.last
        for label, value in VALUES.items():
            if self._chance.random() < 0.8:
                form.get_by_label(re.compile(label)).first.fill(value, timeout=300)
        if self._chance.random() < 0.5:
            form.locator("select").first.select_option(index=1, timeout=300)
            form.get_by_role("checkbox").last.check(timeout=300)
        form.locator("button[type=submit]").click(timeout=500)

    def scroll(self) -> None:
        """Somewhere in the talk."""
        log = self.page.locator("[role=log]")
        log.evaluate("(log, part) => { log.scrollTop = log.scrollHeight * part; }", self._chance.random())

    def draft(self) -> None:
        """Something typed and not sent."""
        self.page.locator("#zw-composer").fill("没写完" * self._chance.randrange(0, 200))

    def language(self) -> None:
        """Another language."""
        self.page.locator(".langs button").nth(self._chance.randrange(3)).click(timeout=500)

    def looks(self) -> None:
        """The mode for the elderly on or off, or the settings opened and closed."""
        if self._chance.random() < 0.5:
            self.page.locator(".pill").first.click(timeout=500)
        else:
            self.page.locator("button[aria-expanded].square").first.click(timeout=500)
            self.page.keyboard.press("Escape")

    def elsewhere(self) -> None:
        """The page is hidden and looked at again."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def tab(self) -> None:
        """A second tab of the same talk is opened, spoken in, reloaded or closed."""
        if self._second is None:
            if self._online:
                self._second = self.page.context.new_page()
                watch(self._second, self._result)
                self._second.goto(self.page.url)
                self._second.locator("#zw-composer").wait_for()
        elif self._chance.random() < 0.4:
            self.say(self._second)
        elif self._chance.random() < 0.5 and self._online:
            self._second.reload()
        else:
            self.leave()

    def leave(self) -> None:
        """One tab alone; what was said in the other is kept on the device."""
        if self._second is not None:
            self._second.close()
            self._second = None

    def wait(self) -> None:
        """A moment in which nothing is done."""
        self.page.wait_for_timeout(self._chance.randrange(100, 600))

    def rest(self) -> None:
        """The network is there for good."""
        self._online = True
        self.page.context.set_offline(False)
        self.leave()


def watch(page: Page, result: Result) -> None:
    """Every exception and complaint of the page is noted, but for a network that is not there."""
    page.on("pageerror", lambda error: result.exceptions.append(str(error)))
    page.on(
        "console",
        lambda line: result.exceptions.append(line.text)
        if line.type == "error" and not any(part in line.text for part in _QUIET) else None,
    )  # fmt: skip


def heap(page: Page) -> float:
    """MB that the page's scripts hold after their garbage was collected."""
    session: Any = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used / 1e6


def play(browser: Browser, stand: Stand, *, actions: int, seed: int) -> Result:
    """What happened in so many actions, once the network was back and everything had been sent."""
    result = Result()
    context: BrowserContext = browser.new_context(viewport=PHONE, locale="zh-CN", reduced_motion="reduce")
    try:
        page = context.new_page()
        watch(page, result)
        page.goto(f"{stand.base}/chat")
        page.locator(".tiles").wait_for()
        monkey = Monkey(page, random.Random(seed), result)
        began = time.monotonic()
        for number in range(actions):
            if number == min(_WARM_UP, actions // 3):
                result.megabytes.append(heap(page))
            monkey.act()
        monkey.rest()
        _settle(page)
        result.seconds = time.monotonic() - began
        result.megabytes.append(heap(page))
        result.stored = Counter({text: count for text, count in stand.said().items() if _WORD.match(text)})
        result.shown = Counter(text for text in _everything(page) if _WORD.match(text))
    finally:
        context.close()
    return result


def _settle(page: Page) -> None:
    """Nothing waits to be sent any more, and the newest answer is there."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < deadline:
        waiting = page.locator(".row.mine[data-state]")
        if not waiting.count() and not page.locator(".typing").count():
            return
        page.wait_for_timeout(250)


def _everything(page: Page) -> list[str]:
    """What the citizen said, as the page shows it from top to bottom."""
    return page.locator(".row.mine .bubble").all_inner_texts()


def main() -> int:
    """1 when anything was lost, doubled, thrown or kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--port", type=int, default=8537)
    chosen = parser.parse_args()
    folder = VAR / "bench" / "widget-monkey"
    shutil.rmtree(folder, ignore_errors=True)
    stand = Stand(chosen.port, folder, {"ASSISTANT_ENVIRONMENT": "test", "ASSISTANT_RATE_LIMITS": "false"})
    stand.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            result = play(browser, stand, actions=chosen.actions, seed=chosen.seed)
            browser.close()
    finally:
        stand.stop()
    deeds = ", ".join(f"{name} {count}" for name, count in result.done.most_common())
    print(f"{chosen.actions} actions in {result.seconds:.0f} s, seed {chosen.seed}: {deeds}")
    print(f"said {len(result.said)}, stored {result.stored.total()}, shown {result.shown.total()}")
    print(f"heap {result.megabytes[0]:.1f} → {result.megabytes[-1]:.1f} MB, exceptions {len(result.exceptions)}")
    faults = result.faults()
    good = "✓ nothing lost, nothing doubled, nothing thrown"
    print("\n".join(f"✗ {fault}" for fault in faults[:20]) if faults else good)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
