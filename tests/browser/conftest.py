"""A real Chromium on a served, invented world."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.dashboard.invented_world import publish_world

SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _missing(what: str) -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but {what}")
    pytest.skip(f"browser tests skipped: {what}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One running Chromium."""
    executable = shutil.which("chromium")
    if executable is None:
        _missing("no chromium on the PATH; install it with: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed; install it with: pip install --group browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The symlink to a published world; it may be pointed at a new build."""
    return publish_world(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def address(world: Path) -> Iterator[str]:
    """Where the dashboard is served."""
    command = [sys.executable, "-m", "dashboard", "--host", "127.0.0.1", "--port", "0", "--database", str(world)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield server.stdout.readline().split(" on ")[1].split()[0]
        server.terminate()


def until(page: Any, condition: str, given: Any = None, seconds: float = 30.0) -> None:
    """Wait for a condition; Playwright's own waiting evaluates text in the page, which the page's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition, given):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(50)


class Watched:
    """A page whose console and requests are watched."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def open(self, path: str) -> Any:
        """Open a page and wait until its figures and rows are there."""
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_selector("#content, .state")
        self.page.wait_for_load_state("networkidle")
        until(self.page, "() => [...document.querySelectorAll('.dash-graph')].every(g => g.querySelector('.main-svg'))")
        until(self.page, "() => [...document.querySelectorAll('.ag-root')].every(g => g.querySelector('.ag-row a'))")
        self.page.evaluate("document.fonts.ready")

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"outside request: {url}")


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Watched]]:
    """Open a browser window of a reader: ``visit(width=390, scheme="dark")``. No window may complain."""
    windows: list[tuple[Any, Watched]] = []

    def _visit(width: int = 1440, scheme: str = "light", height: int = 900) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        watched = Watched(context.new_page(), address)
        windows.append((context, watched))
        return watched

    yield _visit
    complaints = [complaint for _, watched in windows for complaint in watched.complaints]
    for context, _ in windows:
        context.close()
    assert complaints == []
