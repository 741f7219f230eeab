"""axe over every look of the gallery: themes × sizes × languages × screens; status 1 when it finds anything.

Example: `python -m benchmarks.widget.axe`
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import sync_playwright

from assistant.settings import ROOT
from benchmarks.widget.looks import LOOKS, found_by_axe, wear

CHROMIUM = "/usr/bin/chromium"
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: requests are no result."""


@contextmanager
def static_files() -> Iterator[str]:
    """The address under which the gateway's folder is served, on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(ROOT / "assistant" / "gateway")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def main() -> int:
    """Prints a line a look, then the counts."""
    began, bad = time.monotonic(), 0
    with static_files() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(locale="zh-CN", reduced_motion="reduce")
        page.goto(f"{base}/static/gallery.html")
        page.wait_for_selector(".row")
        for look in LOOKS:
            wear(page, look)
            found = found_by_axe(page)
            bad += len(found)
            print(f"{look!s:36} {len(found)}", *found, sep="\n    " if found else " ", flush=True)
        browser.close()
    print(f"{len(LOOKS)} looks, {bad} violations or undecided, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
