"""Behind a proxy every address stays below the base path; a new build takes over while people read."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dash
import pytest
from dash import _get_app, _get_paths, _pages

from dashboard.app import Settings, create_app
from tests.unit.dashboard.conftest import Browser
from tests.unit.dashboard.invented_world import publish_world

BASE = "/entente/"
PAGES = ("", "pair/DEU/VNM", "economy/KEN?peers=NGA", "evidence", "what-if", "data", "method", "nothing")
ADDRESS = re.compile(r'(?<!"bdata": )"(/[\w.][^" ]*)"')  # not the packed numbers of figures
LIMIT = 10.0  # seconds


@pytest.fixture
def below(browser: Browser, database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """The application below a path of its own, beside the one at the root, which owns the callbacks of the pages."""
    for module, name in ((_get_app, "APP"), (_get_paths, "CONFIG"), (_pages, "CONFIG")):
        monkeypatch.setattr(module, name, getattr(module, name))  # Dash keeps the latest application's
    registered = dict(dash.page_registry)
    yield Browser(create_app(Settings(database=database, base_path=BASE)), BASE)
    dash.page_registry.clear()
    dash.page_registry.update(registered)


def test_behind_a_base_path_every_link_and_asset_stays_below_it_and_is_there(below: Browser) -> None:
    document = below.client.get(BASE).get_data(as_text=True)
    frame = below.client.get(f"{BASE}_dash-layout").get_data(as_text=True).replace("\\u002f", "/")
    found = set(re.findall(r'(?:src|href)="(/[^"]+)"', document)) | set(ADDRESS.findall(frame))
    for page in PAGES:
        found |= set(ADDRESS.findall(below.show(BASE + page)))
    assert {f"{BASE}pair/VNM/DEU", f"{BASE}world.geojson", f"{BASE}search"} <= found
    assert {address for address in found if not address.startswith(BASE)} == set()
    for address in found:
        with below.client.get(address, follow_redirects=True) as response:
            assert response.status_code == 200, address
    assert below.client.get("/").status_code == 404


def test_a_new_build_is_served_within_ten_seconds_without_an_error_for_anyone(
    serve: Callable[[Path], Browser], tmp_path: Path
) -> None:
    link = publish_world(tmp_path)
    browser = serve(link)
    here, statuses, done = "/?economy=IDN", set(), threading.Event()

    def read_on() -> None:
        client = browser.client.application.test_client()
        while not done.is_set():
            for path in ("/healthz", "/pair/DEU/VNM", "/download/pair-trade.csv?exporter=DEU&importer=VNM"):
                statuses.add(client.get(path).status_code)

    readers = [threading.Thread(target=read_on) for _ in range(3)]
    for reader in readers:
        reader.start()
    assert "second-build" not in browser.show(here)
    publish_world(tmp_path, "second-build")
    start = time.monotonic()
    while browser.client.get("/healthz").get_json()["build_id"] != "entente-second-build":
        assert time.monotonic() - start < LIMIT
    assert "second-build" in browser.show(here)
    assert browser.rows(here, 0, 10)["rowData"]
    assert "select" in str(browser.press("sql", "pair-trade", "/pair/DEU/VNM"))
    assert time.monotonic() - start < LIMIT
    done.set()
    for reader in readers:
        reader.join()
    assert statuses == {200}
