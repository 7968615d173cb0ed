"""The document brings what a page needs at once, and nothing that no page uses."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.document import ASSETS, PLOTLY
from tests.unit.dashboard.conftest import Browser

PAGES = ["/", "/?economy=DEU", "/pair/DEU/VNM", "/economy/DEU", "/evidence", "/what-if", "/data", "/method"]
IN_THE_BUNDLE = {"scatter", "choropleth", "scattergeo"}


def layout(browser: Browser, page: str | None) -> str:
    """Return the layout as a browser gets it that shows a page, or that does not say which."""
    sent = {"Referer": f"http://localhost{page}"} if page else {}
    return json.dumps(browser.client.get("/_dash-layout", headers=sent).get_json(), ensure_ascii=False)


@pytest.mark.parametrize("page", PAGES)
def test_the_first_page_comes_with_the_layout_as_the_router_would_draw_it(browser: Browser, page: str) -> None:
    routed = json.loads(browser.show(page))
    content, title = routed["_pages_content"]["children"], routed["_pages_store"]["data"]["title"]
    found = layout(browser, page)
    assert json.dumps(content, ensure_ascii=False) in found
    assert f'"title": "{title}"' in found


@pytest.mark.parametrize("page", [None, "/nothing", "/?a=1&a=2&b=%ff"])
def test_the_router_draws_what_the_layout_cannot(browser: Browser, page: str | None) -> None:
    found = layout(browser, page)
    assert '"id": "_pages_content"' in found
    assert '"pathname"' not in found


@pytest.mark.parametrize("page", PAGES)
def test_the_same_page_is_the_same_document(browser: Browser, page: str) -> None:
    first, again = (browser.client.get(page).get_data() for _ in range(2))
    assert first == again


def test_the_first_page_says_what_is_wrong_with_its_address(browser: Browser) -> None:
    assert "is not the code of an economy" in layout(browser, "/?economy=XXX")


def test_the_first_page_is_in_the_language_of_its_address(browser: Browser) -> None:
    assert "Opportunités" in layout(browser, "/?lang=fr")


@pytest.mark.parametrize("page", PAGES)
def test_what_is_fetched_early_is_there(browser: Browser, page: str) -> None:
    text = browser.client.get(page).get_data(as_text=True)
    early = re.findall(r'(?:link rel="pre.*?href|script src)="([^"]+)"', text)
    assert "/_dash-layout" in early
    for address in early:
        with browser.client.get(address) as response:
            assert response.status_code == 200
    assert "polyfill@" not in text


def test_every_figure_is_in_the_bundle_of_plotly_that_is_sent(browser: Browser) -> None:
    drawn = {trace["type"] for page in PAGES for trace in traces(json.loads(browser.show(page)))}
    assert drawn == IN_THE_BUNDLE


def test_the_bundle_is_of_the_version_that_the_figures_are_checked_against() -> None:
    assert f"plotly.js (geo - minified) v{get_plotlyjs_version()}\n" in (ASSETS / PLOTLY).read_text()[:200]


def traces(tree: Any) -> Iterator[dict[str, Any]]:
    """Return the traces of all figures of a page."""
    if isinstance(tree, dict):
        if "figure" in tree:
            yield from tree["figure"]["data"]
        for value in tree.values():
            yield from traces(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from traces(value)
