"""A stub service on a free port of 8200–8219 and one headless Chromium for all tests of the widget."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.widget.stand import Stand
from tests.e2e.ui.stub_gateway import STATIC, Stub, create_app

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--headless", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
PORTS = range(8200, 8220)
STAND_PORTS = range(8520, 8530)
HOST, UNLISTED = "http://127.0.0.1:8530", "http://127.0.0.1:8531"  # sites that embed the chat: one may, one may not
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
# How long a state is waited for: long enough for a machine that does ten other things; a good run never waits it out.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def _free_port(ports: range = PORTS) -> int:
    for port in ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"no free port in {ports.start}–{ports.stop - 1}: stop what listens there")


@pytest.fixture(scope="session")
def service() -> Iterator[tuple[str, Stub]]:
    """The address of a running stub, and the stub."""
    if not (STATIC / "app" / "chat.js").exists():
        pytest.fail("the widget isn't built: run `npm ci && npm run build` in web/")
    stub = Stub()
    port = _free_port()
    config = uvicorn.Config(create_app(stub), host="127.0.0.1", port=port, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(1200):
        if server.started:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the stub service did not start within a minute")
    yield f"http://127.0.0.1:{port}", stub
    stub.stopping = True
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def stub(service: tuple[str, Stub]) -> Stub:
    """The stub, as new."""
    service[1].reset()
    return service[1]


@pytest.fixture
def base(service: tuple[str, Stub]) -> str:
    """The stub's address."""
    return service[0]


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The real gateway over a real database in a process of its own, that may be embedded by `HOST`."""
    settings = {"ASSISTANT_ENVIRONMENT": "test", "ASSISTANT_RATE_LIMITS": "false", "STAND_SPEECH": "1",
                "ASSISTANT_FRAME_ANCESTORS": f"'self' {HOST}"}
    running = Stand(_free_port(STAND_PORTS), tmp_path_factory.mktemp("stand"), settings)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, base: str, stub: Stub) -> Iterator[Callable[..., Page]]:
    """Opens a path in a context of its own; after the test, nothing may have been said on the console."""
    contexts = []
    said: list[str] = []

    def opener(path: str = "/chat", **options: Any) -> Page:
        context = browser.new_context(**({"viewport": PHONE, "locale": "zh-CN", "reduced_motion": "reduce"} | options))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(f"exception: {error}"))
        page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
        page.goto(path if path.startswith("http") else base + path)
        return page

    yield opener
    for context in contexts:
        context.close()
    unexpected = [line for line in said if "net::ERR_" not in line and "status of 4" not in line]
    assert unexpected == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
