"""Scripts, pages and rows go compressed to browsers that understand it, and mean the same to those that do not."""

import gzip

import pytest

from dashboard.document import PLOTLY
from tests.unit.dashboard.conftest import Browser

GRAPH = "/_dash-component-suites/dash/dcc/async-graph.js"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", ["/_dash-dependencies", GRAPH, "/world.geojson"])
def test_the_same_text_comes_in_fewer_bytes(browser: Browser, path: str) -> None:
    plain = browser.client.get(path)
    small = browser.client.get(path, headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    assert {answer.headers["Vary"] for answer in (plain, small)} == {"Accept-Encoding"}


def test_a_browser_that_has_a_script_is_told_so(browser: Browser) -> None:
    tag = browser.client.get(GRAPH, headers=GZIP).headers["ETag"]
    again = browser.client.get(GRAPH, headers={**GZIP, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_script_whose_address_names_its_version_is_never_asked_for_again(browser: Browser) -> None:
    page = browser.client.get("/").get_data(as_text=True)
    for name in ("dash_renderer", PLOTLY):
        address = next(part for part in page.split('"') if name in part)
        with browser.client.get(address, headers=GZIP) as script:
            assert script.headers["Cache-Control"].endswith("immutable")
            assert script.headers["Content-Encoding"] == "gzip"


def test_what_is_compressed_already_or_short_goes_as_it_is(browser: Browser) -> None:
    table = browser.client.get("/download/pair-trade.parquet?exporter=DEU&importer=VNM", headers=GZIP)
    health = browser.client.get("/healthz", headers=GZIP)
    assert table.data.startswith(b"PAR1")
    assert "Content-Encoding" not in {**table.headers, **health.headers}
